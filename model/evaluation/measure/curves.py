"""ROC and precision–recall curves of one class, with the band in which they may lie."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES
from model.evaluation.measure.bootstrap import LEVEL, Estimate
from model.evaluation.measure.metrics import Mask, area_under, auc
from model.evaluation.measure.sample import Sample

GRID: Final[NDArray[np.float64]] = np.linspace(0.0, 1.0, 101)
"""Where the bands are worked out: 1 − specificity for ROC, sensitivity for precision–recall."""

# Sums of equal weights differ in their last digits; a step is reached all the same.
_SLACK: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Curve:
    """One class against the rest, at every threshold.

    Attributes:
        x: float64 ``(P,)``, 1 − specificity, or sensitivity; rising.
        y: float64 ``(P,)``, sensitivity, or precision (positive predictive value among the films).
        grid: float64 ``(G,)``, where the band is given.
        low: float64 ``(G,)``, lower end of the pointwise 95 % band; empty where the films allow
            none.
        high: float64 ``(G,)``, upper end; empty alike.
        area: Area under the ROC curve, or average precision.
        chance: What a score drawn by lot would have for an area.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    grid: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    area: Estimate
    chance: float


def roc(sample: Sample, label: str) -> Curve | None:
    """ROC curve of a class: sensitivity against 1 − specificity.

    The band is vertical: for each 1 − specificity, the middle 95 % of the replicates' sensitivity.

    Args:
        sample: The films; those of none of the four classes are left out.
        label: The class; its calibrated probability is the score.

    Returns:
        The curve; None without films of both kinds.

    References:
        Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, section 9.1.
    """
    films, positive, score = _scored(sample, label)
    area = auc(sample.cohort, score, positive, films)
    if area is None:
        return None
    from sklearn.metrics import roc_curve

    own, right = score[films].astype(np.float32), positive[films]
    above, below = _ladders(own, right, sample.cohort.weights[:, films])
    x, y, _thresholds = roc_curve(right, own)
    # A rung at the origin, where nothing is called positive.
    rungs = [np.pad(_shares(one), ((0, 0), (1, 0))) for one in (below, above)]
    row = 2.0 * np.arange(len(above))[:, np.newaxis]
    # One interpolation for all replicates: each has a stretch of the line of its own.
    found = np.interp((GRID + row).ravel(), (rungs[0] + row).ravel(), rungs[1].ravel())
    low, high = _band(found.reshape(-1, len(GRID)), len(sample.cohort.weights))
    return Curve(x, y, GRID, low, high, area, 0.5)


def precision_recall(sample: Sample, label: str) -> Curve | None:
    """Precision–recall curve of a class: positive predictive value against sensitivity.

    Between two thresholds precision is that of the lower one: it must not be interpolated. The
    precision depends on how many of the films are of the class.

    Args:
        sample: The films; those of none of the four classes are left out.
        label: The class; its calibrated probability is the score.

    Returns:
        The curve; None without films of both kinds.

    References:
        Davis & Goadrich 2006, doi:10.1145/1143844.1143874.
    """
    films, positive, score = _scored(sample, label)
    from sklearn.metrics import average_precision_score, precision_recall_curve

    area = area_under(
        sample.cohort,
        score,
        positive,
        films,
        average_precision_score,
        average_precision_replicates,
    )
    if area is None:
        return None
    own, right = score[films].astype(np.float32), positive[films]
    above, below = _ladders(own, right, sample.cohort.weights[:, films])
    # scikit-learn ends on a precision of 1 at a sensitivity of 0, which no threshold has.
    y, x, _thresholds = (one[::-1] for one in precision_recall_curve(right, own))
    grid = GRID[1:]
    row = 2.0 * np.arange(len(above))[:, np.newaxis]
    rungs = _shares(above)
    first = np.searchsorted((rungs + row).ravel(), (grid - _SLACK + row).ravel())
    found = (above / np.maximum(above + below, 1.0)).ravel()[first]
    low, high = _band(found.reshape(-1, len(grid)), len(sample.cohort.weights))
    return Curve(x[1:], y[1:], grid, low, high, area, float(right.mean()))


def average_precision_replicates(
    score: NDArray[np.floating], positive: Mask, weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Average precision for many sets of weights.

    Args:
        score: float ``(N,)``.
        positive: bool ``(N,)``.
        weights: float ``(R, N)``.

    Returns:
        float64 ``(R,)``; NaN where no weight is on positive films.
    """
    above, below = _cumulated(score, positive, weights)
    gained = np.diff(above, axis=1, prepend=0.0)
    called = above + below
    precision = np.divide(above, called, out=np.zeros_like(above), where=called > 0)
    total = above[:, -1]
    nothing = np.full_like(total, np.nan)
    return np.asarray(
        np.divide((gained * precision).sum(axis=1), total, out=nothing, where=total > 0)
    )


def _scored(sample: Sample, label: str) -> tuple[Mask, Mask, NDArray[np.float64]]:
    """The labelled films, which films are of the class, and their score."""
    index = CLASSES.index(label)
    return sample.labelled, np.asarray(sample.truth == index), sample.calibrated[:, index]


def _cumulated(
    score: NDArray[np.floating], positive: Mask, weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight of positive and of other films at or above each score, from the highest score down.

    Returns:
        Twice float64 ``(R, T)`` with `T` different scores.
    """
    order = np.argsort(-score, kind="stable")
    starts = np.unique(-score[order], return_index=True)[1]
    ordered = weights[:, order]
    above = np.add.reduceat(ordered * positive[order], starts, axis=1)
    below = np.add.reduceat(ordered * ~positive[order], starts, axis=1)
    return np.cumsum(above, axis=1), np.cumsum(below, axis=1)


def _ladders(
    score: NDArray[np.floating], positive: Mask, weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same, of the replicates alone that drew films of both kinds."""
    above, below = _cumulated(score, positive, weights)
    both = (above[:, -1] > 0) & (below[:, -1] > 0)
    return above[both], below[both]


def _shares(cumulated: NDArray[np.float64]) -> NDArray[np.float64]:
    return cumulated / cumulated[:, -1:]


def _band(
    found: NDArray[np.float64], replicates: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The middle 95 % at each place; nothing where fewer than half of the replicates have one."""
    if 2 * len(found) <= replicates:
        return np.empty(0), np.empty(0)
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(found, [tail, 1.0 - tail], axis=0)
    return low, high

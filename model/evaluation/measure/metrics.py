"""Figures of films, one at a time, each with its interval.

What scikit-learn has is taken from there. It takes one set of weights at a time, so the replicates
of the bootstrap are computed here for all at once; tests hold them to scikit-learn.

scikit-learn and SciPy's statistics are imported by the functions that call them, here and in the
files beside: they take seconds and 140 MB, and a page that shows stored figures needs neither.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.measure.bootstrap import Estimate, percentile_interval, share_interval

Mask = NDArray[np.bool_]

ECE_BINS = 15
"""Bins of equal width between 0 and 1."""


@dataclass(frozen=True, eq=False)
class Cohort:
    """Who the figures of one split are about.

    Attributes:
        groups: int64 ``(N,)``, see `predictions.Predictions`.
        weights: float64 ``(R, N)``, see `bootstrap.replicate_weights`.
    """

    groups: NDArray[np.int64]
    weights: NDArray[np.float64]

    def count(self, films: Mask) -> tuple[int, int]:
        """Films, and groups among them."""
        return int(films.sum()), len(np.unique(self.groups[films]))


def share(cohort: Cohort, event: Mask, films: Mask) -> Estimate | None:
    """Share of films of which something is true.

    Sensitivity is the share of the films of a class that are called so; specificity the share of
    the others that are not; coverage the share whose class is in the prediction set.

    Args:
        cohort: The cohort.
        event: bool ``(N,)``, whether it is true.
        films: bool ``(N,)``, the films in question.

    Returns:
        The share in [0, 1]; None without films.
    """
    n, groups = cohort.count(films)
    if n == 0:
        return None
    value = float(event[films].mean())
    low, high, exact = share_interval(value, replicate_means(cohort, event, films), groups)
    return Estimate(value, low, high, n, groups, exact)


def mean(cohort: Cohort, values: NDArray[np.float64], films: Mask) -> Estimate | None:
    """Mean of a number over films, such as the size of the prediction set.

    Returns:
        The mean; None without films.
    """
    n, groups = cohort.count(films)
    if n == 0:
        return None
    low, high = percentile_interval(replicate_means(cohort, values, films))
    return Estimate(float(values[films].mean()), low, high, n, groups)


def macro_recall(
    cohort: Cohort, truth: NDArray[np.int64], answers: NDArray[np.int64], films: Mask
) -> Estimate | None:
    """Mean of the sensitivities of the classes that occur: each class counts alike.

    Args:
        cohort: The cohort.
        truth: int ``(N,)``, index of the right class, < 0 where there is none.
        answers: int ``(N,)``, index of the class that was answered.
        films: bool ``(N,)``, the films in question; all with a truth ≥ 0.

    Returns:
        The figure in [0, 1]; None without films.
    """
    n, groups = cohort.count(films)
    if n == 0:
        return None
    from sklearn.metrics import recall_score

    present = np.unique(truth[films])
    value = recall_score(
        truth[films], answers[films], labels=present, average="macro", zero_division=0
    )
    recalls = [
        replicate_means(cohort, answers == name, films & (truth == name)) for name in present
    ]
    # A replicate without any film of a class has no macro recall of the same classes: NaN.
    low, high = percentile_interval(np.mean(recalls, axis=0))
    return Estimate(float(value), low, high, n, groups)


def auc(cohort: Cohort, score: NDArray[np.float64], positive: Mask, films: Mask) -> Estimate | None:
    """Area under the ROC curve: how often a positive film scores above a negative one.

    Args:
        cohort: The cohort.
        score: float ``(N,)``, higher = more likely positive.
        positive: bool ``(N,)``.
        films: bool ``(N,)``, the films in question.

    Returns:
        The area in [0, 1]; None without films of both kinds.
    """
    from sklearn.metrics import roc_auc_score

    return area_under(cohort, score, positive, films, roc_auc_score, auc_replicates)


def area_under(
    cohort: Cohort,
    score: NDArray[np.float64],
    positive: Mask,
    films: Mask,
    area: Callable[..., float],
    replicates: Callable[..., NDArray[np.float64]],
) -> Estimate | None:
    """Area under a curve, with its interval.

    Args:
        cohort: The cohort.
        score: float ``(N,)``, higher = more likely positive.
        positive: bool ``(N,)``.
        films: bool ``(N,)``, the films in question.
        area: From positive films and their scores to the area.
        replicates: From scores, positive films and weights to the areas, see `auc_replicates`.

    Returns:
        The area in [0, 1]; None without films of both kinds.
    """
    if not (films & positive).any() or not (films & ~positive).any():
        return None
    # In float64 the last digit depends on the order of a sum, and would break ties at random.
    own, right = score[films].astype(np.float32), positive[films]
    ends = percentile_interval(replicates(own, right, cohort.weights[:, films]))
    return Estimate(float(area(right, own)), *ends, *cohort.count(films))


def auc_replicates(
    score: NDArray[np.floating], positive: Mask, weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Area under the ROC curve for many sets of weights: the Mann–Whitney statistic, ties half.

    Args:
        score: float ``(N,)``.
        positive: bool ``(N,)``.
        weights: float ``(R, N)``.

    Returns:
        float64 ``(R,)``; NaN where all the weight is on one side.

    References:
        Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747.
    """
    order = np.argsort(score, kind="stable")
    starts = np.unique(score[order], return_index=True)[1]
    ordered = weights[:, order]
    above = np.add.reduceat(ordered * positive[order], starts, axis=1)
    below = np.add.reduceat(ordered * ~positive[order], starts, axis=1)
    lower = np.cumsum(below, axis=1) - below
    return _divide(
        (above * (lower + below / 2.0)).sum(axis=1), above.sum(axis=1) * below.sum(axis=1)
    )


def brier(
    cohort: Cohort, probabilities: NDArray[np.float64], truth: NDArray[np.int64], films: Mask
) -> Estimate:
    """Multiclass Brier score: sum over the classes of the squared error, 0 (best) to 2.

    Args:
        cohort: The cohort.
        probabilities: float ``(N, classes)``.
        truth: int ``(N,)``, index of the right class.
        films: bool ``(N,)``, the films in question; all with a truth ≥ 0.

    Returns:
        The mean over the films.

    References:
        Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
    """
    from sklearn.metrics import brier_score_loss

    n, groups = cohort.count(films)
    classes = range(probabilities.shape[1])
    value = brier_score_loss(
        truth[films], probabilities[films], labels=list(classes), scale_by_half=False
    )
    errors = np.square(probabilities - (truth[:, np.newaxis] == np.array(classes))).sum(axis=1)
    low, high = percentile_interval(replicate_means(cohort, errors, films))
    return Estimate(float(value), low, high, n, groups)


@dataclass(frozen=True)
class Reliability:
    """One bin of the reliability diagram.

    Attributes:
        n: Films in it.
        confidence: Mean probability of the answer.
        accuracy: Share of right answers.
    """

    n: int
    confidence: float
    accuracy: float


def reliability(
    probabilities: NDArray[np.float64], truth: NDArray[np.int64], bins: int = ECE_BINS
) -> list[Reliability]:
    """Confidence against accuracy, in bins of equal width.

    scikit-learn's `calibration_curve` leaves out empty bins and the counts that ECE needs.

    Args:
        probabilities: float ``(N, classes)``.
        truth: int ``(N,)``, index of the right class.
        bins: Number of bins between 0 and 1; the last one includes 1.

    Returns:
        The bins from 0 to 1; an empty one has confidence and accuracy 0.
    """
    from scipy.stats import binned_statistic

    confidence = probabilities.max(axis=1)
    right = (probabilities.argmax(axis=1) == truth).astype(np.float64)
    found = binned_statistic(
        confidence, [np.ones_like(right), confidence, right], "sum", bins=bins, range=(0.0, 1.0)
    )
    counts, confidences, rights = found.statistic
    return [
        Reliability(int(n), float(sure / max(n, 1)), float(hits / max(n, 1)))
        for n, sure, hits in zip(counts, confidences, rights, strict=True)
    ]


def expected_calibration_error(bins: list[Reliability]) -> float:
    """Mean distance between confidence and accuracy over the bins, weighted by their films.

    Confidence is the probability of the answer (top label); bins have equal width. scikit-learn and
    SciPy have no ECE.

    Args:
        bins: See `reliability`; at least one film.

    Returns:
        A number in [0, 1].

    References:
        Naeini et al. 2015, doi:10.1609/aaai.v29i1.9602; Guo et al. 2017, arXiv:1706.04599.
    """
    films = sum(one.n for one in bins)
    return sum(one.n * abs(one.accuracy - one.confidence) for one in bins) / films


def replicate_means(
    cohort: Cohort, values: NDArray[np.float64] | Mask, films: Mask
) -> NDArray[np.float64]:
    """Mean of a number, or share of an event, in each replicate of the bootstrap.

    Args:
        cohort: The cohort.
        values: float or bool ``(N,)``.
        films: bool ``(N,)``, the films in question.

    Returns:
        float64 ``(R,)``; NaN where none of the films was drawn.
    """
    # One product with two columns: to cut the films out of the weights takes ten times as long.
    columns = np.stack([np.where(films, values, 0.0), films], axis=1)
    sums, weights = (cohort.weights @ columns).T
    return _divide(sums, weights)


def _divide(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    nothing = np.full_like(above, np.nan)
    return np.asarray(np.divide(above, below, out=nothing, where=below > 0))

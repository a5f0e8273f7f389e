"""Whether stated probabilities and prediction sets hold what they promise, with intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.evaluation.measure.bootstrap import Estimate, percentile_interval
from model.evaluation.measure.metrics import (
    ECE_BINS,
    Mask,
    brier,
    expected_calibration_error,
    mean,
    reliability,
    share,
)
from model.evaluation.measure.sample import CalibratedFilms


@dataclass(frozen=True)
class Bin:
    """Films whose answer has a probability in one range.

    Attributes:
        low: Lower end of the range.
        high: Upper end.
        confidence: Mean probability of their answers.
        accuracy: Share of right answers.
    """

    low: float
    high: float
    confidence: float
    accuracy: Estimate


@dataclass(frozen=True)
class Calibration:
    """How far the probabilities can be taken at their word.

    Attributes:
        bins: The bins that hold films, from low to high.
        ece: Expected calibration error, in [0, 1]. Few films in a bin push it up by chance alone,
            in the replicates more than in the films at hand.
        brier: Brier score, 0 (best) to 2.
    """

    bins: tuple[Bin, ...]
    ece: Estimate
    brier: Estimate


def calibration(sample: CalibratedFilms, *, scaled: bool) -> Calibration | None:
    """Compare probabilities with what came true.

    Args:
        sample: The films; those of none of the four classes are left out.
        scaled: Whether the probabilities are those after temperature scaling.

    Returns:
        The comparison; None without films.
    """
    films = sample.labelled
    if not films.any():
        return None
    probabilities = sample.calibrated if scaled else sample.uncalibrated
    whole = reliability(probabilities[films], sample.truth[films])
    confidence = probabilities.max(axis=1)
    right = np.asarray(probabilities.argmax(axis=1) == sample.truth)
    edges = np.linspace(0.0, 1.0, ECE_BINS + 1)
    # As in `reliability`: each bin has its lower end, the last one its upper end too.
    place = np.clip(np.searchsorted(edges, confidence, side="right") - 1, 0, ECE_BINS - 1)
    bins = []
    for index, one in enumerate(whole):
        accuracy = share(sample.cohort, right, films & (place == index))
        if accuracy is not None:
            bins.append(Bin(float(edges[index]), float(edges[index + 1]), one.confidence, accuracy))
    gap = (right - confidence)[films]
    member = place[films, np.newaxis] == np.arange(ECE_BINS)
    low, high = percentile_interval(_ece_replicates(gap, member, sample.cohort.weights[:, films]))
    ece = Estimate(expected_calibration_error(whole), low, high, *sample.cohort.count(films))
    return Calibration(tuple(bins), ece, brier(sample.cohort, probabilities, sample.truth, films))


def _ece_replicates(
    gap: NDArray[np.float64], member: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """ECE in each replicate, float64 ``(R,)``.

    Args:
        gap: float64 ``(N,)``, 1 or 0 for right or wrong, minus the confidence.
        member: bool ``(N, bins)``, the bin of each film.
        weights: float64 ``(R, N)``.
    """
    apart = np.abs(weights @ (member * gap[:, np.newaxis])).sum(axis=1)
    total = weights.sum(axis=1)
    return np.asarray(np.divide(apart, total, out=np.full_like(total, np.nan), where=total > 0))


ALL = "all"
"""Name of the row of all films of the four classes."""


@dataclass(frozen=True)
class SetCoverage:
    """The sets of some films.

    Attributes:
        name: `ALL`, a label, or a source.
        coverage: Share of the films whose right class is in the set; for opacity, of which
            bacterial and viral both are right, whose set holds either.
        size: Mean number of classes in the set, 1 to 4.
    """

    name: str
    coverage: Estimate
    size: Estimate


def coverage_by_label(sample: CalibratedFilms) -> tuple[SetCoverage, ...]:
    """The films of the four classes together, then each label that occurs.

    Args:
        sample: The films.
    """
    films = {ALL: sample.labelled}
    films |= {label: np.asarray(sample.label == label) for label in PARTIAL_LABELS}
    return _rows(sample, films)


def coverage_by_source(sample: CalibratedFilms) -> tuple[SetCoverage, ...]:
    """The films of the four classes together, then those of each source.

    Args:
        sample: The films.
    """
    names = sorted({str(name) for name in sample.source[sample.labelled]})
    films = {ALL: sample.labelled}
    films |= {name: np.asarray(sample.labelled & (sample.source == name)) for name in names}
    return _rows(sample, films)


def size_shares(sample: CalibratedFilms) -> tuple[Estimate, ...] | None:
    """How many films of the four classes get a set of one, two, three or four classes.

    Args:
        sample: The films.

    Returns:
        The four shares; None without films.
    """
    shares = [
        share(sample.cohort, np.asarray(sample.set_size == size), sample.labelled)
        for size in range(1, len(CLASSES) + 1)
    ]
    found = tuple(one for one in shares if one is not None)
    return found or None


def _rows(sample: CalibratedFilms, films: dict[str, Mask]) -> tuple[SetCoverage, ...]:
    held = _held(sample)
    rows = []
    for name, chosen in films.items():
        coverage = share(sample.cohort, held, chosen)
        size = mean(sample.cohort, sample.set_size, chosen)
        if coverage is not None and size is not None:
            rows.append(SetCoverage(name, coverage, size))
    return tuple(rows)


def _held(sample: CalibratedFilms) -> Mask:
    """Films whose set holds a class that their label allows; False where it allows none."""
    allowed = np.array(
        [[name in PARTIAL_LABELS.get(str(label), ()) for name in CLASSES] for label in sample.label]
    )
    return np.asarray((sample.sets & allowed.reshape(-1, len(CLASSES))).any(axis=1))

"""Confusion at an operating point or a floor of confidence, and sensitivity by class and source."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.evaluation.measure.bootstrap import Estimate, share_interval
from model.evaluation.measure.metrics import Mask, macro_recall, share
from model.evaluation.measure.sample import CalibratedFilms

NOT_SURE: Final = "not-sure"
ANSWERS: Final = (*CLASSES, NOT_SURE)
"""Columns: the four classes, and no class."""

UNANSWERABLE: Final = ("opacity", "abnormal")
"""Labels of which one of two classes, or none of the four, is right."""


@dataclass(frozen=True)
class ConfusionRow:
    """What is answered to the films of one label.

    Attributes:
        label: A class, or one of `UNANSWERABLE`.
        n: Films.
        groups: Independent groups among them.
        counts: Films for each of `ANSWERS`; they add up to `n`.
        shares: The same as shares of `n`.
    """

    label: str
    n: int
    groups: int
    counts: tuple[int, ...]
    shares: tuple[Estimate, ...]


@dataclass(frozen=True)
class Confusion:
    """The confusion matrix of one split.

    Attributes:
        threshold: Calibrated probability below which no class is named.
        rows: A row for each label that occurs.
        answered: Share of the films of the four classes that get a class; None without films.
        recall: Macro recall among those; None where none gets a class.
    """

    threshold: float
    rows: tuple[ConfusionRow, ...]
    answered: Estimate | None
    recall: Estimate | None


def confusion(sample: CalibratedFilms, threshold: float) -> Confusion:
    """Count the answers by label.

    Args:
        sample: The films.
        threshold: Calibrated probability in [0, 1] that the likeliest class must reach; with four
            classes it is never below 0.25.
    """
    from sklearn.metrics import confusion_matrix

    sure = np.asarray(sample.calibrated.max(axis=1) >= threshold)
    places = np.where(sure, sample.answers, ANSWERS.index(NOT_SURE))
    answers = np.array(ANSWERS)[places]
    labels = [label for label in (*CLASSES, *UNANSWERABLE) if (sample.label == label).any()]
    names = [*ANSWERS, *UNANSWERABLE]
    known = np.isin(sample.label, labels)
    matrix = confusion_matrix(sample.label[known], answers[known], labels=names)
    rows = [
        _row(sample, answers, label, matrix[names.index(label), : len(ANSWERS)]) for label in labels
    ]
    return Confusion(
        threshold,
        tuple(rows),
        share(sample.cohort, sure, sample.labelled),
        macro_recall(sample.cohort, sample.truth, sample.answers, sample.labelled & sure),
    )


def _row(
    sample: CalibratedFilms, answers: NDArray[np.str_], label: str, counts: NDArray[np.int64]
) -> ConfusionRow:
    films: Mask = np.asarray(sample.label == label)
    n, groups = sample.cohort.count(films)
    weights = sample.cohort.weights[:, films]
    given = answers[films][:, np.newaxis] == np.array(ANSWERS)
    total = weights.sum(axis=1, keepdims=True)
    nothing = np.full((len(weights), len(ANSWERS)), np.nan)
    replicates = np.divide(weights @ given.astype(np.float64), total, out=nothing, where=total > 0)
    shares = []
    for count, column in zip(counts, replicates.T, strict=True):
        value = float(count) / n
        low, high, exact = share_interval(value, column, groups)
        shares.append(Estimate(value, low, high, n, groups, exact))
    return ConfusionRow(label, n, groups, tuple(int(count) for count in counts), tuple(shares))


@dataclass(frozen=True)
class SourceSensitivity:
    """One label in one source.

    Attributes:
        label: A class, or opacity, of which bacterial and viral both are right.
        source: Data set.
        sensitivity: Share of its films that are called so.
    """

    label: str
    source: str
    sensitivity: Estimate


def source_sensitivities(sample: CalibratedFilms, chosen: Mask) -> tuple[SourceSensitivity, ...]:
    """Measure each label in each source that has it.

    Args:
        sample: The films.
        chosen: bool ``(N,)``, which of them count.

    Returns:
        By label in the order of the classes, then by source.
    """
    found = []
    for label, allowed in PARTIAL_LABELS.items():
        right = np.isin(sample.answers, [CLASSES.index(name) for name in allowed])
        own = chosen & (sample.label == label)
        for source in sorted({str(name) for name in sample.source[own]}):
            sensitivity = share(sample.cohort, right, own & (sample.source == source))
            if sensitivity is not None:
                found.append(SourceSensitivity(label, source, sensitivity))
    return tuple(found)

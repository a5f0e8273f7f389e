"""Conformal prediction sets: how often they hold the right class, and how large they are."""

from dataclasses import dataclass

import numpy as np

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.evaluation.bootstrap import Estimate
from model.evaluation.metrics import Mask, mean, share
from model.evaluation.sample import Sample

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


def coverage_by_label(sample: Sample) -> tuple[SetCoverage, ...]:
    """The films of the four classes together, then each label that occurs.

    Args:
        sample: The films.
    """
    films = {ALL: sample.labelled}
    films |= {label: np.asarray(sample.label == label) for label in PARTIAL_LABELS}
    return _rows(sample, films)


def coverage_by_source(sample: Sample) -> tuple[SetCoverage, ...]:
    """The films of the four classes together, then those of each source.

    Args:
        sample: The films.
    """
    names = sorted({str(name) for name in sample.source[sample.labelled]})
    films = {ALL: sample.labelled}
    films |= {name: np.asarray(sample.labelled & (sample.source == name)) for name in names}
    return _rows(sample, films)


def size_shares(sample: Sample) -> tuple[Estimate, ...] | None:
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


def _rows(sample: Sample, films: dict[str, Mask]) -> tuple[SetCoverage, ...]:
    held = _held(sample)
    rows = []
    for name, chosen in films.items():
        coverage = share(sample.cohort, held, chosen)
        size = mean(sample.cohort, sample.set_size, chosen)
        if coverage is not None and size is not None:
            rows.append(SetCoverage(name, coverage, size))
    return tuple(rows)


def _held(sample: Sample) -> Mask:
    """Films whose set holds a class that their label allows; False where it allows none."""
    allowed = np.array(
        [[name in PARTIAL_LABELS.get(str(label), ()) for name in CLASSES] for label in sample.label]
    )
    return np.asarray((sample.sets & allowed.reshape(-1, len(CLASSES))).any(axis=1))

"""Sensitivity by class and source: where a figure of a whole split comes from."""

from dataclasses import dataclass

import numpy as np

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.evaluation.bootstrap import Estimate
from model.evaluation.metrics import Mask, share
from model.evaluation.sample import Sample


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


def source_sensitivities(sample: Sample, chosen: Mask) -> tuple[SourceSensitivity, ...]:
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

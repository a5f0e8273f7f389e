"""The arithmetic of the live figure on a test: threshold, ROC curve, prevalence.

The healthy have scores of a normal distribution around 0, the diseased around the separation d',
both with the same spread: the equal-variance binormal model.

References:
    Hanley JA. The robustness of the "binormal" assumptions used in fitting ROC curves. Medical
    Decision Making 1988;8(3):197-203. doi:10.1177/0272989X8800800308
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

PATIENTS: Final = 1000
"""Patients that the counts are of."""

_STANDARD: Final = NormalDist()


@dataclass(frozen=True)
class Operating:
    """What a test does at one threshold.

    Attributes:
        sensitivity: Share of the diseased that it calls diseased.
        specificity: Share of the healthy that it calls healthy.
        prevalence: Share of the diseased among those tested, in (0, 1).
    """

    sensitivity: float
    specificity: float
    prevalence: float

    @property
    def true_positives(self) -> float:
        """Diseased that are found, of `PATIENTS`."""
        return PATIENTS * self.prevalence * self.sensitivity

    @property
    def false_negatives(self) -> float:
        """Diseased that are missed, of `PATIENTS`."""
        return PATIENTS * self.prevalence - self.true_positives

    @property
    def true_negatives(self) -> float:
        """Healthy that are cleared, of `PATIENTS`."""
        return PATIENTS * (1 - self.prevalence) * self.specificity

    @property
    def false_positives(self) -> float:
        """Healthy that are called diseased, of `PATIENTS`."""
        return PATIENTS * (1 - self.prevalence) - self.true_negatives

    @property
    def ppv(self) -> float | None:
        """Share of the positives that are diseased; None where nobody is positive."""
        return _share(self.true_positives, self.false_positives)

    @property
    def npv(self) -> float | None:
        """Share of the negatives that are healthy; None where nobody is negative."""
        return _share(self.true_negatives, self.false_negatives)

    @property
    def accuracy(self) -> float:
        """Share of the right answers."""
        return (self.true_positives + self.true_negatives) / PATIENTS

    def counts(self) -> tuple[int, int, int, int]:
        """True positives, false negatives, false positives, true negatives: whole patients.

        The diseased and the healthy are rounded first, so that the counts add up.
        """
        diseased = round(PATIENTS * self.prevalence)
        found = round(diseased * self.sensitivity)
        cleared = round((PATIENTS - diseased) * self.specificity)
        return found, diseased - found, PATIENTS - diseased - cleared, cleared


def _share(part: float, rest: float) -> float | None:
    return part / (part + rest) if part + rest > 0 else None


def operating(separation: float, threshold: float, prevalence: float) -> Operating:
    """The test at one threshold.

    Args:
        separation: d', distance of the two means in standard deviations, ≥ 0.
        threshold: Scores above it are called diseased, in standard deviations from the healthy.
        prevalence: Share of the diseased, in (0, 1).
    """
    sensitivity = 1 - _STANDARD.cdf(threshold - separation)
    return Operating(sensitivity, _STANDARD.cdf(threshold), prevalence)


def roc(separation: float, thresholds: Sequence[float]) -> list[tuple[float, float]]:
    """The ROC curve.

    Args:
        separation: d'.
        thresholds: Where to work it out.

    Returns:
        1 − specificity and sensitivity for each threshold.
    """
    points = (operating(separation, threshold, 0.5) for threshold in thresholds)
    return [(1 - point.specificity, point.sensitivity) for point in points]


def auc(separation: float) -> float:
    """Area under that curve: the chance that a diseased scores above a healthy one."""
    return _STANDARD.cdf(separation / 2**0.5)


def density(score: float, mean: float) -> float:
    """Height of a normal distribution with standard deviation 1."""
    return NormalDist(mean).pdf(score)

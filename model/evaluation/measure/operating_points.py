"""What a class does when it is called from a threshold on: sensitivity, specificity, PPV, NPV.

Val chooses the thresholds; the other splits report what they do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measure.metrics import Mask, replicate_means, share
from model.evaluation.measure.sample import Sample

TARGET: Final = 0.95
"""Sensitivity, or specificity, that a threshold is chosen to reach on val."""

PERCENTS: Final = tuple(range(1, 100))
"""Thresholds to choose from, percent of calibrated probability."""

RULES: Final = ("likeliest", "youden", "sensitive", "specific")
"""Ways to call a class: it is the likeliest one, as the app answers; its probability reaches the
threshold at which sensitivity + specificity is highest on val; the highest threshold that has
`TARGET` sensitivity on val; the lowest that has `TARGET` specificity on val."""


@dataclass(frozen=True, eq=False)
class OperatingPoint:
    """One class against the rest at one threshold, on the films of the four classes.

    Attributes:
        label: The class.
        threshold: Calibrated probability from which on it is called, in (0, 1); None where it is
            called if it is the likeliest.
        n: Films.
        groups: Independent groups among them.
        sensitivity: None without films of the class.
        specificity: None without other films.
        ppv: Share of the called films that are of the class. It holds for the share of the class
            among these films alone, see `prevalence.predictive_values`; None where none is called.
        npv: Share of the others that are of another class; None where all are called.
        sensitivities: float64 ``(R,)``, in each replicate of the bootstrap.
        specificities: float64 ``(R,)``, the same replicates.
    """

    label: str
    threshold: float | None
    n: int
    groups: int
    sensitivity: Estimate | None
    specificity: Estimate | None
    ppv: Estimate | None
    npv: Estimate | None
    sensitivities: NDArray[np.float64]
    specificities: NDArray[np.float64]


def called(sample: Sample, label: str, threshold: float | None) -> Mask:
    """Which films are called so.

    Args:
        sample: The films.
        label: The class.
        threshold: Calibrated probability from which on it is called; None for the likeliest class.

    Returns:
        bool ``(N,)``.
    """
    index = CLASSES.index(label)
    if threshold is None:
        return np.asarray(sample.answers == index)
    return np.asarray(sample.calibrated[:, index] >= threshold)


def operating_point(sample: Sample, label: str, threshold: float | None) -> OperatingPoint:
    """Measure a class at one threshold.

    Args:
        sample: The films; those of none of the four classes are left out.
        label: The class.
        threshold: See `called`.
    """
    films = sample.labelled
    own = np.asarray(sample.truth == CLASSES.index(label))
    positive = called(sample, label, threshold)
    cohort = sample.cohort
    return OperatingPoint(
        label,
        threshold,
        *cohort.count(films),
        sensitivity=share(cohort, positive, films & own),
        specificity=share(cohort, ~positive, films & ~own),
        ppv=share(cohort, own, films & positive),
        npv=share(cohort, ~own, films & ~positive),
        sensitivities=replicate_means(cohort, positive, films & own),
        specificities=replicate_means(cohort, ~positive, films & ~own),
    )


def thresholds(val: Sample, label: str) -> Mapping[str, float | None]:
    """The threshold of each rule for a class, in whole percent.

    Args:
        val: The films that choose: those of val.
        label: The class.

    Returns:
        Rule → threshold; None for the likeliest class. Where no threshold reaches `TARGET`, the one
        that comes nearest.
    """
    index = CLASSES.index(label)
    films = val.labelled
    own = val.truth[films] == index
    places = np.array(PERCENTS) / 100.0
    positive = val.calibrated[films, index, np.newaxis] >= places
    sensitivity, specificity = positive[own].mean(axis=0), 1.0 - positive[~own].mean(axis=0)
    enough = np.flatnonzero(sensitivity >= TARGET)
    sure = np.flatnonzero(specificity >= TARGET)
    chosen = {
        "youden": int(np.argmax(sensitivity + specificity)),
        "sensitive": int(enough[-1]) if len(enough) else 0,
        "specific": int(sure[0]) if len(sure) else len(places) - 1,
    }
    return {"likeliest": None, **{rule: PERCENTS[place] / 100 for rule, place in chosen.items()}}

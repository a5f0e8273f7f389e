"""What an answer is worth where the disease is as common as the reader says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.measure.bootstrap import Estimate, percentile_interval
from model.evaluation.measure.operating_points import OperatingPoint
from model.glossary.rates import PATIENTS, Operating


@dataclass(frozen=True)
class PredictiveValues:
    """Predictive values of an operating point at one prevalence.

    Attributes:
        rates: Sensitivity, specificity and prevalence, and the patients they make.
        ppv: Share of the called patients who have the disease; None where nobody is called.
        npv: Share of the others who do not have it; None where everybody is called.
    """

    rates: Operating
    ppv: Estimate | None
    npv: Estimate | None


def predictive_values(point: OperatingPoint, prevalence: float) -> PredictiveValues | None:
    """Work out PPV and NPV by Bayes' theorem, with intervals from the same bootstrap.

    Where all films of a kind were answered alike, the bootstrap sees no doubt in that share. There
    the ends are those of the least and the most favourable sensitivity and specificity of their own
    intervals: wider than 95 % asks for, never narrower.

    Args:
        point: Sensitivity and specificity.
        prevalence: Share of the diseased among those examined, in (0, 1).

    Returns:
        The values; None without a sensitivity or a specificity.

    References:
        Altman & Bland 1994, doi:10.1136/bmj.309.6947.102.
    """
    sensitivity, specificity = point.sensitivity, point.specificity
    if sensitivity is None or specificity is None:
        return None
    rates = Operating(sensitivity.value, specificity.value, prevalence)
    exact = sensitivity.exact or specificity.exact

    def estimate(value: float | None, ends: tuple[float | None, float | None]) -> Estimate | None:
        return None if value is None else Estimate(value, *ends, point.n, point.groups, exact)

    if exact:
        worst = _ends(sensitivity.low, specificity.low, prevalence)
        best = _ends(sensitivity.high, specificity.high, prevalence)
        both = [(low, high) for low, high in zip(worst, best, strict=True)]
    else:
        both = [
            percentile_interval(one)
            for one in _replicates(point.sensitivities, point.specificities, prevalence)
        ]
    return PredictiveValues(rates, estimate(rates.ppv, both[0]), estimate(rates.npv, both[1]))


@dataclass(frozen=True)
class Change:
    """What becomes different of `PATIENTS` patients from one operating point to another.

    Attributes:
        found: More diseased patients found; below 0 for fewer.
        alarms: More patients without the disease who are called; below 0 for fewer.
    """

    found: Estimate
    alarms: Estimate


def change(before: OperatingPoint, after: OperatingPoint, prevalence: float) -> Change | None:
    """Compare two operating points on the same films, replicate by replicate.

    Where all replicates agree, as with a class that neither point ever names, the bootstrap sees no
    doubt, and no interval is given.

    Args:
        before: The one.
        after: The other; measured on the same sample.
        prevalence: Share of the diseased among those examined, in (0, 1).

    Returns:
        The differences; None without a sensitivity or a specificity.
    """
    sides = (before.sensitivity, before.specificity, after.sensitivity, after.specificity)
    if any(one is None for one in sides):
        return None
    first, second, third, fourth = (one for one in sides if one is not None)
    diseased, healthy = PATIENTS * prevalence, PATIENTS * (1.0 - prevalence)
    found = _spread(diseased * (after.sensitivities - before.sensitivities))
    alarms = _spread(healthy * (before.specificities - after.specificities))
    return Change(
        Estimate(diseased * (third.value - first.value), *found, first.n, first.groups),
        Estimate(healthy * (second.value - fourth.value), *alarms, second.n, second.groups),
    )


def _spread(replicates: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The interval; none where it has no width."""
    low, high = percentile_interval(replicates)
    return (None, None) if low == high else (low, high)


def _ends(
    sensitivity: float | None, specificity: float | None, prevalence: float
) -> tuple[float | None, float | None]:
    """PPV and NPV at one end of both intervals."""
    if sensitivity is None or specificity is None:
        return None, None
    rates = Operating(sensitivity, specificity, prevalence)
    return rates.ppv, rates.npv


def _replicates(
    sensitivities: NDArray[np.float64], specificities: NDArray[np.float64], prevalence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """PPV and NPV in each replicate; NaN where nobody, or everybody, is called."""
    found = prevalence * sensitivities
    cleared = (1.0 - prevalence) * specificities
    with np.errstate(invalid="ignore"):
        ppv = found / (found + (1.0 - prevalence) - cleared)
        npv = cleared / (cleared + prevalence - found)
    return ppv, npv

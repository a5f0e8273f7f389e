"""Child or adult: what a film looks like, and whether its class was learnt from such films at all.

No class but healthy was learnt from both. A child called COVID-19, or an adult called bacterial, is
an answer outside of everything that taught it.
"""

from collections.abc import Mapping
from typing import Final, Literal

from model.classifier.signals import CHILD

Population = Literal["child", "adult"]

LEARNT_FROM: Final[Mapping[str, tuple[Population, ...]]] = {
    "healthy": ("child", "adult"),
    "covid": ("adult",),
    "bacterial": ("child",),
    "viral": ("child",),
}
"""Whose films taught each class; a test holds it to the films of train that are counted in the
manifest. The few children among the COVID-19 films (2 %) count as none, and so do adult films that
are known only to be bacterial or viral."""


def population_of(
    signals: Mapping[str, float], thresholds: Mapping[str, float]
) -> Population | None:
    """Whom a film looks like.

    Args:
        signals: See `signals.feature_signals`.
        thresholds: ``child``, log-odds above which it is a child; ``adult``, below which an adult.

    Returns:
        Child or adult; None between the two thresholds, where it cannot be told.
    """
    if signals[CHILD] > thresholds["child"]:
        return "child"
    return "adult" if signals[CHILD] < thresholds["adult"] else None


def is_foreign(label: str, population: Population | None) -> bool:
    """Whether a class was learnt from films of others alone.

    Args:
        label: The class that was answered.
        population: Whom the film looks like; None contradicts nothing.
    """
    return population is not None and population not in LEARNT_FROM[label]

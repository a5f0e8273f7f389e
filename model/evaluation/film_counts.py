"""How many films there are of whom and from where, selected from the counts in the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model.classifier.classes import CLASSES

Figures = Mapping[str, Any]

LABELS = ("healthy", "covid", "bacterial", "viral", "opacity", "abnormal", "lateral")
"""Every label of a film, in the order of all tables."""

SPLITS = ("train", "val", "test", "adult", "lateral")
"""Every split, in the order of all tables."""


def films(figures: Figures, *, population: str | None = None, **wanted: str) -> int:
    """Number of films with the wanted split, label, source and population."""
    if population is not None:
        wanted["population"] = population
    return sum(
        row["n"]
        for row in figures["data"]["counts"]
        if all(row[name] == value for name, value in wanted.items())
    )


def sources_of(figures: Figures, **wanted: str) -> list[str]:
    """Names of the data sets with films of the wanted split and label, sorted."""
    return sorted(
        {
            str(row["source"])
            for row in figures["data"]["counts"]
            if all(row[name] == value for name, value in wanted.items())
        }
    )


def seen_sources(figures: Figures) -> set[str]:
    """Data sets that gave at least one film to train on."""
    return set(sources_of(figures, split="train"))


@dataclass(frozen=True)
class Taught:
    """What the network learnt one label from.

    Attributes:
        label: A class, or ``opacity``.
        total: Films in train.
        children: How many of them are of children.
        sources: Data sets that they come from.
    """

    label: str
    total: int
    children: int
    sources: tuple[str, ...]


def taught(figures: Figures) -> list[Taught]:
    """Age and origin of the films behind each label that was trained on."""
    return [
        Taught(
            label,
            films(figures, split="train", label=label),
            films(figures, split="train", label=label, population="pediatric"),
            tuple(sources_of(figures, split="train", label=label)),
        )
        for label in (*CLASSES, "opacity")
    ]

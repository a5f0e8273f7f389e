"""The card's sections on the films: counts, sources, licences, splits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from model.evaluation.card.text import NONE, name_of, section, table
from model.evaluation.selections import LABELS, films
from model.evaluation.sources import SOURCES

Figures = Mapping[str, Any]

SPLITS = {
    "train": "to fit the weights and the gate's feature space",
    "val": "to stop training, and for temperature, conformal thresholds and the gate's thresholds",
    "test": "reported, chooses nothing",
    "adult": "external: reported apart, chooses nothing",
    "lateral": "to be refused; half of the patients teach the gate, the other half measure it",
}

_TERMS = (
    "Several of the films that the weights were fitted to may not be used commercially. **The "
    "weights are therefore for research and education only**, although the code is under "
    "Apache-2.0."
)


def data_section(figures: Figures) -> str:
    """Films by split and label, sources with credit and terms, and how they were split."""
    return section(
        "Data",
        "Films (children + adults) in each split:",
        table(
            ["Split", *(name_of(label) for label in LABELS), "For"],
            [
                [split, *(_people(figures, split, label) for label in LABELS), purpose]
                for split, purpose in SPLITS.items()
            ],
        ),
        "No image of them, and no crop of one, is part of this project. Splits are made by group: "
        "films of one patient, and films that are nearly the same picture, share a group, and no "
        "group is in two of train, val, test and adult. Some lateral views are of patients whose "
        "frontal films are in another split. `Opacity, organism unknown` is adult pneumonia read "
        "by radiologists before 2018: bacterial or viral, so it is a partial label, and training "
        "asks for the sum of the two probabilities. `Abnormal otherwise` is a film on which none "
        "of the four answers is right; nothing is fitted to its label.",
        section("Sources, credit and terms", _sources(figures), _TERMS, level=3),
        section("Licence of each film", _licences(figures), level=3),
    )


def _people(figures: Figures, split: str, label: str) -> str:
    children = films(figures, split=split, label=label, population="pediatric")
    total = films(figures, split=split, label=label)
    if not total:
        return ""
    return f"{children:,} + {total - children:,}"


def _sources(figures: Figures) -> str:
    counts: dict[str, Counter[str]] = {}
    for row in figures["data"]["counts"]:
        counts.setdefault(row["source"], Counter())[row["split"]] += row["n"]
    rows = []
    for name in sorted(counts):
        source = SOURCES.get(name)
        inside = ", ".join(
            f"{split} {counts[name][split]:,}" for split in SPLITS if counts[name][split]
        )
        facts = (
            [source.title, source.people, source.citation, source.terms] if source else [NONE] * 4
        )
        rows.append([f"`{name}`", *facts, inside])
    return table(["Name", "Data set", "Whose films", "Credit", "Terms", "Films"], rows)


def _licences(figures: Figures) -> str:
    return table(
        ["Source", "Licence as the index states it", "Films"],
        [
            [f"`{source}`", licence, f"{n:,}"]
            for source, found in sorted(figures["data"]["licences"].items())
            for licence, n in found.items()
        ],
    )


def listing(names: Iterable[str]) -> str:
    """Names in code type with commas and a last *and*."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted) or "none"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"

"""The card's first section on figures: what they do not show."""

from collections.abc import Mapping
from typing import Any

from model.classifier.classes import CLASSES
from model.evaluation.card.data import listing
from model.evaluation.card.text import count_of, estimate, name_of, percent, section, table
from model.evaluation.selections import cue_free, seen_sources, taught

Figures = Mapping[str, Any]


def confound_section(figures: Figures) -> str:
    """Child against adult, source against source, in plain words and with numbers."""
    return section(
        "Read this first: the confound",
        "**In these data, who a patient is gives the answer away.** Bacterial and viral films are "
        "of small children from one hospital. COVID-19 films are of adults and come from "
        "publications, with arrows, letters and day labels on them. Healthy adults come from a "
        "third place. A network can score well by telling a child from an adult and one scanner "
        "from another, without looking at a lung.",
        _children(figures),
        section("How far one gets without the film", _guessers(figures), level=3),
        section("What is left where age and source do not help", _left(figures), level=3),
        section("Adults with pneumonia", _adults(figures), level=3),
    )


def _children(figures: Figures) -> str:
    rows = []
    for one in taught(figures):
        share = f"{one.children / one.total * 100:.0f} %" if one.total else ""
        rows.append([name_of(one.label), f"{one.total:,}", share, listing(one.sources)])
    return table(["Label in training", "Films", "Children", "Sources"], rows)


def _guessers(figures: Figures) -> str:
    rows = []
    for split in ("test", "adult"):
        own = figures[split]
        guess = own["known_without_the_film"]
        rows.append(
            [
                split,
                f"{guess['population']:.3f}",
                f"{guess['source']:.3f}",
                estimate(own["macro_recall"]),
                own["n"],
            ]
        )
    return (
        "Macro recall of a guesser who sees no film, but is told whether it is of a child or an "
        "adult, or which data set it is from, and knows the data. Guessing blindly gives 0.250.\n\n"
        + table(["Split", "Told child or adult", "Told the data set", "This network", "n"], rows)
    )


def _left(figures: Figures) -> str:
    rows = [
        [
            one.split,
            f"{name_of(one.name) if one.by == 'population' else f'`{one.name}`'} only",
            _present(one.figures),
            estimate(one.figures["healthy_vs_ill"]),
            estimate(one.figures["macro_recall"]),
        ]
        for one in cue_free(figures)
    ]
    family = figures["adult"]["healthy_vs_opacity_one_family"]
    what = "adult normals of test (by way of one more database) against adult opacities"
    rows.append(["test + adult", "NIH family only", what, estimate(family), ""])
    return (
        "Among films that share an age group or a source, that cue is gone. The score for *ill* is "
        "1 − the probability of healthy. Macro recall is over the classes that occur.\n\n"
        + table(["Split", "Films", "Of which", "AUC healthy or ill", "Macro recall"], rows)
    )


def _present(part: Figures) -> str:
    return ", ".join(f"{name_of(n)} {part['films'][n]}" for n in CLASSES if part["films"][n])


def _adults(figures: Figures) -> str:
    adult = figures["adult"]
    rows = []
    for label in ("bacterial", "viral"):
        child = figures["test"]["by_class"][label]["sensitivity"]
        grown = adult["by_class"][label]["sensitivity"]
        rows.append(
            [name_of(label), percent(child), f"{count_of(grown)}: {percent(grown, of=False)}"]
        )
    opacity = adult["opacity"]
    unseen = sorted(set(adult["by_source"]) - seen_sources(figures))
    known = sorted(set(adult["by_source"]) & seen_sources(figures))
    return "\n\n".join(
        [
            table(["Called by its name", "Test (children)", "Adult split (adults)"], rows),
            f"Of {opacity['n']} adult films with an opacity of unknown organism, "
            f"{percent(opacity['called_either'])} were called bacterial or viral, which is right; "
            f"{percent(opacity['called_healthy'])} were called healthy.",
            f"The adult split is external in its patients throughout. {listing(unseen)} gave "
            f"nothing to training; {listing(known)} gave films of other patients to it, with "
            "other labels for the most part, so the network may know their look. The opacities are "
            f"of other patients of {listing(opacity['by_source'])}, which gave opacities to "
            "training as well.",
        ]
    )

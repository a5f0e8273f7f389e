"""The card's sections on what the network gets right: internal beside external, class by class."""

from collections.abc import Callable, Mapping
from typing import Any

from model.classifier.classes import CLASSES
from model.evaluation.card.text import EXACT, NONE, estimate, name_of, percent, section, table

Figures = Mapping[str, Any]

TITLES = {
    "val": "Val (chose epoch and thresholds)",
    "test": "Test (chose nothing)",
    "adult": "Adult, external (chose nothing)",
}


def summary_section(figures: Figures) -> str:
    """Every split in one table, internal beside external."""
    method = figures["method"]["bootstrap"]

    def row(name: str, cell: Callable[[Figures], str]) -> list[str]:
        return [name, *(cell(figures[split]) for split in TITLES)]

    rows = [
        row("Films (groups)", lambda own: f"{own['n']} ({own['groups']})"),
        row("Macro recall", lambda own: estimate(own["macro_recall"])),
        row("Macro recall, accepted films", lambda own: estimate(own["macro_recall_accepted"])),
        row("Accuracy", lambda own: f"{own['accuracy']:.3f}"),
        *(
            row(
                f"Sensitivity, {name_of(label)}",
                lambda own, label=label: estimate(own["by_class"][label]["sensitivity"]),  # type: ignore[misc]
            )
            for label in CLASSES
        ),
        row("AUC healthy or ill", lambda own: estimate(own["healthy_vs_ill"])),
        row("Brier score", lambda own: estimate(own["calibration"]["brier"]["after"])),
        row("ECE", lambda own: f"{own['calibration']['ece']['after']:.3f}"),
        row("Right class in the set", lambda own: estimate(own["conformal"]["coverage"])),
        row("Classes in the set", lambda own: estimate(own["conformal"]["mean_set_size"], 2)),
    ]
    return section(
        "Figures at a glance",
        table(["Figure", *TITLES.values()], rows),
        "Macro recall is the mean of the four sensitivities: each class counts alike. "
        "All figures are on all films of the four classes, whatever the gate says, unless a row "
        f"names accepted films. In brackets: {100 * method['level']:.0f} % intervals, the "
        f"percentiles of {method['replicates']:,} bootstrap replicates that draw groups, not "
        f"films. {EXACT} marks the exact binomial interval, counted in groups: it stands where all "
        "films were answered alike and the bootstrap would see no doubt. For an AUC of 1 "
        "there is no such way out: its interval is too narrow. Val chose the epoch and fitted "
        "temperature and thresholds, so its figures flatter.",
    )


def class_section(figures: Figures) -> str:
    """Sensitivity, specificity, AUC and the confusion matrix on each split."""
    parts = []
    for split, title in TITLES.items():
        own = figures[split]
        matrix = own["confusion"]
        parts.append(
            section(
                title,
                table(
                    ["Class", "Films", "Sensitivity", "Specificity", "AUC, one against the rest"],
                    [
                        [name_of(label), sum(line), *_three(own["by_class"][label])]
                        for label, line in zip(CLASSES, matrix, strict=True)
                    ],
                ),
                table(
                    ["Truth ↓ answer →", *(name_of(label) for label in CLASSES)],
                    [[name_of(label), *line] for label, line in zip(CLASSES, matrix, strict=True)],
                ),
                level=3,
            )
        )
    return section("Figures by class", *parts)


def source_section(figures: Figures) -> str:
    """The same by source: within one source, neither scanner nor hospital can help."""
    parts = []
    for split, title in TITLES.items():
        rows = [
            [
                f"`{source}`",
                part["n"],
                part["groups"],
                name_of(label),
                part["films"][label],
                *_three(part["by_class"][label]),
            ]
            for source, part in figures[split]["by_source"].items()
            for label in CLASSES
        ]
        head = ["Source", "Films", "Groups", "Class", "Of it", "Sensitivity", "Specificity", "AUC"]
        parts.append(section(title, table(head, rows), level=3))
    return section(
        "Figures by source",
        "Among the films of one source. Specificity is the share of its films of other classes "
        f"that were not called this one; {NONE} where the source has no films to tell.",
        *parts,
    )


def odd_section(figures: Figures) -> str:
    """Adult films that have no single right answer."""
    adult = figures["adult"]
    opacity, abnormal = adult["opacity"], adult["abnormal"]
    answers = table(
        ["Label", "Films (groups)", *(f"Called {name_of(label)}" for label in CLASSES)],
        [
            [
                name_of(name),
                f"{own['n']} ({own['groups']})",
                *(own["answers"][label] for label in CLASSES),
            ]
            for name, own in (("opacity", opacity), ("abnormal", abnormal))
        ],
    )
    sources = [(f"`{name}`", own) for name, own in opacity["by_source"].items()]
    opacities = table(
        ["Opacities", "Called either", "Called healthy", "Set holds either", "Classes in the set"],
        [
            [
                name,
                percent(own["called_either"]),
                percent(own["called_healthy"]),
                percent(own["set_holds_either"]),
                estimate(own["mean_set_size"], 2),
            ]
            for name, own in [("all", opacity), *sources]
        ],
    )
    return section(
        "Adult films without a single right answer",
        answers,
        "**Opacity, organism unknown:** bacterial or viral (*either*) is right.",
        opacities,
        "AUC of 1 − probability of healthy on the adult split, with opacities among the ill: "
        f"{estimate(adult['healthy_vs_ill_with_opacity'])}.",
        "**Abnormal otherwise** (effusion, large heart, lines): none of the four answers is right. "
        f"{percent(abnormal['called_healthy'])} were called healthy; the gate refused "
        f"{percent(abnormal['refused'])}; the sets hold {estimate(abnormal['mean_set_size'], 2)} "
        "classes. Gate or set warned the reader (refused, or more than one class) on "
        f"{percent(abnormal['saved'])}; the others got one wrong class without a warning.",
    )


def _three(own: Figures) -> list[str]:
    return [estimate(own[name]) for name in ("sensitivity", "specificity", "auc")]

"""The card's sections on knowing when not to believe it: calibration, prediction sets."""

from collections.abc import Mapping
from typing import Any

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.card.results import TITLES
from model.evaluation.card.text import estimate, name_of, percent, section, table

Figures = Mapping[str, Any]

FILM_SPLITS = ("val", "test", "adult")


def calibration_section(manifest: Manifest) -> str:
    """Brier score and ECE before and after temperature scaling; the reliability diagram."""
    figures = manifest.figures
    rows = []
    for split, title in TITLES.items():
        own = figures[split]["calibration"]
        rows.append(
            [
                title,
                figures[split]["n"],
                *(estimate(own["brier"][when]) for when in ("before", "after")),
                *(f"{own['ece'][when]:.3f}" for when in ("before", "after")),
            ]
        )
    bins = figures["test"]["calibration"]["bins"]
    return section(
        "Calibration",
        f"The logits are divided by a temperature of {manifest.temperature:.3f}, fitted on val by "
        "least negative log-likelihood (Guo et al. 2017, arXiv:1706.04599).",
        table(["Split", "n", "Brier before", "Brier after", "ECE before", "ECE after"], rows),
        "Brier score: squared error summed over the four classes, 0 (best) to 2. ECE: mean "
        "distance between confidence and accuracy, where confidence is the probability of the "
        f"answer (top label), in {bins} bins of equal width.",
        section("Reliability, calibrated", _reliability(figures), level=3),
    )


def _reliability(figures: Figures) -> str:
    bins = figures["test"]["calibration"]["bins"]
    rows = []
    for index in range(bins):
        cells: list[str] = []
        for split in FILM_SPLITS:
            one = figures[split]["calibration"]["reliability"]["after"][index]
            seen = f"{one['confidence']:.3f} → {one['accuracy']:.3f} ({one['n']})"
            cells.append(seen if one["n"] else "")
        if any(cells):
            rows.append([f"{index / bins:.2f} to {(index + 1) / bins:.2f}", *cells])
    return "Mean confidence → accuracy (films):\n\n" + table(["Bin", *FILM_SPLITS], rows)


def conformal_section(manifest: Manifest) -> str:
    """Coverage and size of the prediction sets."""
    figures = manifest.figures
    thresholds = ", ".join(
        f"{name_of(label)} {manifest.conformal_thresholds[label]:.3f}" for label in CLASSES
    )
    rows = []
    for split in FILM_SPLITS:
        own = figures[split]["conformal"]
        rows.append([split, "**all**", *_coverage(own)])
        rows += [[split, name_of(label), *_coverage(own["by_class"][label])] for label in CLASSES]
        rows += [[split, f"`{name}`", *_coverage(part)] for name, part in own["by_source"].items()]
    sizes = table(
        ["Split", *(f"Sets of {size}" for size in range(1, len(CLASSES) + 1))],
        [[split, *figures[split]["conformal"]["set_sizes"].values()] for split in FILM_SPLITS],
    )
    return section(
        "Prediction sets",
        f"A class is in the set if its probability reaches its threshold ({thresholds}), "
        "and the likeliest class always is. Thresholds are fitted on val for "
        f"{100 * manifest.coverage:.0f} % of the films of each class (class-conditional split "
        "conformal prediction, Vovk 2012, arXiv:1209.2673). The promise is for films like "
        "those of val. For other hospitals and for adults with pneumonia there is none: see the "
        "lines of the adult split.",
        table(["Split", "Films", "Right class in the set", "Classes in the set"], rows),
        sizes,
    )


def _coverage(own: Figures) -> list[str]:
    return [percent(own["coverage"]), estimate(own["mean_set_size"], 2)]

"""The card's section on what was asked for before training, and whether it was reached."""

from collections.abc import Mapping
from typing import Any

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.card.text import name_of, section, table
from model.training.calibrate import FLOORS

Figures = Mapping[str, Any]


def goals_section(manifest: Manifest) -> str:
    """Every goal with its figure, missed ones too, and the best of each training run on val."""
    figures = manifest.figures
    test, adult = figures["test"], figures["adult"]
    opacity = adult["opacity"]["called_healthy"]["value"]
    rows = [
        _row("Macro recall, test", 0.83, test["macro_recall"]["value"]),
        *(
            _row(
                f"Sensitivity, {name_of(label)}, test",
                FLOORS[label],
                test["by_class"][label]["sensitivity"]["value"],
            )
            for label in CLASSES
        ),
        _row("ECE, test", 0.03, test["calibration"]["ece"]["after"], most=True),
        _row("AUC healthy or ill, adult", 0.94, adult["healthy_vs_ill"]["value"]),
        _row("Opacities called healthy, adult", 0.20, opacity, most=True),
    ]
    return section(
        "Asked for and reached",
        "The goals were set before training. They bent neither the test, nor the splits, nor a "
        "figure; what was not reached is said so.",
        table(["Goal", "Asked for", "Reached", ""], rows),
        _attempts(manifest.training.get("history", [])),
    )


def _row(goal: str, bound: float, reached: float, *, most: bool = False) -> list[str]:
    kept = reached <= bound if most else reached >= bound
    asked = f"at {'most' if most else 'least'} {bound:.2f}"
    return [goal, asked, f"{reached:.3f}", "reached" if kept else "**not reached**"]


def _attempts(history: list[Mapping[str, str]]) -> str:
    """The best epoch of each run on val."""
    best: dict[str, Mapping[str, str]] = {}
    for row in history:
        run = row.get("run")
        if run is None:
            continue
        if run not in best or float(row["macro_recall"]) > float(best[run]["macro_recall"]):
            best[run] = row
    if not best:
        return ""
    return (
        "Attempts, judged on val alone (raw logits, at the size of picture that the run trained "
        "at); test chose none of them. *Training* says how they differ.\n\n"
        + table(
            ["Run", "Best epoch", "Macro recall, val", *(name_of(label) for label in CLASSES)],
            [
                [
                    run,
                    f"{row['phase']} {row['epoch']}",
                    *(f"{float(row[name]):.3f}" for name in ("macro_recall", *CLASSES)),
                ]
                for run, row in best.items()
            ],
        )
    )

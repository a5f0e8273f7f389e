"""The card's section on what was asked for before training, and whether it was reached."""

from collections.abc import Mapping
from typing import Final

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.card.text import name_of, section, table
from model.evaluation.selections import Goal, best_epochs, goals


def goals_section(manifest: Manifest) -> str:
    """Every goal with its figure, missed ones too, and the best of each training run on val."""
    rows = [_row(goal) for goal in goals(manifest.figures)]
    return section(
        "Asked for and reached",
        "The goals were set before training. They bent neither the test, nor the splits, nor a "
        "figure; what was not reached is said so.",
        table(["Goal", "Asked for", "Reached", ""], rows),
        _attempts(manifest.training.get("history", [])),
    )


_NAMES: Final[Mapping[str, str]] = {
    "macro_recall": "Macro recall",
    "ece": "ECE",
    "healthy_vs_ill": "AUC healthy or ill",
    "opacity_called_healthy": "Opacities called healthy",
}


def _row(goal: Goal) -> list[str]:
    name = f"Sensitivity, {name_of(goal.label)}" if goal.label else _NAMES[goal.measure]
    asked = f"at {'most' if goal.most else 'least'} {goal.bound:.2f}"
    said = "reached" if goal.kept else "**not reached**"
    return [f"{name}, {goal.split}", asked, f"{goal.reached:.3f}", said]


def _attempts(history: list[Mapping[str, str]]) -> str:
    """The best epoch of each run on val."""
    best = best_epochs(history)
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

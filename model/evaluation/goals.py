"""What was asked for before training, and what was reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from model.classifier.classes import CLASSES
from model.training.calibrate import FLOORS

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """One figure that was asked for.

    Attributes:
        measure: ``macro_recall``, ``sensitivity``, ``ece``, ``healthy_vs_ill`` or
            ``opacity_called_healthy``.
        label: The class, where the measure is of one; else empty.
        split: ``test`` or ``adult``.
        bound: What was asked for.
        reached: What was measured.
        most: Whether the bound is an upper one.
    """

    measure: str
    label: str
    split: str
    bound: float
    reached: float
    most: bool = False

    @property
    def kept(self) -> bool:
        """Whether it was reached."""
        return self.reached <= self.bound if self.most else self.reached >= self.bound


def goals(figures: Figures) -> list[Goal]:
    """Every goal with its figure, missed ones too."""
    test, adult = figures["test"], figures["adult"]
    opacity = adult["opacity"]["called_healthy"]["value"]
    return [
        Goal("macro_recall", "", "test", 0.83, test["macro_recall"]["value"]),
        *(
            Goal(
                "sensitivity",
                label,
                "test",
                FLOORS[label],
                test["by_class"][label]["sensitivity"]["value"],
            )
            for label in CLASSES
        ),
        Goal("ece", "", "test", 0.03, test["calibration"]["ece"]["after"], most=True),
        Goal("healthy_vs_ill", "", "adult", 0.94, adult["healthy_vs_ill"]["value"]),
        Goal("opacity_called_healthy", "", "adult", 0.20, opacity, most=True),
    ]


def best_epochs(history: Iterable[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """The best epoch of each training run on val, by macro recall.

    Args:
        history: ``training["history"]`` of the manifest; a row without a run is left out.
    """
    best: dict[str, Mapping[str, str]] = {}
    for row in history:
        run = row.get("run")
        if run is None:
            continue
        if run not in best or float(row["macro_recall"]) > float(best[run]["macro_recall"]):
            best[run] = row
    return best

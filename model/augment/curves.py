"""What augmentation is for, measured: two short runs of `train` on few films."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from model.messages import N_

CURVES: Final = Path(__file__).resolve().parents[2] / "assets" / "overfitting.json"

COMMAND: Final = "python -m model overfitting --data DIR"

TITLES: Final = {"without": N_("Without augmentation"), "with": N_("With augmentation")}
"""Names of the two runs, and their titles: English, for translation."""


@dataclass(frozen=True)
class Point:
    """One epoch.

    Attributes:
        epoch: Number, from 1.
        train_loss: Cross-entropy on the training films, as they are, nats.
        val_loss: The same on val.
        train_recall: Mean sensitivity of the four classes on the training films, in [0, 1].
        val_recall: The same on val.
    """

    epoch: int
    train_loss: float
    val_loss: float
    train_recall: float
    val_recall: float


@dataclass(frozen=True)
class Run:
    """One training run.

    Attributes:
        name: A key of `TITLES`.
        options: What `train` was given for this run alone.
        epochs: Its epochs.
    """

    name: str
    options: str
    epochs: tuple[Point, ...]

    @property
    def title(self) -> str:
        """What the page calls it: English, for translation."""
        return TITLES[self.name]


@dataclass(frozen=True)
class Curves:
    """Both runs.

    Attributes:
        command: What made them.
        films: Number of training films.
        judged: Number of films of val.
        runs: The runs.
    """

    command: str
    films: int
    judged: int
    runs: tuple[Run, ...]


def load_curves(path: Path = CURVES) -> Curves | None:
    """Read what `python -m model overfitting` wrote.

    Args:
        path: The file.

    Returns:
        The curves; None where they were not measured yet.
    """
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    runs = [
        Run(one["name"], one["options"], tuple(Point(**point) for point in one["epochs"]))
        for one in found["runs"]
    ]
    return Curves(found["command"], found["films"], found["judged"], tuple(runs))


def save_curves(curves: Curves, path: Path = CURVES) -> None:
    """Write curves for the page.

    Args:
        curves: The curves.
        path: The file.
    """
    path.write_text(json.dumps(asdict(curves), indent=1) + "\n", encoding="utf-8")

"""Two short runs on few films, without and with augmentation, for the page that explains why."""

import csv
import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from model.augment.curves import COMMAND, Curves, Point, Run
from model.augment.pipeline import Pipeline
from model.augment.presets import PRESETS
from model.training.checkpoint import HISTORY
from model.training.fit import TrainingSettings
from model.training.run import Plan, train

FILMS: Final = 240
"""So few that a ResNet50 learns them by heart within minutes."""

PLAN: Final = Plan(
    head_epochs=0,
    tune_epochs=24,
    unfrozen_from="conv4",
    rate=3e-4,
    size=112,
    shares={"healthy": 0.25, "covid": 0.25, "bacterial": 0.25, "viral": 0.25},
    films=FILMS,
)
"""Plain fine-tuning: nothing but augmentation stands between the network and its films."""

SETTINGS: Final = TrainingSettings(
    batch_size=24,
    epoch_size=FILMS,
    weight_decay=0.0,
    smoothing=0.0,
    average_momentum=0.0,
    patience=1000,
    watched=FILMS,
)

PIPELINES: Final[Mapping[str, tuple[str, Pipeline]]] = {
    "without": ("--augmentation none", Pipeline()),
    "with": ("--augmentation first-run", PRESETS["first-run"].pipeline),
}
"""What each run is told, by its name in `curves.TITLES`."""


def measure(
    data: str | Path | None,
    folder: Path,
    *,
    plan: Plan = PLAN,
    settings: TrainingSettings = SETTINGS,
    resume: bool = True,
    report: Callable[[str], None] = print,
) -> Curves:
    """Run both and read their histories.

    Args:
        data: Data folder, see `dataset.data_folder`.
        folder: Where the runs write; one that was interrupted goes on.
        plan: What to train.
        settings: How to train, the augmentation apart.
        resume: Go on from checkpoints in `folder`.
        report: Receives a line at times.

    Returns:
        The curves of both runs.

    Raises:
        DataUnavailableError: The data set is not there.
        WeightsUnavailableError: The start weights cannot be had.
    """
    runs = []
    for name, (options, pipeline) in PIPELINES.items():
        report(f"{name} augmentation")
        own = dataclasses.replace(settings, augmentation=pipeline)
        judged = train(data, folder / name, plan, own, resume=resume, report=report)
        runs.append(Run(name, options, _points(folder / name)))
    return Curves(COMMAND, settings.watched, judged, tuple(runs))


def _points(folder: Path) -> tuple[Point, ...]:
    with (folder / HISTORY).open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return tuple(
        Point(
            epoch=number,
            train_loss=_rounded(row["train_judged_loss"]),
            val_loss=_rounded(row["judged_loss"]),
            train_recall=_rounded(row["train_macro_recall"]),
            val_recall=_rounded(row["macro_recall"]),
        )
        for number, row in enumerate(rows, start=1)
    )


def _rounded(text: str) -> float:
    return round(float(text), 4)

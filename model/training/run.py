"""`python -m model train`: from the data folder to the best weights."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from model.augment.pipeline_json import document
from model.classifier.network import INPUT_SIZE, build_network
from model.explain.lungs import LungFinder
from model.training.dataset import (
    Film,
    data_folder,
    drawing_probabilities,
    read_index,
    read_pixels,
    targets,
)
from model.training.fit import Examples, TrainingSettings, fit
from model.training.loop import phases
from model.training.lungless import find_lungs

SETTINGS = "settings.json"
"""What was asked for, beside what came of it."""

START_WEIGHTS = (
    Path(__file__).resolve().parents[3] / "shared" / "weights" / "resnet50_chest_backbone.npz"
)

SHARES = {
    # Healthy films are told from ill ones within the first epochs; the two pneumonias are not told
    # from each other at the end of the last, so they are seen more often.
    "healthy": 0.16,
    "covid": 0.20,
    "bacterial": 0.28,
    "viral": 0.29,
    # Few films, but the only ones that break "a child has pneumonia, an adult COVID or nothing".
    "opacity": 0.07,
}
"""Share of each label among the films drawn; sources share alike within a label."""


@dataclass(frozen=True)
class Plan:
    """Choices of one training run. Those behind the shipped weights are in the model card.

    Attributes:
        weights: Backbone to start from: a path, ``"imagenet"``, ``"scratch"``, or None for
            ``../shared/weights`` where it is there and random weights where it is not.
        head_epochs: Epochs on a frozen backbone.
        tune_epochs: Epochs of fine-tuning.
        unfrozen_from: First block that learns in fine-tuning.
        rate: Highest learning rate of fine-tuning.
        size: Height and width that the films are shrunk to, pixels. Half the pixels are half the
            time, so a long run at a small size comes before a short one at `INPUT_SIZE`.
        shares: Share of each label among the films drawn.
        films: Training films, drawn by `shares` from those with a full label; None for all films.
            Few films show what augmentation is for.
    """

    weights: str | None = None
    head_epochs: int = 1
    tune_epochs: int = 8
    unfrozen_from: str = "conv4"
    rate: float = 2e-4
    size: int = INPUT_SIZE
    shares: Mapping[str, float] = field(default_factory=lambda: dict(SHARES))
    films: int | None = None


def start_weights(choice: str | None) -> str | Path | None:
    """What `build_network` shall load for a choice of `Plan.weights`."""
    if choice is None:
        return START_WEIGHTS if START_WEIGHTS.is_file() else None
    return None if choice == "scratch" else choice


def load_examples(
    folder: Path, split: str, shares: Mapping[str, float] = SHARES, size: int = INPUT_SIZE
) -> tuple[list[Film], Examples]:
    """Read the films of a split that carry a full or a partial label.

    Args:
        folder: The data folder.
        split: ``"train"`` or ``"val"``.
        shares: Share of each label among the films drawn.
        size: Height and width that the films are shrunk to, pixels.

    Returns:
        The films and what the network needs of them, in one order.
    """
    films = [film for film in read_index(folder, [split]) if targets([film]).any()]
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    return films, Examples(
        shrink(pixels, size), targets(films), drawing_probabilities(films, shares)
    )


def some_of(examples: Examples, count: int, seed: int) -> Examples:
    """Draw some films with a full label, by their probability; each is drawn alike afterwards.

    Args:
        examples: The films to draw from.
        count: How many; all with a full label where there are not as many.
        seed: Seed of the draw.
    """
    full = np.flatnonzero(examples.targets.sum(axis=1) == 1)
    odds = examples.drawing[full] / examples.drawing[full].sum()
    count = min(count, int((odds > 0).sum()))
    chosen = full[np.random.default_rng(seed).choice(len(full), count, replace=False, p=odds)]
    even = np.full(count, 1.0 / count)
    return Examples(examples.pixels[chosen], examples.targets[chosen], even)


def shrink(pixels: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Shrink films to `size` × `size` by area averaging, which does not alias.

    Args:
        pixels: uint8 ``(N, H, W)``.
        size: Height and width of the result, pixels.

    Returns:
        uint8 ``(N, size, size)``; `pixels` itself where they have that size.
    """
    if pixels.shape[1:] == (size, size):
        return pixels
    return np.stack(
        [
            np.asarray(cv2.resize(film, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
            for film in pixels
        ]
    )


def train(
    data: str | Path | None,
    output: Path,
    plan: Plan,
    settings: TrainingSettings,
    *,
    resume: bool,
    report: Callable[[str], None] = print,
) -> int:
    """Train the network and leave the best weights in `output`.

    Args:
        data: Data folder, see `data_folder`.
        output: Folder for ``best.npz``, ``history.csv`` and the checkpoint.
        plan: What to train.
        settings: How to train.
        resume: Go on from the checkpoint in `output`.
        report: Receives a line at the start, after each epoch and at the end.

    Returns:
        Number of films that were judged on.

    Raises:
        DataUnavailableError: The data set is not there.
        WeightsUnavailableError: The start weights cannot be had.
        ArtefactError: Films shall lose their lungs, and the lung finder cannot be used.
    """
    folder = data_folder(data)
    keras.utils.set_random_seed(settings.seed)
    _, train_examples = load_examples(folder, "train", plan.shares, plan.size)
    if plan.films is not None:
        train_examples = some_of(train_examples, plan.films, settings.seed)
    if settings.lungless:
        lungs = find_lungs(LungFinder.load(), train_examples.pixels)
        train_examples = replace(train_examples, lungs=lungs)
    _, val_examples = load_examples(folder, "val", size=plan.size)
    start = start_weights(plan.weights)
    network = build_network(start, input_size=plan.size)
    report(f"{len(train_examples.pixels)} films to train, {len(val_examples.pixels)} to judge on")
    output.mkdir(parents=True, exist_ok=True)
    record = {
        "plan": {**asdict(plan), "weights": str(start or "scratch")},
        "settings": {**asdict(settings), "augmentation": document(settings.augmentation)},
    }
    (output / SETTINGS).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    progress = fit(
        network,
        train_examples,
        val_examples,
        phases(
            plan.head_epochs, plan.tune_epochs, unfrozen_from=plan.unfrozen_from, rate=plan.rate
        ),
        settings,
        output,
        resume=resume,
        report=report,
    )
    report(f"best macro recall on val {np.round(progress.best_score, 4)} at {progress.best_epoch}")
    return len(val_examples.pixels)

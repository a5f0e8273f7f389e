"""`python -m model train-lungs`: the lung finder, from masked films to its best weights."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.network import load_weights, save_weights
from model.training.checkpoint import (
    Progress,
    WeightAverage,
    read_progress,
    restore_checkpoint,
    save_checkpoint,
    write_history,
)
from model.training.lung_augment import LungAugmentation, region_shares, shrunk
from model.training.lung_data import LungExamples
from model.training.schedule import Phase, learning_rate

BEST_WEIGHTS: Final = "best.npz"


@dataclass(frozen=True)
class LungSettings:
    """How to train.

    Attributes:
        seed: Seed of every random number.
        epochs: Number of epochs.
        schedule: Epochs over which the learning rate would fall to a hundredth. Ending before costs
            little: the moving average does most of what a low rate does.
        batch_size: Films in a step.
        epoch_size: Films in an epoch; films are drawn, not walked through.
        rate: Highest learning rate.
        weight_decay: AdamW's decay.
        silver_weight: Weight of a film with an automatic mask; 1 for one drawn by hand.
        average_momentum: Momentum of the weight average.
        augmentation: Ranges of the augmentation.
    """

    seed: int = 20261121
    epochs: int = 7
    schedule: int = 12
    batch_size: int = 16
    epoch_size: int = 3200
    rate: float = 3e-3
    weight_decay: float = 1e-3
    silver_weight: float = 0.5
    average_momentum: float = 0.99
    augmentation: LungAugmentation = field(default_factory=LungAugmentation)


class RegionLoss(keras.losses.Loss):
    """Cross-entropy of the pixels plus half of one minus the soft Dice of the lungs, by film.

    References:
        Milletari et al. 2016, doi:10.1109/3DV.2016.79.
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Loss of each film.

        Args:
            y_true: float32 ``(N, H, W, 3)``, share of each region.
            y_pred: float32 ``(N, H, W, 3)``, logits.

        Returns:
            float32 ``(N,)``, nats.
        """
        entropy = keras.losses.categorical_crossentropy(y_true, y_pred, from_logits=True)
        said = keras.ops.softmax(y_pred)[..., 1:]
        drawn = y_true[..., 1:]
        common = keras.ops.sum(said * drawn, axis=(1, 2))
        both = keras.ops.sum(said + drawn, axis=(1, 2))
        overlap = keras.ops.mean((2.0 * common + 1.0) / (both + 1.0), axis=-1)
        return keras.ops.mean(entropy, axis=(1, 2)) + 0.5 * (1.0 - overlap)


def draw_lung_batch(
    examples: LungExamples, settings: LungSettings, generator: np.random.Generator, size: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Draw and augment one batch.

    Returns:
        Films, float32 ``(B, size, size, 1)`` in [0, 255]; share of each region, float32
        ``(B, size, size, 3)``; weight of each film, float32 ``(B,)``.
    """
    chosen = generator.choice(len(examples.pixels), settings.batch_size, p=examples.drawing)
    drawn = [
        settings.augmentation.apply(
            examples.pixels[index].astype(np.float32) / np.float32(255.0),
            examples.regions[index],
            generator,
            size,
        )
        for index in chosen
    ]
    films = np.stack([film for film, _ in drawn])[..., np.newaxis] * np.float32(255.0)
    weights = np.where(examples.silver[chosen], settings.silver_weight, 1.0).astype(np.float32)
    return films, np.stack([shares for _, shares in drawn]), weights


def judge_lungs(network: keras.Model, examples: LungExamples) -> float:
    """Mean Dice of both lungs over unchanged films, at the size of the network, in [0, 1]."""
    size = int(network.input_shape[1])
    films = np.stack([shrunk(film.astype(np.float32), size) for film in examples.pixels])
    answers = network.predict_on_batch(films[..., np.newaxis]).argmax(axis=-1)
    dices = []
    for answer, regions in zip(answers, examples.regions, strict=True):
        lungs = [np.asarray(regions == number, np.float32) for number in (1, 2)]
        drawn = region_shares(lungs, size).argmax(axis=-1)
        hits = ((answer == drawn) & (drawn > 0)).sum()
        dices.append(2.0 * hits / max(1, (answer > 0).sum() + (drawn > 0).sum()))
    return float(np.mean(dices))


def fit_lungs(
    network: keras.Model,
    train: LungExamples,
    judges: LungExamples,
    settings: LungSettings,
    output: Path,
    *,
    resume: bool = False,
    report: Callable[[str], None] = print,
) -> Progress:
    """Train and keep the weights that are best on the judging films.

    Every epoch writes a checkpoint, ``history.csv`` and, when the Dice rises, ``best.npz``
    (float16, the moving average). Batches are drawn from a generator seeded by the epoch, so a
    resumed run sees the same films as an unbroken one.

    Args:
        network: A model made by `build_lung_network`; left with the best weights.
        train: Films to draw from.
        judges: Films to judge on; they choose the epoch, nothing else.
        settings: How to train.
        output: Folder for checkpoint, history and best weights; made if missing.
        resume: Go on from the checkpoint in `output`, where there is one.
        report: Receives one line an epoch.

    Returns:
        Where training stands at the end.
    """
    output.mkdir(parents=True, exist_ok=True)
    phase = Phase("lungs", "all", settings.schedule, settings.rate)
    network.compile(
        keras.optimizers.AdamW(phase.rate, weight_decay=settings.weight_decay, clipnorm=1.0),
        RegionLoss(),
    )
    average = WeightAverage(network, settings.average_momentum)
    stored = read_progress(output) if resume else None
    progress = stored or Progress(phase=phase.name)
    if stored is not None:
        restore_checkpoint(output, network, average)
    for epoch in range(progress.epoch, settings.epochs):
        loss = _run_epoch(network, train, phase, epoch, settings, average)
        average.swap(network)
        dice = judge_lungs(network, judges)
        if dice > progress.best_score:
            progress.best_score, progress.best_epoch = dice, f"{phase.name} {epoch + 1}"
            save_weights(network, output / BEST_WEIGHTS)
        average.swap(network)
        progress.epoch = epoch + 1
        progress.history.append({"epoch": epoch + 1, "loss": loss, "dice": dice})
        write_history(output, progress.history)
        save_checkpoint(output, network, average, progress)
        report(f"epoch {epoch + 1}: loss {loss:.4f}, Dice {dice:.4f}")
    load_weights(network, output / BEST_WEIGHTS)
    return progress


def _run_epoch(
    network: keras.Model,
    train: LungExamples,
    phase: Phase,
    epoch: int,
    settings: LungSettings,
    average: WeightAverage,
) -> float:
    """Run one epoch; the mean loss of its steps, nats."""
    generator = np.random.default_rng([settings.seed, epoch])
    size = int(network.input_shape[1])
    steps = max(1, settings.epoch_size // settings.batch_size)
    losses = []
    bar = tqdm(range(steps), desc=f"{phase.name} {epoch + 1}/{settings.epochs}", mininterval=10)
    for step in bar:
        network.optimizer.learning_rate.assign(
            learning_rate(phase, epoch * steps + step, phase.epochs * steps)
        )
        films, shares, weights = draw_lung_batch(train, settings, generator, size)
        losses.append(float(network.train_on_batch(films, shares, sample_weight=weights)))
        average.update(network)
        bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}", refresh=False)
    return float(np.mean(losses))

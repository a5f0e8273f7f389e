"""`python -m model train-lungs`: the lung finder, from masked films to the manifest."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import LUNGS_GRAPH, LUNGS_WEIGHTS
from model.classifier.compiled import compile_graph, read_graph
from model.classifier.network import load_weights
from model.classifier.record import record
from model.explain.lung_shape import SIGNALS, LungSignals, two_lungs
from model.explain.lungs import LungFinder
from model.training.checkpoint import Progress, WeightAverage, read_progress, restore_checkpoint
from model.training.dataset import data_folder, read_index, read_pixels
from model.training.loop import BEST_WEIGHTS, Loop, Phase
from model.training.lung_augment import LungAugmentation, region_shares, shrunk
from model.training.lung_data import LungExamples, load_lung_examples
from model.training.lung_network import build_lung_network, export_lung_graph


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
    size = int(network.input_shape[1])
    loop = Loop(
        seeds=(settings.seed,),
        draw=lambda generator: draw_lung_batch(train, settings, generator, size),
        steps=max(1, settings.epoch_size // settings.batch_size),
        judge=lambda network: {"dice": judge_lungs(network, judges)},
        output=output,
        report=report,
    )
    loop.run(network, average, phase, progress, epochs=settings.epochs)
    load_weights(network, output / BEST_WEIGHTS)
    return progress


ACCEPTANCE: Final = 0.98
"""Share of the films of val in which two lungs shall count as found."""
DECIMALS: Final = 4
"""Of a threshold; rounded down, so that no film is lost to it."""
BATCH: Final = 16


def train_lungs(
    data: str | Path | None,
    output: Path,
    folder: Path,
    settings: LungSettings,
    *,
    resume: bool,
    report: Callable[[str], None] = print,
) -> None:
    """Train the lung finder, write its graph, and record it with its thresholds in the manifest.

    The figures of an older lung finder leave the manifest: measure again with ``evaluate --lungs``.

    Args:
        data: Data folder, see `data_folder`.
        output: Folder for ``best.npz``, ``history.csv`` and the checkpoint.
        folder: Folder of the artefacts, with a manifest.
        settings: How to train.
        resume: Go on from the checkpoint in `output`.
        report: Receives a line at the start, after each epoch and at the end.

    Raises:
        ArtefactError: There is no valid manifest.
        DataUnavailableError: The data set is not there.
        OutputUnwritableError: The manifest cannot be written.
    """
    source = data_folder(data)
    keras.utils.set_random_seed(settings.seed)
    train, judges = load_lung_examples(source)
    report(f"{len(train.pixels)} films to train, {len(judges.pixels)} to judge on")
    network = build_lung_network()
    progress = fit_lungs(network, train, judges, settings, output, resume=resume, report=report)
    export_lung_graph(network, folder)
    films = read_index(source, ["val"])
    signals = lung_signals(
        folder, read_pixels(source / "radiographs.zip", [film.file for film in films])
    )
    training = training_record(
        progress, settings, hand=int((~train.silver).sum()), silver=int(train.silver.sum())
    )
    entry = {
        "thresholds": fit_thresholds(signals),
        "acceptance": ACCEPTANCE,
        "training": training | {"judges": len(judges.pixels)},
    }
    record(folder, {"explanation.lungs": entry}, (LUNGS_GRAPH, LUNGS_WEIGHTS))


def lung_signals(folder: Path, pixels: NDArray[np.uint8]) -> list[LungSignals]:
    """What the pair of lungs looks like that the exported graph finds in each film.

    Args:
        folder: Folder with the graph.
        pixels: uint8 ``(N, 224, 224)``, bright = dense.

    Returns:
        One entry for each film.
    """
    finder = LungFinder(compile_graph(read_graph(folder / LUNGS_GRAPH, folder / LUNGS_WEIGHTS)), {})
    return [
        two_lungs(probabilities)[2]
        for start in range(0, len(pixels), BATCH)
        for probabilities in finder.probabilities(
            pixels[start : start + BATCH, ..., np.newaxis].astype(np.float32)
        )
    ]


def fit_thresholds(
    signals: Sequence[LungSignals], acceptance: float = ACCEPTANCE
) -> dict[str, float]:
    """Find the highest thresholds, at one rank for all signals, that accept a share of the films.

    Args:
        signals: Of frontal films.
        acceptance: Share that shall reach every threshold.

    Returns:
        A threshold for each signal.
    """
    values = {name: np.sort([getattr(one, name) for one in signals]) for name in SIGNALS}
    for rank in range(len(signals) - 1, -1, -1):
        thresholds = {
            name: float(np.floor(own[rank] * 10**DECIMALS) / 10**DECIMALS)
            for name, own in values.items()
        }
        if np.mean([one.reach(thresholds) for one in signals]) >= acceptance:
            break
    return thresholds


def training_record(
    progress: Progress, settings: LungSettings, *, hand: int, silver: int
) -> dict[str, Any]:
    """What was asked of the training and what came of it, as a manifest entry.

    Args:
        progress: Where training stood at the end.
        settings: How it was trained.
        hand: Films with hand-drawn masks that it learnt from.
        silver: Films with automatic masks that it learnt from.
    """
    return {
        "settings": asdict(settings),
        "hand": hand,
        "silver": silver,
        "best_dice": round(progress.best_score, DECIMALS),
        "best_epoch": progress.best_epoch,
        "history": [
            {
                name: round(value, DECIMALS) if isinstance(value, float) else value
                for name, value in row.items()
            }
            for row in progress.history
        ],
    }

"""Training of the classifier: films drawn and augmented, the loss, judging on val."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray
from sklearn.metrics import recall_score

from model.augment.pipeline import Pipeline, apply_recipe
from model.augment.presets import PRESETS
from model.classifier.classes import CLASSES
from model.classifier.network import save_weights
from model.training.checkpoint import Progress, WeightAverage, read_progress, restore_checkpoint
from model.training.loop import Loop, Phase, freeze
from model.training.lungless import NOTHING, pad_target, without_lungs


class PartialLabelCrossEntropy(keras.losses.Loss):
    """Negative log of the probability of *any* allowed class, with label smoothing.

    A film labelled "bacterial" allows one class; an adult film with an opacity of unknown organism
    allows two, and is charged ``-log(p_bacterial + p_viral)``. With one allowed class and smoothing
    it equals Keras' smoothed categorical cross-entropy. A mixture of two films is charged for each
    by its share.

    Args:
        smoothing: Weight of the uniform distribution over the classes, in [0, 1).

    References:
        Partial-label likelihood: Jin & Ghahramani 2002 (NeurIPS 15). Label smoothing: Szegedy et
        al. 2016, doi:10.1109/CVPR.2016.308.
    """

    def __init__(self, smoothing: float = 0.05, **kwargs: Any) -> None:
        super().__init__(name="partial_label_cross_entropy", **kwargs)
        self.smoothing = smoothing

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Charge each image.

        Args:
            y_true: float32 ``(N, classes)``, 1 for every allowed class, else 0; or, for mixtures,
                ``(N, films, classes)``, the share of the film in place of the 1.
            y_pred: float32 ``(N, classes)``, logits.

        Returns:
            float32 ``(N,)``, nats.
        """
        log_probabilities = ops.log_softmax(y_pred, axis=-1)
        if len(y_true.shape) == 2:
            y_true = ops.expand_dims(y_true, axis=1)
        shares = ops.max(y_true, axis=-1)
        # A large negative number instead of -inf keeps the gradient finite.
        barred = ops.where(y_true > 0, 0.0, -1e9)
        allowed = ops.expand_dims(log_probabilities, axis=1) + barred
        # A share of nothing charges nothing, however unlikely the film.
        likelihood = -ops.sum(shares * ops.logsumexp(allowed, axis=-1), axis=-1)
        uniform = -ops.mean(log_probabilities, axis=-1)
        return (1.0 - self.smoothing) * likelihood + self.smoothing * uniform


LAST_WEIGHTS = "last.npz"


@dataclass(frozen=True)
class Examples:
    """Films with their labels.

    Attributes:
        pixels: uint8 ``(N, H, W)``, bright = dense.
        targets: float32 ``(N, 4)``, 1 for each allowed class.
        drawing: float64 ``(N,)``, probability of being drawn; sums to 1.
        lungs: bool ``(N, H, W)``, where the lungs are, empty where they were not found; only where
            `Settings.lungless` asks for it.
    """

    pixels: NDArray[np.uint8]
    targets: NDArray[np.float32]
    drawing: NDArray[np.float64]
    lungs: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Settings:
    """How to train.

    Attributes:
        seed: Seed of every random number.
        batch_size: Films in a step.
        epoch_size: Films in an epoch; films are drawn, not walked through.
        weight_decay: AdamW's decay.
        smoothing: Label smoothing.
        average_momentum: Momentum of the weight average.
        patience: Epochs without a better macro recall before a phase ends early.
        augmentation: What each film goes through.
        watched: Training films, unchanged, that are judged beside val after each epoch: where the
            two part, the network learns its films by heart.
        lungless: Share of the films drawn that lose their lungs and are taught as "nothing can be
            said", see `training.lungless`.
    """

    seed: int = 20261121
    batch_size: int = 32
    epoch_size: int = 5600
    weight_decay: float = 0.02
    smoothing: float = 0.05
    average_momentum: float = 0.995
    patience: int = 4
    augmentation: Pipeline = PRESETS["as-trained"].pipeline
    watched: int = 0
    lungless: float = 0.0


def network_batch(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Grey films in [0, 1], ``(N, H, W)``, to network input, ``(N, H, W, 3)`` in [0, 255]."""
    return np.repeat(pixels[..., np.newaxis] * np.float32(255.0), 3, axis=-1)


def draw_batch(
    examples: Examples, settings: Settings, generator: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Draw and augment one batch.

    Returns:
        Network input, float32 ``(B, H, W, 3)`` in [0, 255]; targets, float32 ``(B, 4)``, or where
        films are mixed ``(B, 2, 4)``, or where some lose their lungs ``(B, 4, 4)``, see
        `PartialLabelCrossEntropy`.
    """
    chosen = generator.choice(len(examples.pixels), settings.batch_size, p=examples.drawing)
    draw = _draw_with_or_without_lungs if settings.lungless else _draw_film
    drawn = [draw(examples, int(index), settings, generator) for index in chosen]
    return network_batch(np.stack([film for film, _ in drawn])), np.stack([own for _, own in drawn])


def _draw_with_or_without_lungs(
    examples: Examples, index: int, settings: Settings, generator: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Some films without their lungs, as they are otherwise; the others as ever."""
    loses = generator.random() < settings.lungless
    if loses and examples.lungs is not None and examples.lungs[index].any():
        return without_lungs(grey(examples, index), examples.lungs[index], generator), NOTHING
    film, target = _draw_film(examples, index, settings, generator)
    return film, pad_target(target)


def _draw_film(
    examples: Examples, index: int, settings: Settings, generator: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """One augmented film in [0, 1], and its targets."""
    pipeline = settings.augmentation
    recipe = pipeline.draw(generator)
    if not pipeline.needs_partner:
        return apply_recipe(recipe, grey(examples, index)).image, examples.targets[index]
    other = int(generator.choice(len(examples.pixels), p=examples.drawing))
    made = apply_recipe(recipe, grey(examples, index), partner=grey(examples, other))
    shares = np.array([[made.share], [1.0 - made.share]], dtype=np.float32)
    return made.image, shares * examples.targets[[index, other]]


def grey(examples: Examples, index: int) -> NDArray[np.float32]:
    """One film, float32 ``(H, W)`` in [0, 1]."""
    return np.asarray(examples.pixels[index] / np.float32(255.0), dtype=np.float32)


def predict_logits(
    network: keras.Model, pixels: NDArray[np.uint8], batch_size: int = 32
) -> NDArray[np.float32]:
    """Logits of unchanged films, float32 ``(N, 4)``."""
    batches = [
        network.predict_on_batch(
            network_batch(pixels[start : start + batch_size].astype(np.float32) / np.float32(255.0))
        )
        for start in range(0, len(pixels), batch_size)
    ]
    return np.concatenate(batches)


def judge(network: keras.Model, examples: Examples) -> dict[str, float]:
    """Sensitivity of each class, their mean (macro recall), and the loss without smoothing.

    The films are to be labelled fully.
    """
    truth = examples.targets.argmax(axis=1)
    logits = predict_logits(network, examples.pixels)
    recalls = recall_score(
        truth, logits.argmax(axis=1), labels=range(len(CLASSES)), average=None, zero_division=0
    )
    return {
        "macro_recall": float(recalls.mean()),
        "judged_loss": float(PartialLabelCrossEntropy(0.0)(examples.targets, logits)),
        **{name: float(recall) for name, recall in zip(CLASSES, recalls, strict=True)},
    }


def judge_watched(network: keras.Model, train: Examples, count: int) -> dict[str, float]:
    """Judge training films as they are; nothing where none are watched."""
    if not count:
        return {}
    watched = Examples(train.pixels[:count], train.targets[:count], train.drawing[:count])
    figures = judge(network, watched)
    return {f"train_{name}": figures[name] for name in ("macro_recall", "judged_loss")}


def fit(
    network: keras.Model,
    train: Examples,
    val: Examples,
    plan: list[Phase],
    settings: Settings,
    output: Path,
    *,
    resume: bool = False,
    report: Callable[[str], None] = print,
) -> Progress:
    """Train through all phases and keep the weights that are best on val.

    Every epoch writes a checkpoint, ``history.csv`` and, when macro recall rises, ``best.npz``
    (float16, the moving average). The end writes ``last.npz``, the average at the lowest rate: a
    next run starts better from there than from an epoch that was lucky at a high rate. Batches are
    drawn from a generator seeded by phase and epoch, so a resumed run sees the same films as an
    unbroken one.

    Args:
        network: A model made by `build_network`; left with the best weights' successor.
        train: Films to draw from.
        val: Films to judge on; chooses the epoch, nothing else.
        plan: The phases.
        settings: How to train.
        output: Folder for checkpoint, history and best weights; made if missing.
        resume: Go on from the checkpoint in `output`, where there is one.
        report: Receives one line an epoch.

    Returns:
        Where training stands at the end.
    """
    output.mkdir(parents=True, exist_ok=True)
    stored = read_progress(output) if resume else None
    progress = stored or Progress(phase=plan[0].name)
    names = [phase.name for phase in plan]

    def figures(network: keras.Model) -> dict[str, float]:
        return judge(network, val) | judge_watched(network, train, settings.watched)

    for number, phase in enumerate(plan):
        if number < names.index(progress.phase):
            continue
        freeze(network, phase)
        network.compile(
            keras.optimizers.AdamW(phase.rate, weight_decay=settings.weight_decay, clipnorm=1.0),
            PartialLabelCrossEntropy(settings.smoothing),
        )
        average = WeightAverage(network, settings.average_momentum)
        if stored is not None and phase.name == stored.phase:
            restore_checkpoint(output, network, average)
        else:
            progress.phase, progress.epoch = phase.name, 0
        loop = Loop(
            seeds=(settings.seed, number),
            draw=lambda generator: draw_batch(train, settings, generator),
            steps=max(1, settings.epoch_size // settings.batch_size),
            judge=figures,
            output=output,
            report=report,
        )
        loop.run(network, average, phase, progress, epochs=phase.epochs, patience=settings.patience)
        average.swap(network)
    save_weights(network, output / LAST_WEIGHTS)
    return progress

"""The phases of training, and the loop that every run goes through: draw, step, judge, keep."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from tqdm import tqdm

from model.classifier.network import save_weights
from model.training.checkpoint import (
    TrainingProgress,
    WeightAverage,
    save_checkpoint,
    write_history,
)

BEST_WEIGHTS: Final = "best.npz"


@dataclass(frozen=True)
class Phase:
    """One phase of training.

    Attributes:
        name: Its name in the history.
        unfrozen_from: Name prefix of the first block of layers that learns; ``"head"`` for the
            dense layer alone.
        epochs: Number of epochs.
        rate: Highest learning rate.
        warm_up: Share of the phase in which the rate climbs.
    """

    name: str
    unfrozen_from: str
    epochs: int
    rate: float
    warm_up: float = 0.04


def phases(head_epochs: int, tune_epochs: int, *, unfrozen_from: str, rate: float) -> list[Phase]:
    """The textbook pair: the head on a frozen backbone, then the backbone at a lower rate.

    Args:
        head_epochs: Epochs of the first phase.
        tune_epochs: Epochs of the second.
        unfrozen_from: First block that learns in the second phase, such as ``"conv4"``.
        rate: Highest learning rate of the second phase; the head's is ten times that.

    Returns:
        The phases, those without epochs left out.
    """
    both = [
        Phase("head", "head", head_epochs, 10 * rate),
        Phase("fine-tune", unfrozen_from, tune_epochs, rate),
    ]
    return [phase for phase in both if phase.epochs > 0]


def freeze(network: keras.Model, phase: Phase) -> None:
    """Let only a phase's layers learn; BatchNormalization never does.

    A frozen BatchNormalization layer runs in inference mode even while training, so its statistics
    stay those of the backbone (https://keras.io/guides/transfer_learning).

    Args:
        network: The network; changed in place. Compile it afterwards.
        phase: The phase about to begin.
    """
    learning = phase.unfrozen_from in ("all", "")
    for layer in network.layers:
        learning = learning or layer.name.startswith(phase.unfrozen_from)
        is_normalisation = isinstance(layer, keras.layers.BatchNormalization)
        layer.trainable = (learning and not is_normalisation) or layer.name == "logits"


def learning_rate(phase: Phase, step: int, steps: int) -> float:
    """Linear warm-up, then a half cosine down to a hundredth of the highest rate.

    Args:
        phase: The phase.
        step: Steps of the phase already done.
        steps: Steps of the phase in all.

    Returns:
        The learning rate.

    References:
        Loshchilov & Hutter 2017, arXiv:1608.03983.
    """
    climb = max(1, round(phase.warm_up * steps))
    if step < climb:
        return phase.rate * (step + 1) / climb
    done = (step - climb) / max(1, steps - climb)
    return phase.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


@dataclass(frozen=True)
class Loop:
    """What a run does in each epoch.

    Attributes:
        seeds: Seeds of every random number, but for the number of the epoch: a resumed run draws
            what an unbroken one would.
        draw: Draws a batch, as `train_on_batch` takes it.
        steps: Steps in an epoch.
        judge: Figures of the network on the films that choose the epoch; the first is the score.
        output: Folder for checkpoint, history and best weights.
        report: Receives one line an epoch.
    """

    seeds: tuple[int, ...]
    draw: Callable[[np.random.Generator], tuple[Any, ...]]
    steps: int
    judge: Callable[[keras.Model], Mapping[str, float]]
    output: Path
    report: Callable[[str], None]

    def run(
        self,
        network: keras.Model,
        average: WeightAverage,
        phase: Phase,
        progress: TrainingProgress,
        *,
        epochs: int,
        patience: int | None = None,
    ) -> None:
        """Run a phase from where it stands; each epoch leaves a checkpoint and a history.

        Args:
            network: The compiled network.
            average: The moving average of its weights: what is judged, and kept where it is best.
            phase: The phase; the learning rate falls over its epochs.
            progress: Where training stands; goes on with it.
            epochs: Epochs to run, at most as many as the phase has.
            patience: Epochs without a better score before the phase ends early; None for never.
        """
        waited = 0
        for epoch in range(progress.epoch, epochs):
            loss = self._run_epoch(network, average, phase, epoch, epochs)
            average.swap(network)
            figures = self.judge(network)
            score = next(iter(figures.values()))
            better = score > progress.best_score
            if better:
                progress.best_score, progress.best_epoch = score, f"{phase.name} {epoch + 1}"
                save_weights(network, self.output / BEST_WEIGHTS)
            average.swap(network)
            progress.epoch = epoch + 1
            row = {"phase": phase.name, "epoch": epoch + 1, "loss": loss, **figures}
            progress.history.append(row)
            write_history(self.output, progress.history)
            save_checkpoint(self.output, network, average, progress)
            self.report(" ".join(f"{key}={_text(value)}" for key, value in row.items()))
            waited = 0 if better else waited + 1
            if waited == patience:
                break

    def _run_epoch(
        self, network: keras.Model, average: WeightAverage, phase: Phase, epoch: int, epochs: int
    ) -> float:
        """Run one epoch; the mean loss of its steps, nats."""
        generator = np.random.default_rng([*self.seeds, epoch])
        losses = []
        bar = tqdm(range(self.steps), desc=f"{phase.name} {epoch + 1}/{epochs}", mininterval=10)
        for step in bar:
            network.optimizer.learning_rate.assign(
                learning_rate(phase, epoch * self.steps + step, phase.epochs * self.steps)
            )
            losses.append(float(network.train_on_batch(*self.draw(generator))))
            average.update(network)
            bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}", refresh=False)
        return float(np.mean(losses))


def _text(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)

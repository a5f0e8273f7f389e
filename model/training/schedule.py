"""The two phases of transfer learning and the learning rate within each."""

import math
from dataclasses import dataclass

import keras


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

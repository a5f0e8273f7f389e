"""Everything that training needs to go on where it stopped."""

import csv
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

CHECKPOINT = "checkpoint.npz"
HISTORY = "history.csv"


class WeightAverage:
    """Exponential moving average of the trainable weights, held outside the network.

    The average of the last few hundred steps generalises better than any one of them, at no cost
    when the network answers.

    Args:
        network: The network; its present weights are the first average.
        momentum: Share of the old average kept at each step.

    References:
        Polyak & Juditsky 1992, doi:10.1137/0330046.
    """

    def __init__(self, network: keras.Model, momentum: float) -> None:
        self.momentum = momentum
        self.values = {
            variable.path: variable.numpy().copy() for variable in network.trainable_variables
        }

    def update(self, network: keras.Model) -> None:
        """Move the average towards the present weights."""
        for variable in network.trainable_variables:
            value = self.values[variable.path]
            value += (1.0 - self.momentum) * (variable.numpy() - value)

    def swap(self, network: keras.Model) -> None:
        """Exchange the network's trainable weights for the average; twice restores them."""
        for variable in network.trainable_variables:
            present = variable.numpy().copy()
            variable.assign(self.values[variable.path])
            self.values[variable.path] = present


@dataclass
class TrainingProgress:
    """Where training stands.

    Attributes:
        phase: Name of the phase under way.
        epoch: Epochs of the phase that are finished.
        best_score: Best figure on val so far: macro recall of the classifier, Dice of the lungs.
        best_epoch: The phase and epoch that reached it.
        history: One row for each finished epoch.
    """

    phase: str
    epoch: int = 0
    best_score: float = -1.0
    best_epoch: str = ""
    history: list[dict[str, Any]] = field(default_factory=list)


def save_checkpoint(
    folder: Path, network: keras.Model, average: WeightAverage, progress: TrainingProgress
) -> None:
    """Write network, optimiser, average and progress, replacing the last checkpoint at once.

    Args:
        folder: Folder to write to.
        network: The compiled network.
        average: Its moving average.
        progress: Where training stands.
    """
    arrays: dict[str, NDArray[Any]] = {
        f"network/{variable.path}": variable.numpy() for variable in network.variables
    }
    for index, variable in enumerate(network.optimizer.variables):
        arrays[f"optimizer/{index}"] = variable.numpy()
    arrays.update({f"average/{path}": value for path, value in average.values.items()})
    arrays["progress"] = np.array(json.dumps(asdict(progress)))
    part = folder / "checkpoint.part.npz"
    np.savez(part, allow_pickle=False, **arrays)
    # A rename is atomic: a session that is stopped while writing keeps the checkpoint before.
    part.replace(folder / CHECKPOINT)


def read_progress(folder: Path) -> TrainingProgress | None:
    """Read where training stood; None where there is no checkpoint."""
    if not (folder / CHECKPOINT).is_file():
        return None
    with np.load(folder / CHECKPOINT, allow_pickle=False) as stored:
        return TrainingProgress(**json.loads(str(stored["progress"])))


def restore_checkpoint(folder: Path, network: keras.Model, average: WeightAverage) -> None:
    """Put a checkpoint's values back.

    Args:
        folder: Folder of the checkpoint.
        network: The network, compiled for the phase that the checkpoint was written in.
        average: Its moving average; both are changed in place.
    """
    with np.load(folder / CHECKPOINT, allow_pickle=False) as stored:
        for variable in network.variables:
            variable.assign(stored[f"network/{variable.path}"])
        network.optimizer.build(network.trainable_variables)
        for index, variable in enumerate(network.optimizer.variables):
            variable.assign(stored[f"optimizer/{index}"])
        for path in average.values:
            average.values[path] = stored[f"average/{path}"]


def write_history(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Write one line an epoch to ``history.csv``, for a reader and for the model card.

    Args:
        folder: Where the checkpoint lies.
        rows: At least one; all with the same keys.
    """
    with (folder / HISTORY).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

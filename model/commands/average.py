"""`python -m model average`: the mean of several trained weights."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.errors import WeightsUnavailableError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument("weights", type=Path, nargs="+", help="trained weights, .npz")
    parser.add_argument("--output", type=Path, required=True, help="file to write, .npz")


def run(arguments: argparse.Namespace) -> int:
    """Averages.

    Raises:
        WeightsUnavailableError: A file is missing, or is not of the same network.
    """
    average_weights(arguments.weights, arguments.output)
    return 0


def average_weights(paths: Sequence[Path], output: Path) -> None:
    """Write the mean of every variable of several weight files.

    It makes sense for networks that started from the same weights, or from one another's: they lie
    in one basin of the loss, and their mean lies deeper in it more often than not.

    Args:
        paths: Weight files of `save_weights`, one or more; all of one network.
        output: The file to write, float16.

    Raises:
        WeightsUnavailableError: A file is missing, or is not of the same network.

    References:
        Wortsman et al. 2022 (model soups), arXiv:2203.05482; Izmailov et al. 2018,
        arXiv:1803.05407.
    """
    total: dict[str, np.ndarray] = {}
    for path in paths:
        try:
            with np.load(path, allow_pickle=False) as stored:
                arrays = {name: stored[name].astype(np.float64) for name in stored.files}
        except (OSError, ValueError) as error:
            raise WeightsUnavailableError(source=path.name) from error
        shapes = {name: array.shape for name, array in arrays.items()}
        if total and shapes != {name: array.shape for name, array in total.items()}:
            raise WeightsUnavailableError(source=path.name)
        total = {name: total.get(name, 0.0) + array for name, array in arrays.items()}
    means = {name: (array / len(paths)).astype(np.float16) for name, array in total.items()}
    output.parent.mkdir(parents=True, exist_ok=True)
    np.savez(output, allow_pickle=False, **means)

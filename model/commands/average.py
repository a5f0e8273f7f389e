"""`python -m model average`: the mean of several trained weights."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command.

    Args:
        parser: The command's own parser.
    """
    parser.add_argument("weights", type=Path, nargs="+", help="trained weights, .npz")
    parser.add_argument("--output", type=Path, required=True, help="file to write, .npz")


def run(arguments: argparse.Namespace) -> int:
    """Averages.

    Args:
        arguments: The parsed options.

    Returns:
        0.

    Raises:
        WeightsUnavailableError: A file is missing, or is not of the same network.
    """
    from model.training.soup import average_weights

    average_weights(arguments.weights, arguments.output)
    return 0

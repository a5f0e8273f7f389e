"""`python -m model overfitting`: the curves behind *why augment* on the augmentation page."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument("--data", type=Path, help="data folder (default: NEGATOSCOPE_DATA)")
    parser.add_argument(
        "--runs",
        type=Path,
        default=Path("runs/overfitting"),
        help="folder of the two runs; goes on from their checkpoints",
    )
    parser.add_argument("--output", type=Path, help="file to write (default: assets)")


def run(arguments: argparse.Namespace) -> int:
    """Trains twice and writes the curves.

    Raises:
        DataUnavailableError: The data set is not there.
        WeightsUnavailableError: The start weights cannot be had.
    """
    from model.augment.curves import CURVES, save_curves
    from model.training.overfitting import measure

    output = arguments.output or CURVES
    save_curves(measure(arguments.data, arguments.runs), output)
    print(f"wrote {output}")
    return 0

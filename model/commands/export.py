"""`python -m model export`: from trained weights to the files that serve them."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument("--data", type=Path, help="data folder (default: NEGATOSCOPE_DATA)")
    parser.add_argument(
        "--weights", type=Path, default=Path("runs/train/best.npz"), help="trained weights"
    )
    parser.add_argument(
        "--runs",
        type=Path,
        nargs="+",
        default=[],
        help="training runs that led to the weights, in order (default: the folder of the weights)",
    )
    parser.add_argument(
        "--gate",
        action="store_true",
        help="fit the gate anew on the graph in the folder; the network stays as it is",
    )
    parser.add_argument("--output", type=Path, help="folder to write (default: model/weights)")


def run(arguments: argparse.Namespace) -> int:
    """Exports.

    Raises:
        DataUnavailableError: The data set is not there.
        WeightsUnavailableError: The weights cannot be read.
        PackageMissingError: NNCF is not installed.
        ArtefactError: With ``--gate``, a file of the model is missing or damaged.
    """
    from model.classifier.artefacts import weights_folder

    if arguments.gate:
        from model.training.release import release_gate

        release_gate(arguments.data, arguments.output or weights_folder())
        return 0
    from model.training.release import release

    release(arguments.weights, arguments.data, arguments.output or weights_folder(), arguments.runs)
    return 0

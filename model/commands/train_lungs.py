"""`python -m model train-lungs`: the lung finder of the explorer, from masks to its graph."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument("--data", type=Path, help="data folder (default: NEGATOSCOPE_DATA)")
    parser.add_argument("--output", type=Path, default=Path("runs/lungs"), help="folder to write")
    parser.add_argument("--folder", type=Path, help="artefacts (default: model/weights)")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--epochs", type=int, help="number of epochs")
    parser.add_argument("--schedule", type=int, help="epochs over which the learning rate falls")
    parser.add_argument("--epoch-size", type=int, help="films in an epoch")
    parser.add_argument("--seed", type=int, help="seed of every random number")


def run(arguments: argparse.Namespace) -> int:
    """Trains, exports and records the lung finder.

    Raises:
        ArtefactError: There is no valid manifest.
        DataUnavailableError: The data set is not there.
        OutputUnwritableError: The manifest cannot be written.
    """
    import dataclasses

    from model.classifier.artefacts import weights_folder
    from model.training.lungs import LungSettings, train_lungs

    given = {
        name: getattr(arguments, name) for name in ("epochs", "schedule", "epoch_size", "seed")
    }
    settings = dataclasses.replace(
        LungSettings(), **{name: value for name, value in given.items() if value is not None}
    )
    train_lungs(
        arguments.data,
        arguments.output,
        arguments.folder or weights_folder(),
        settings,
        resume=arguments.resume,
        report=lambda line: print(line, flush=True),
    )
    return 0

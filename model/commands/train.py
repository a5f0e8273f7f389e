"""`python -m model train`: transfer learning on the public radiographs."""

import argparse
import dataclasses
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument("--data", type=Path, help="data folder (default: NEGATOSCOPE_DATA)")
    parser.add_argument("--output", type=Path, default=Path("runs/train"), help="folder to write")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--weights", help="start from: a path, imagenet or scratch")
    parser.add_argument("--head-epochs", type=int, help="epochs on a frozen backbone")
    parser.add_argument("--epochs", type=int, help="epochs of fine-tuning")
    parser.add_argument("--unfreeze", help="first block that learns, such as conv4; all for all")
    parser.add_argument("--rate", type=float, help="highest learning rate of fine-tuning")
    parser.add_argument("--size", type=int, help="height and width of the films, pixels")
    parser.add_argument("--epoch-size", type=int, help="films in an epoch")
    parser.add_argument("--batch-size", type=int, help="films in a step")
    parser.add_argument(
        "--augmentation",
        metavar="FILE",
        help="pipeline in JSON, from the augmentation page; or in one line, as in its address; or "
        "the name of a preset: as-trained, first-run, gentle, textbook, too-much, none",
    )
    parser.add_argument("--films", type=int, help="train on so many films only")
    parser.add_argument(
        "--watched", type=int, help="training films to judge after each epoch, beside val"
    )
    parser.add_argument(
        "--lungless",
        type=float,
        metavar="SHARE",
        help="share of the films that lose their lungs and are taught as: nothing can be said",
    )
    parser.add_argument(
        "--shares",
        type=_shares,
        metavar="LABEL=SHARE,…",
        help="share of each label among the films drawn, such as healthy=0.2,covid=0.2",
    )
    parser.add_argument("--seed", type=int, help="seed of every random number")


def run(arguments: argparse.Namespace) -> int:
    """Trains.

    Raises:
        DataUnavailableError: The data set is not there.
        PipelineError: The augmentation cannot be read.
        WeightsUnavailableError: The start weights cannot be had.
    """
    from model.augment.presets import named_or_read
    from model.training.fit import TrainingSettings
    from model.training.run import Plan, train

    plan = _override(
        Plan(),
        weights=arguments.weights,
        head_epochs=arguments.head_epochs,
        tune_epochs=arguments.epochs,
        unfrozen_from=arguments.unfreeze,
        rate=arguments.rate,
        size=arguments.size,
        shares=arguments.shares,
        films=arguments.films,
    )
    settings = _override(
        TrainingSettings(),
        epoch_size=arguments.epoch_size,
        batch_size=arguments.batch_size,
        seed=arguments.seed,
        augmentation=arguments.augmentation and named_or_read(arguments.augmentation),
        watched=arguments.watched,
        lungless=arguments.lungless,
    )
    train(arguments.data, arguments.output, plan, settings, resume=arguments.resume)
    return 0


def _override(defaults: Any, **given: object) -> Any:
    """A copy of a frozen dataclass with the options that were given."""
    chosen = {name: value for name, value in given.items() if value is not None}
    return dataclasses.replace(defaults, **chosen)


def _shares(text: str) -> dict[str, float]:
    """Reads `label=share,label=share`."""
    pairs = (pair.split("=") for pair in text.split(","))
    return {label: float(share) for label, share in pairs}

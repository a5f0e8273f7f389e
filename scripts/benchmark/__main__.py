"""`python -m scripts.benchmark`: this engine against Keras, in one run, on one image."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from model.__main__ import carry_out

SAMPLES: Final = Path(__file__).resolve().parents[2] / "assets" / "samples"
PURPOSE: Final = "Times the engine against Keras, warm and from a cold start."


def main(argv: Sequence[str] | None = None) -> int:
    """Races and reports.

    Args:
        argv: The words after `python -m scripts.benchmark`; those of the process when None.

    Returns:
        The exit status: 0, or 1 after an error of the project, said in one line on standard error.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmark", description=PURPOSE)
    parser.add_argument("--json", action="store_true", help="print figures as one JSON object")
    parser.add_argument("--picture", type=Path, help="a radiograph (default: the first sample)")
    parser.add_argument("--images", type=_natural, default=20, help="timed answers a round (20)")
    parser.add_argument("--rounds", type=_natural, default=3, help="fresh processes of each (3)")
    parser.add_argument(
        "--precision", choices=("auto", "fp32"), default="auto", help="of the engine (auto)"
    )
    parser.add_argument(
        "--rise", action="store_true", help="time RISE instead: this engine against keras predict"
    )
    parser.add_argument(
        "--sweeps", action="store_true", help="time the sweeps of the augmentation page instead"
    )
    parser.add_argument("--masks", type=_natural, default=1000, help="masks of RISE (1000)")
    return carry_out(_run, parser.parse_args(argv))


def _run(arguments: argparse.Namespace) -> int:
    if arguments.rise:
        return _run_rise(arguments)
    if arguments.sweeps:
        return _run_sweeps(arguments)
    from tqdm import tqdm

    # Nothing heavy is imported before the race: a child begins with its parent's pages.
    from scripts.benchmark.contenders import CONTENDERS
    from scripts.benchmark.race import race

    picture = arguments.picture or first_sample()
    total = arguments.rounds * len(CONTENDERS)
    with tqdm(
        total=total, file=sys.stderr, unit="start", leave=False, disable=not sys.stderr.isatty()
    ) as progress:

        def show(name: str) -> None:
            progress.set_postfix_str(name)
            progress.update(name in CONTENDERS)

        records = race(
            picture,
            tuple(CONTENDERS),
            precision=arguments.precision,
            images=arguments.images,
            rounds=arguments.rounds,
            on_start=show,
        )

    from model.classifier.artefacts import load_manifest
    from scripts.benchmark.report import as_table, summarise

    summary = summarise(records)
    summary |= {
        "picture": picture.name,
        "precision": arguments.precision,
        "rounds": arguments.rounds,
        "model": load_manifest().model_sha256,
    }
    print(json.dumps(summary, indent=2) if arguments.json else as_table(summary, picture))
    return 0


def _run_rise(arguments: argparse.Namespace) -> int:
    from scripts.benchmark.rise import as_lines, compare_rise

    summary = compare_rise(arguments.picture or first_sample(), arguments.masks)
    print(json.dumps(summary, indent=2) if arguments.json else as_lines(summary))
    return 0


def _run_sweeps(arguments: argparse.Namespace) -> int:
    from scripts.benchmark.sweeps import as_lines, compare_sweeps

    summary = compare_sweeps(arguments.picture or first_sample(), arguments.rounds)
    print(json.dumps(summary, indent=2) if arguments.json else as_lines(summary))
    return 0


def first_sample() -> Path:
    """The first sample that is a class of the network (a lateral view would be refused).

    Raises:
        PathUnreadableError: There are no samples.
    """
    from model.classifier.classes import CLASSES
    from model.errors import PathUnreadableError

    try:
        listed = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise PathUnreadableError() from error
    file = next(str(entry["file"]) for entry in listed if entry["label"] in CLASSES)
    return SAMPLES / file


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())

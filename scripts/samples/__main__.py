"""`python -m scripts.samples`: makes the synthetic radiographs that the app offers."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from model.__main__ import carry_out

if TYPE_CHECKING:
    from scripts.samples.produce import Judge, Sample

DEFAULT_OUTPUT = Path(__file__).resolve().parents[2] / "assets" / "samples"


def main(argv: Sequence[str] | None = None) -> int:
    """Makes the samples, says what each is like, and writes them once all are made.

    Args:
        argv: The words after `python -m scripts.samples`; those of the process when None.

    Returns:
        The exit status: 0, or 1 after an error of the project, said in one line on standard error.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.samples",
        description="Makes the synthetic radiographs that the app offers.",
    )
    parser.add_argument("--data", type=Path, help="data folder (default: NEGATOSCOPE_DATA)")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT, help="folder to write")
    parser.add_argument(
        "--candidates", type=int, default=8, help="candidates tried for a sample (default: 8)"
    )
    parser.add_argument(
        "--unjudged",
        action="store_true",
        help="do not ask the engine: the samples may be answered as another class",
    )
    return carry_out(_run, parser.parse_args(argv))


def _run(arguments: argparse.Namespace) -> int:
    from scripts.samples.films import read_archive
    from scripts.samples.produce import produce, write

    judge = None if arguments.unjudged else engine_judge()
    archive = read_archive(arguments.data)
    samples = []
    for sample in produce(archive, judge, arguments.candidates):
        print(describe(sample), file=sys.stderr, flush=True)
        samples.append(sample)
    write(samples, arguments.output)
    return 0


def engine_judge() -> "Judge":
    """A judge that reads a file and examines it as the app does.

    In float32: the choice must not depend on the processor.

    Raises:
        ArtefactError: The engine cannot be loaded.
    """
    from model.classifier.engine import Engine
    from model.classifier.prediction import examine
    from model.imaging.read import read_radiograph
    from scripts.samples.produce import Verdict

    engine = Engine.load()

    def judge(data: bytes) -> Verdict:
        examination = examine(read_radiograph(data), engine)
        return Verdict(
            accepted=examination.accepted,
            refusals=tuple(notice.code for notice in examination.refusals),
            probabilities=examination.answer.probabilities if examination.answer else {},
        )

    return judge


def describe(sample: "Sample") -> str:
    """One line on a sample."""
    parts = [
        sample.recipe.file,
        f"seed {sample.candidate.seed}",
        f"{sample.candidate.composed_of} films",
        f"largest share {sample.candidate.max_share:.2f}",
        f"largest correlation {sample.max_correlation:.3f}",
    ]
    if sample.verdict is not None:
        said = sample.verdict.probabilities.get(sample.recipe.label)
        parts.append(f"probability {said:.2f}" if said else ", ".join(sample.verdict.refusals))
    return "; ".join(parts)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m model classify`: files and folders in, one line for each file out."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from model.commands.classify_output import FOOTER, Line, as_json, as_text
from model.errors import NegatoscopeError, OutputUnwritableError, PathUnreadableError

if TYPE_CHECKING:
    from model.classifier.engine import Engine
    from model.classifier.prediction import Answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to walk through"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line (JSON Lines)")
    parser.add_argument(
        "--heatmaps",
        type=Path,
        metavar="DIR",
        help="write the evidence for the predicted class as STEM.npy, float32 224 × 224",
    )
    parser.add_argument(
        "--precision",
        choices=("auto", "fp32"),
        default="auto",
        help="auto (default): the serving graph; fp32: the network as it was trained",
    )
    parser.add_argument(
        "--force", action="store_true", help="show the probabilities of refused images as well"
    )


def run(arguments: argparse.Namespace) -> int:
    """Classifies every file; one bad file does not stop the rest.

    Args:
        arguments: The parsed options.

    Returns:
        0: every file got a line.

    Raises:
        ArtefactError: The files of the model are missing or damaged.
        OutputUnwritableError: A heat map cannot be written.
    """
    from tqdm import tqdm

    from model.classifier.engine import Engine

    files = list(find_files(arguments.paths))
    if not files:
        print("No files found.", file=sys.stderr)
    heatmaps = HeatmapFolder(arguments.heatmaps) if arguments.heatmaps else None
    engine = Engine.load(precision=arguments.precision)
    show = as_json if arguments.json else as_text
    with tqdm(files, file=sys.stderr, unit="file", disable=not _wants_progress(files)) as progress:
        for file in progress:
            line, answer = classify_file(file, engine, force=arguments.force)
            if heatmaps and answer:
                heatmaps.write(file, answer)
            # Clears the bar, prints, draws the bar again: both may share a terminal.
            with tqdm.external_write_mode(file=sys.stdout):
                print(show(line), flush=True)
    if files and not arguments.json:
        print(FOOTER)
    return 0


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Walks through folders in alphabetical order.

    Whatever is not hidden is a candidate: a DICOM file often has no extension, and a file that is
    no picture gets a line that says so.

    Args:
        paths: Files and folders; what is not there or may not be read is handed on, to get a line.

    Yields:
        Paths of files.
    """
    for path in paths:
        try:
            entries = sorted(path.iterdir()) if path.is_dir() else None
        except OSError:
            entries = None
        if entries is None:
            yield path
            continue
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        # A link to a folder may lead in circles; a folder that is meant can be named.
        yield from find_files([e for e in visible if not (e.is_symlink() and e.is_dir())])


def classify_file(
    path: Path, engine: "Engine", *, force: bool = False
) -> tuple[Line, "Answer | None"]:
    """Reads and examines one file.

    Args:
        path: The file.
        engine: The loaded engine.
        force: Whether a refused image still gets an answer.

    Returns:
        The line to print, and the answer, None where there is none.
    """
    from model.classifier.prediction import examine
    from model.imaging.read import read_radiograph

    started = time.perf_counter()
    try:
        radiograph = read_radiograph(_bytes_of(path))
    except NegatoscopeError as error:
        return Line(file=str(path), error=error), None
    examination = examine(radiograph, engine, force=force)
    elapsed_ms = (time.perf_counter() - started) * 1000
    return Line(file=str(path), examination=examination, elapsed_ms=elapsed_ms), examination.answer


class HeatmapFolder:
    """Where the evidence maps go: one `.npy` for each answered file."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder, before any time is spent on pictures.

        Args:
            folder: Made when it is not there.

        Raises:
            OutputUnwritableError: It cannot be made.
        """
        self._folder = folder
        self._taken: Counter[str] = Counter()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputUnwritableError(path=str(folder)) from error

    def write(self, file: Path, answer: "Answer") -> Path:
        """Writes the evidence for the predicted class.

        Args:
            file: The file that was classified; its stem names the map. A stem that was there before
                in this run gets `-2`, `-3`…, so that no map replaces another.
            answer: What the engine answered.

        Returns:
            Path of the `.npy`: float32 `(224, 224)`, in units of logit, in the geometry of the
            network's input.

        Raises:
            OutputUnwritableError: It cannot be written.
        """
        import numpy as np

        self._taken[file.stem] += 1
        times = self._taken[file.stem]
        target = self._folder / f"{file.stem}{f'-{times}' if times > 1 else ''}.npy"
        try:
            np.save(target, answer.evidence.upsampled(answer.predicted), allow_pickle=False)
        except OSError as error:
            raise OutputUnwritableError(path=str(target)) from error
        return target


def _bytes_of(path: Path) -> bytes:
    """The content of a file, its length checked first.

    Raises:
        FileTooLargeError: It is larger than the reader takes.
        PathUnreadableError: It is not there, not a file, or may not be read.
    """
    from model.imaging.limits import check_bytes

    try:
        if not path.is_file():
            raise PathUnreadableError()
        check_bytes(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise PathUnreadableError() from error


def _wants_progress(files: Sequence[Path]) -> bool:
    return len(files) > 1 and sys.stderr.isatty()

"""The labelled films: index, splits, pixels, and how often each is drawn."""

import csv
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.errors import DataUnavailableError

DATA_VARIABLE = "NEGATOSCOPE_DATA"
NOT_CHEST_ARCHIVE = "not_chest.zip"
DEFAULT_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Film:
    """One row of ``index.csv``.

    Attributes:
        file: Path inside ``radiographs.zip``.
        split: train, val, test, adult, lateral or unlabelled.
        label: Class, or opacity, abnormal, lateral, nodule.
        source: Data set that it came from.
        population: adult or pediatric.
        group: Films of one patient or of near-identical pixels share it.
    """

    file: str
    split: str
    label: str
    source: str
    population: str
    group: str


def data_folder(path: str | Path | None = None) -> Path:
    """The data folder: the argument, else ``NEGATOSCOPE_DATA``, else ``../shared/data``.

    Raises:
        DataUnavailableError: ``index.csv`` or ``radiographs.zip`` is not there.
    """
    folder = Path(path or os.environ.get(DATA_VARIABLE) or DEFAULT_DATA)
    if not (folder / "index.csv").is_file() or not (folder / "radiographs.zip").is_file():
        raise DataUnavailableError(folder=str(folder))
    return folder


def read_index(folder: Path, splits: Iterable[str]) -> list[Film]:
    """Read the films of some splits, in the order of the file.

    Args:
        folder: Folder with ``index.csv``.
        splits: Names of splits.

    Returns:
        The films.
    """
    wanted = set(splits)
    with (folder / "index.csv").open(newline="", encoding="utf-8") as stream:
        return [
            Film(**{name: row[name] for name in Film.__dataclass_fields__})
            for row in csv.DictReader(stream)
            if row["split"] in wanted
        ]


def read_pixels(archive: Path, files: Iterable[str]) -> NDArray[np.uint8]:
    """Decode images of a zip as grey.

    Args:
        archive: The zip file.
        files: Paths inside it; all images have one size.

    Returns:
        uint8 ``(N, H, W)``, bright = dense.
    """
    with zipfile.ZipFile(archive) as stored:
        images = [
            cv2.imdecode(np.frombuffer(stored.read(file), np.uint8), cv2.IMREAD_GRAYSCALE)
            for file in files
        ]
    return np.stack([np.asarray(image, dtype=np.uint8) for image in images])


def targets(films: Iterable[Film]) -> NDArray[np.float32]:
    """Mark the classes that each film's label allows.

    Returns:
        float32 ``(N, 4)``, 1 where allowed; a row of zeros for labels that allow none.
    """
    return np.array(
        [[name in PARTIAL_LABELS.get(film.label, ()) for name in CLASSES] for film in films],
        dtype=np.float32,
    ).reshape(-1, len(CLASSES))


def drawing_probabilities(films: list[Film], shares: Mapping[str, float]) -> NDArray[np.float64]:
    """Probability of drawing each film: labels by `shares`, and each label's sources alike.

    Balancing over class alone would let the largest hospital of a class teach its scanner.

    Args:
        films: Films to draw from.
        shares: Share of each label; a label that is not named is never drawn.

    Returns:
        float64 ``(N,)``, sums to 1.
    """
    count = Counter((film.label, film.source) for film in films)
    sources = Counter(label for label, _ in count)
    weights = np.array(
        [
            shares.get(film.label, 0.0) / sources[film.label] / count[film.label, film.source]
            for film in films
        ]
    )
    return weights / weights.sum()


def lateral_films(folder: Path) -> tuple[list[Film], list[Film]]:
    """Split the lateral views in two by patient: one half to learn from, one to measure on.

    Args:
        folder: The data folder.

    Returns:
        Films to fit the lateral discriminant on; films held out, which no fit may see.
    """
    films = read_index(folder, ["lateral"])
    groups = sorted({film.group for film in films})
    learning = set(groups[::2])
    return (
        [film for film in films if film.group in learning],
        [film for film in films if film.group not in learning],
    )


def other_pictures(folder: Path) -> tuple[list[Film], list[Film]]:
    """Split ``not_chest.zip`` in two, kind by kind: one half to learn from, one to measure on.

    The halves are the first and the second by name, not every other picture: neighbours may be of
    one patient.

    Args:
        folder: The data folder.

    Returns:
        Pictures to fit the gate on; pictures held out, which no fit may see. Their label is their
        kind, their source the name in the archive.

    Raises:
        DataUnavailableError: There is no ``not_chest.zip``.
    """
    archive = folder / NOT_CHEST_ARCHIVE
    if not archive.is_file():
        raise DataUnavailableError(folder=str(folder))
    with zipfile.ZipFile(archive) as stored:
        names = sorted(name for name in stored.namelist() if not name.endswith("/"))
    learnt: list[Film] = []
    held_out: list[Film] = []
    for kind in dict.fromkeys(name.split("/")[0] for name in names):
        own = [
            Film(name, "not_chest", kind, Path(name).stem, population="", group=name)
            for name in names
            if name.split("/")[0] == kind
        ]
        learnt += own[: len(own) // 2]
        held_out += own[len(own) // 2 :]
    return learnt, held_out

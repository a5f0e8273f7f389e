"""Films with hand-drawn lesions: the only ground truth of where the disease is."""

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.errors import DataUnavailableError
from model.imaging.prepare import network_input
from model.training.dataset import Film, read_index, read_pixels

KINDS: Final = ("ground_glass", "consolidation")
"""Masks that count as a lesion."""

_SPLITS: Final = ("train", "val", "test", "adult")


@dataclass(frozen=True, eq=False)
class Lesion:
    """A film and where its lesions are.

    Attributes:
        film: The film.
        picture: float32 ``(224, 224, 3)`` in [0, 255], the network's input.
        mask: bool ``(224, 224)``: ground glass and consolidation together, not empty.
    """

    film: Film
    picture: NDArray[np.float32]
    mask: NDArray[np.bool_]


def read_lesions(folder: Path) -> tuple[list[Lesion], int]:
    """Read all films with a hand-drawn lesion.

    Args:
        folder: The data folder, with ``masks.zip`` and ``masks.csv`` besides the films.

    Returns:
        The films whose lesions cover a pixel at least, in the order of the index; the number of
        films whose masks are empty.

    Raises:
        DataUnavailableError: The masks are not there.
    """
    if not (folder / "masks.csv").is_file() or not (folder / "masks.zip").is_file():
        raise DataUnavailableError(folder=str(folder))
    names: dict[str, list[str]] = {}
    with (folder / "masks.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["kind"] in KINDS:
                names.setdefault(row["file"], []).append(row["mask"])
    films = [film for film in read_index(folder, _SPLITS) if film.file in names]
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    found = []
    with zipfile.ZipFile(folder / "masks.zip") as stored:
        for film, grey in zip(films, pixels, strict=True):
            masks = [_decode(stored.read(name)) for name in names[film.file]]
            mask = np.asarray(np.any(masks, axis=0), dtype=np.bool_)
            if mask.any():
                picture = network_input(grey.astype(np.float32) / np.float32(255))
                found.append(Lesion(film, picture, mask))
    return found, len(films) - len(found)


def _decode(content: bytes) -> NDArray[np.bool_]:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(np.asarray(image) > 127, dtype=np.bool_)

"""The public radiographs that composites are made from."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.training.dataset import data_folder, read_pixels
from scripts.samples.fields import Plane

SIDE: Final = 224
# A letter: a bright spot narrower than this, in pixels of 224 …
_SPOT: Final = 19
# … that stands out by at least this much of the grey scale.
_SPOT_CONTRAST: Final = 0.3
# Where letters are: the upper corners far down, the lower ones only just.
_MARKED_CORNERS: Final = np.zeros((SIDE, SIDE), dtype=bool)
_MARKED_CORNERS[:84, :42] = _MARKED_CORNERS[:84, -42:] = True
_MARKED_CORNERS[-18:, :42] = _MARKED_CORNERS[-18:, -42:] = True


@dataclass(frozen=True)
class Film:
    """What is known of one public radiograph, apart from its pixels.

    Attributes:
        row: Its place in `Archive.pixels`.
        split: "train", "val", "test", "adult", "lateral" or "unlabelled".
        label: Class, or "lateral", "opacity", ….
        source: Short name of the data set.
        population: "adult" or "pediatric".
        group: Same for films of one patient or with nearly the same pixels.
        licence: As the data set states it; empty where it states none.
        aspect: Width over height of the original.
    """

    row: int
    split: str
    label: str
    source: str
    population: str
    group: str
    licence: str
    aspect: float


@dataclass(frozen=True, eq=False)
class Archive:
    """All public radiographs.

    Attributes:
        films: One per radiograph.
        pixels: uint8 (N, 224, 224), bright = dense. About 540 MB for the full set.
    """

    films: tuple[Film, ...]
    pixels: NDArray[np.uint8]

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Length of each film's pixels with their mean taken out, in grey levels: (N,)."""
        flat = self.pixels.reshape(len(self.pixels), -1)
        # In blocks: a float copy of all films would take gigabytes.
        spread = np.concatenate(
            [flat[k : k + 256].std(axis=1, dtype=np.float32) for k in range(0, len(flat), 256)]
        )
        norms: NDArray[np.float64] = spread.astype(np.float64) * np.sqrt(flat.shape[1])
        return norms

    def plane(self, film: Film) -> Plane:
        """The pixels of one film: float32 (224, 224) in [0, 1]."""
        plane: Plane = self.pixels[film.row].astype(np.float32) / np.float32(255)
        return plane


def read_archive(folder: Path | None) -> Archive:
    """Reads `index.csv` and `radiographs.zip`.

    Args:
        folder: Where both lie; None for the place that `training.dataset.data_folder` knows.

    Returns:
        All films with their pixels.

    Raises:
        DataUnavailableError: Either file is missing.
    """
    folder = data_folder(folder)
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    pixels = read_pixels(folder / "radiographs.zip", [row["file"] for row in rows])
    return Archive(films=tuple(_film(k, row) for k, row in enumerate(rows)), pixels=pixels)


def _film(row: int, entry: dict[str, str]) -> Film:
    known = entry["width"] and entry["height"]
    return Film(
        row=row,
        split=entry["split"],
        label=entry["label"],
        source=entry["source"],
        population=entry["population"],
        group=entry["group"],
        licence=entry["license"],
        aspect=int(entry["width"]) / int(entry["height"]) if known else 1.0,
    )


def without_spots(plane: Plane) -> Plane:
    """Fills in small bright spots near the corners: side letters, time stamps, exposure values.

    Args:
        plane: float32 (224, 224) in [0, 1].

    Returns:
        float32 (224, 224) in [0, 1].
    """
    grey = np.clip(plane * 255, 0, 255).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (_SPOT, _SPOT))
    standing_out = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel)
    spots = (standing_out > _SPOT_CONTRAST * 255).astype(np.uint8)
    spots[~_MARKED_CORNERS] = 0  # elsewhere small and bright is anatomy: a clavicle, a rib
    if not spots.any():
        return plane
    wide = cv2.dilate(spots, np.ones((7, 7), dtype=np.uint8))
    filled = cv2.inpaint(grey, wide, 5, cv2.INPAINT_TELEA)
    return np.where(wide > 0, filled.astype(np.float32) / np.float32(255), plane)

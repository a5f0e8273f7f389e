"""Every film of test and adult in all the disguises of the shortcut lab, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.classes import CLASSES
from model.explain.lung_removal import box_out, fill_of, lungs_out
from model.explain.lungs import Lungs
from model.explain.shortcuts import (
    NEEDS_LUNGS,
    VARIANTS,
    Classifier,
    as_picture,
    shortcut_variants,
)
from model.imaging.prepare import INPUT_SIZE, network_input
from model.training.dataset import Film, read_index, read_pixels

SPLITS: Final = ("test", "adult")

CONTROLS: Final = ("black-lungs", "no-box", "fill-alone")
"""What is measured besides the variants, to judge "lungs-out" by: lungs filled with black instead
of grey; the whole rectangle around the lungs filled, so that their outline goes too; and a picture
of nothing but the fill."""

DISGUISES: Final = (*VARIANTS, *CONTROLS)
WITH_LUNGS: Final = (*NEEDS_LUNGS, *CONTROLS)

LEFT_OUT: Final = -1
"""Answer to a disguise that a film does not have, because its lungs were not found."""

GREYS: Final = tuple(range(0, 256, 15))
"""Greys of the pictures of one grey that the network is asked about, 0 to 255."""


class Finder(Protocol):
    """What finds lungs; `explain.lungs.LungFinder` does."""

    def find(self, picture: NDArray[np.float32]) -> Lungs:
        """The lungs in float32 ``(224, 224, 3)``."""


@dataclass(frozen=True, eq=False)
class Disguised:
    """Answers to `N` films.

    Attributes:
        split: str ``(N,)``: test or adult.
        label: str ``(N,)``: a class, opacity or abnormal.
        source: str ``(N,)``: data set.
        group: int64 ``(N,)``: films of one patient, or of near-identical pixels, share a number.
        answers: For each of `DISGUISES`, int64 ``(N,)``: index of the class, or `LEFT_OUT`.
    """

    split: NDArray[np.str_]
    label: NDArray[np.str_]
    source: NDArray[np.str_]
    group: NDArray[np.int64]
    answers: Mapping[str, NDArray[np.int64]]


def ask(engine: Classifier, finder: Finder, folder: Path) -> Disguised:
    """Ask about every film of `SPLITS` in every disguise.

    Args:
        engine: The engine.
        finder: Finds the lungs.
        folder: The data folder, with ``index.csv`` and ``radiographs.zip``.

    Returns:
        The answers; groups are numbered in order of appearance.
    """
    films = read_index(folder, SPLITS)
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    number = {name: code for code, name in enumerate(dict.fromkeys(film.group for film in films))}
    answers = {name: np.full(len(films), LEFT_OUT, np.int64) for name in DISGUISES}
    for index in tqdm(range(len(films)), desc="shortcuts", unit="film", mininterval=5):
        picture = network_input(pixels[index].astype(np.float32) / np.float32(255))
        for name, answer in _answers(engine, picture, finder.find(picture)).items():
            answers[name][index] = answer
    return Disguised(
        split=_texts(films, "split"),
        label=_texts(films, "label"),
        source=_texts(films, "source"),
        group=np.array([number[film.group] for film in films], dtype=np.int64),
        answers=answers,
    )


def answers_to_grey(engine: Classifier) -> dict[str, str]:
    """The answer to a picture of one grey, for each of `GREYS`: what no film at all gets."""
    planes = [np.full((INPUT_SIZE, INPUT_SIZE), grey, np.float32) for grey in GREYS]
    logits = engine.run(np.stack([as_picture(plane) for plane in planes])).logits
    return {
        str(grey): CLASSES[int(one)] for grey, one in zip(GREYS, logits.argmax(axis=1), strict=True)
    }


def _answers(engine: Classifier, picture: NDArray[np.float32], lungs: Lungs) -> dict[str, int]:
    pictures = dict(shortcut_variants(picture, lungs))
    if lungs.confident:
        grey, mask = picture[:, :, 0], lungs.mask
        pictures["black-lungs"] = as_picture(lungs_out(grey, mask, fill=0.0))
        pictures["no-box"] = as_picture(box_out(grey, mask))
        pictures["fill-alone"] = np.full_like(picture, fill_of(grey, mask))
    # Calibration divides all logits by one number, which leaves the answer alone.
    found = engine.run(np.stack(list(pictures.values()))).logits.argmax(axis=1)
    return dict(zip(pictures, map(int, found), strict=True))


def _texts(films: list[Film], name: str) -> NDArray[np.str_]:
    return np.array([getattr(film, name) for film in films], dtype=np.str_)

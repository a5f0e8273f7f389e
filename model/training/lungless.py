"""Films without their lungs, taught as "nothing can be said": an answer shall need lungs."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.classes import CLASSES
from model.explain.lung_removal import box_out, lungs_out
from model.explain.lungs import BATCH, LungFinder
from model.imaging.prepare import network_input

NOTHING: Final = np.eye(len(CLASSES), dtype=np.float32) / np.float32(len(CLASSES))
"""Target of a film without lungs, in the form of a mixture: every class a quarter."""


def find_lungs(finder: LungFinder, pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The lungs of many films.

    Args:
        finder: The lung finder.
        pixels: uint8 ``(N, H, W)``.

    Returns:
        bool ``(N, H, W)``; empty where two lungs were not found.
    """
    masks = np.zeros(pixels.shape, dtype=np.bool_)
    for start in tqdm(range(0, len(pixels), BATCH), desc="lungs", mininterval=10):
        films = pixels[start : start + BATCH].astype(np.float32) / np.float32(255)
        found = finder.find_many(np.stack([network_input(film) for film in films]))
        for index, lungs in enumerate(found, start=start):
            if lungs.confident:
                own = lungs.mask.astype(np.uint8)
                size = (pixels.shape[2], pixels.shape[1])
                masks[index] = cv2.resize(own, size, interpolation=cv2.INTER_NEAREST) > 0
    return masks


def without_lungs(
    film: NDArray[np.float32], lungs: NDArray[np.bool_], generator: np.random.Generator
) -> NDArray[np.float32]:
    """Take the lungs out of a film, in one of three ways drawn at random.

    One way alone would be learnt as a mark of its own. Two follow the outline of the lungs, filled
    with the median of what stays or with any grey; the third takes the rectangle around them.

    Args:
        film: float32 ``(H, W)`` in [0, 1].
        lungs: bool ``(H, W)``; not empty.
        generator: Draws the way and the grey.

    Returns:
        float32 ``(H, W)`` in [0, 1].
    """
    grey = film * np.float32(255)
    way = int(generator.integers(3))
    if way == 0:
        made = lungs_out(grey, lungs)
    elif way == 1:
        made = lungs_out(grey, lungs, fill=float(generator.uniform(0, 255)))
    else:
        made = box_out(grey, lungs)
    return made / np.float32(255)


def pad_target(target: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give a target the shape of `NOTHING`, so that both may stand in one batch.

    Args:
        target: float32 ``(4,)``, or of a mixture ``(films, 4)``, of up to four films.

    Returns:
        float32 ``(4, 4)``; films that are not there have a share of nothing.
    """
    padded = np.zeros_like(NOTHING)
    rows = np.atleast_2d(target)
    padded[: len(rows)] = rows
    return padded

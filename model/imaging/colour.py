"""Colour pictures turned to grey, and how coloured they were."""

import cv2
import numpy as np
import numpy.typing as npt

from model.imaging.levels import Raw, sample_grid

CHROMA_FLOOR = 24 / 255
"""A pixel is plainly coloured if its channels lie further apart than this share of full scale.
JPEG's colour noise on a grey film stays below 12 of 255 levels."""


def chroma_share(rgb: npt.NDArray[np.generic], full_scale: float) -> float:
    """The share of plainly coloured pixels, on the grid of `sample_grid`.

    Args:
        rgb: `(H, W, 3)`, any unsigned integers.
        full_scale: The value of white.

    Returns:
        A number in [0, 1].
    """
    step = sample_grid(*rgb.shape[:2])
    grid = rgb[::step, ::step].astype(np.float32)
    spread = grid.max(axis=2) - grid.min(axis=2)
    return float(np.mean(spread > CHROMA_FLOOR * full_scale))


def to_grey(rgb: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> Raw:
    """Turns RGB to luma (0.299 R + 0.587 G + 0.114 B); grey stays exactly what it was.

    Args:
        rgb: uint8 or uint16 `(H, W, 3)`, channels in the order red, green, blue.

    Returns:
        `(H, W)` of the same type.
    """
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    return grey.astype(rgb.dtype, copy=False)  # type: ignore[return-value]

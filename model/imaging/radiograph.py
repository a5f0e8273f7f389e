"""A radiograph as the rest of the house sees it: pixels, and everything done to get them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.messages import Notice


@dataclass(frozen=True, eq=False)
class Histogram:
    """How the values of a picture are spread at one point of its reading.

    Attributes:
        counts: int64 `(64,)`, pixels per bin, bins of equal width from `low` to `high`; counted on
            a regular subsample of at most a million pixels.
        low: Lower edge of the first bin, in the units of the step.
        high: Upper edge of the last bin, in the units of the step; `high > low` always.
    """

    counts: npt.NDArray[np.int64]
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ReadingStep:
    """One thing done to the pixel values, in the order in which it was done.

    Attributes:
        notice: What was done, with its numbers (see `model.messages.NOTICES`).
        histogram: The pixel values **after** the step.
    """

    notice: Notice
    histogram: Histogram


@dataclass(frozen=True, eq=False)
class Radiograph:
    """A picture read from a file, on one scale whatever the file was.

    Attributes:
        pixels: float32 `(H, W)` in [0, 1], bright = dense (bone is bright, air is dark).
            Read-only: the array is shared between sessions.
        format: `"dicom"`, `"png"`, `"jpeg"`, `"tiff"`, `"bmp"` or `"webp"`.
        size: `(rows, columns)` of the picture as it is shown (after EXIF rotation and `turned`).
        technical: DICOM keyword → text, technical attributes only; empty for other formats.
        steps: What was done to the pixel values, in order, each with its histogram.
        warnings: What the reader of the picture should know.
        chroma: Share of the pixels which are plainly coloured, in [0, 1]; 0 for a grey picture.
        frames: Number of frames (pages) in the file.
        frame: Index of the frame which was read, from 0.
        windows: Names of the VOI windows and LUTs the file offers, in the order of `window`.
        window: Index of the one which was applied, from 0; 0 where there is none.
        looks_inverted: Whether the pixels, as they are here, look like a negative (bright lungs).
        inverted: Whether the caller asked for the inversion that was applied.
        sha256: Hexadecimal SHA-256 of the bytes of the file.
        turned: By how many degrees clockwise the caller asked to turn it: 0, 90, 180 or 270.
    """

    pixels: npt.NDArray[np.float32]
    format: str
    size: tuple[int, int]
    technical: Mapping[str, str]
    steps: tuple[ReadingStep, ...]
    warnings: tuple[Notice, ...]
    chroma: float
    frames: int
    frame: int
    windows: tuple[str, ...]
    window: int
    looks_inverted: bool
    inverted: bool
    sha256: str
    turned: int = 0

"""Before and after in one picture: wiped, or as a difference on a fixed scale."""

import functools
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from model.augment.transform import Image
from model.imaging.prepare import INPUT_SIZE

DIFFERENCE_TOP: Final = 0.5
"""Difference at either end of the colour scale, as a share of the grey range: one scale for every
picture, so that little looks little."""

# Okabe–Ito blue and vermilion, as dark as each other, with near-white between: apart for every kind
# of colour vision.
DARKER: Final = (0, 114, 178)
SAME: Final = (247, 247, 247)
BRIGHTER: Final = (213, 94, 0)

_EDGE: Final = (86, 180, 233)


@functools.cache
def scale() -> npt.NDArray[np.uint8]:
    """The colours of a difference, from darker to brighter: uint8 `(257, 3)`, RGB."""
    places = np.linspace(-1.0, 1.0, 257)
    table = [
        np.interp(places, (-1, 0, 1), ends) for ends in zip(DARKER, SAME, BRIGHTER, strict=True)
    ]
    return np.asarray(np.rint(np.stack(table, axis=-1)), dtype=np.uint8)


def difference(before: Image, after: Image) -> npt.NDArray[np.uint8]:
    """After less before, on the fixed scale.

    Args:
        before: float32 `(H, W)` in [0, 1].
        after: The same.

    Returns:
        uint8 `(H, W, 3)`, RGB.
    """
    share = np.clip((after - before) / DIFFERENCE_TOP, -1.0, 1.0)
    return np.asarray(scale()[np.rint(128 * (share + 1)).astype(np.intp)])


def wiped(before: Image, after: Image, percent: int) -> npt.NDArray[np.uint8]:
    """Before on the left and after on the right of one line.

    Args:
        before: float32 `(224, 224)` in [0, 1].
        after: The same.
        percent: Where the line runs, from the left.

    Returns:
        uint8 `(448, 448, 3)`, RGB: twice the size, so that the line can be thin.
    """
    column = round(INPUT_SIZE * percent / 100)
    grey = np.hstack([before[:, :column], after[:, column:]])
    large = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    picture = np.repeat(np.rint(255 * large)[..., np.newaxis], 3, axis=-1).astype(np.uint8)
    if 0 < column < INPUT_SIZE:
        picture[:, 2 * column - 1 : 2 * column + 1] = _EDGE
    return picture


def legend_html(darker: str, same: str, brighter: str) -> str:
    """The scale of the difference with its words, which must hold no HTML.

    Args:
        darker: What the left end means.
        same: What the middle means.
        brighter: What the right end means.
    """
    stops = ",".join("rgb({},{},{})".format(*colour) for colour in (DARKER, SAME, BRIGHTER))
    words = "".join(f"<span>{word}</span>" for word in (darker, same, brighter))
    return (
        f'<div style="height:0.6rem;border-radius:2px;background:linear-gradient(90deg,{stops})">'
        '</div><div style="display:flex;justify-content:space-between;gap:0.5rem;'
        f'font-size:0.8125rem">{words}</div>'
    )

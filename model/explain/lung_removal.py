"""A film without its lungs, and lungs without their film.

Both fill what they remove with the median grey of what stays. Taken from what is removed, the fill
would smuggle part of it back: a consolidated lung has a brighter median than a clear one, and a
film with wide black borders a darker one. What stays is in the picture anyway, so its median tells
the network nothing new; and there is little contrast at the seam.

All functions work on grey planes, float32 ``(224, 224)`` in [0, 255], bright = dense.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.explain.film_marks import Mask, Plane, grown

MARGIN: Final = 6
"""Pixels of 224 beyond the lungs that go with them: ribs and pleura at their edge, and what the
lung finder missed by a little."""

EDGE: Final = 4
"""Pixels over which picture and fill change into one another: a hard seam is a texture too."""


MIDDLE_GREY: Final = 127.5


def lungs_only(grey: Plane, lungs: Mask) -> Plane:
    """Replace everything outside the lungs; the change lies inside them.

    No pixel outside the lungs has any part in the result. The outline of the lungs, and with it the
    shape of the chest, is still there.

    Args:
        grey: The film.
        lungs: bool ``(224, 224)``; not empty, and not the whole picture.

    Returns:
        float32 ``(224, 224)``.
    """
    depth = cv2.distanceTransform(lungs.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    kept = np.clip(depth / EDGE, 0.0, 1.0).astype(np.float32)
    return _blend(grey, kept, _median(grey, lungs))


def lungs_out(grey: Plane, lungs: Mask, fill: float | None = None) -> Plane:
    """Replace the lungs and a margin around them; the change lies outside the margin.

    No pixel of the lungs has any part in the result. Their outline is still to be seen, and so are
    the heart, the bones, and whatever disease lies outside the mask; `box_out` removes more.

    Args:
        grey: The film.
        lungs: bool ``(224, 224)``.
        fill: Grey in place of the lungs; the median of what stays by default.

    Returns:
        float32 ``(224, 224)``.
    """
    gone = grown(lungs, MARGIN)
    return _fill_over(grey, gone, fill)


def box_out(grey: Plane, lungs: Mask) -> Plane:
    """Replace the smallest upright rectangle around lungs and margin: no outline is left.

    Args:
        grey: The film.
        lungs: bool ``(224, 224)``; not empty.

    Returns:
        float32 ``(224, 224)``.

    References:
        Maguolo & Nanni 2021, doi:10.1016/j.inffus.2021.04.008 (a rectangle over the lungs).
    """
    gone = grown(lungs, MARGIN)
    rows, columns = (np.flatnonzero(gone.any(axis=axis)) for axis in (1, 0))
    gone[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = True
    return _fill_over(grey, gone)


def fill_of(grey: Plane, lungs: Mask) -> float:
    """The grey that `lungs_out` puts in place of the lungs."""
    return _median(grey, ~grown(lungs, MARGIN))


def _fill_over(grey: Plane, gone: Mask, fill: float | None = None) -> Plane:
    away = cv2.distanceTransform((~gone).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    kept = np.clip(away / EDGE, 0.0, 1.0).astype(np.float32)
    return _blend(grey, kept, _median(grey, ~gone) if fill is None else fill)


def _blend(grey: Plane, kept: NDArray[np.float32], fill: float) -> Plane:
    """`grey` where `kept` is 1, `fill` where it is 0."""
    return np.asarray(kept * grey + (1 - kept) * np.float32(fill), dtype=np.float32)


def _median(grey: Plane, where: Mask) -> float:
    """Median grey of a region; middle grey where nothing is left to take it from."""
    return float(np.median(grey[where])) if where.any() else MIDDLE_GREY

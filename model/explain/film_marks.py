"""Letters, arrows and frames on a film: where they are, a film without them, a film with one more.

A public data set can be told from another by its lettering, and with it the label (DeGrave 2021,
doi:10.1038/s42256-021-00338-7). All functions work on grey planes, float32 ``(224, 224)`` in
[0, 255], bright = dense.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]

BORDER: Final = 13
"""Width of the border that is erased, pixels of 224: 6 %."""

_STROKE: Final = 11
"""Widest stroke that is taken for lettering, pixels; a solid arrow is the widest."""
_FAINT: Final = 35.0
"""Grey levels by which all of a mark stands out of its surroundings."""
_STRONG: Final = 70.0
"""Grey levels by which its brightest pixel does."""
_SHARP: Final = 49.0
"""Median step between neighbours within a mark: lettering has hard edges, bone and skin soft ones.
The three levels were set by eye on 48 films of all sources; no label took part."""
_LARGEST: Final = 40
"""Longest side of a mark, pixels."""
_SMALLEST: Final = 4
"""Fewest pixels of a mark."""
_DISTANCE: Final = 3
"""Pixels between a mark and the lungs: what touches them is rib, vessel or tube."""
_CENTRE: Final = np.s_[56:190, 45:179]
"""Where marks are not looked for: spine, heart, tubes and electrodes are there."""

_LETTER_SIZE: Final = 20
_LETTER_GAP: Final = 6
_FINE: Final = 8
"""Times that the added marker is drawn larger before it is shrunk, for smooth edges."""


def find_marks(grey: Plane, lungs: Mask | None = None) -> Mask:
    """Find bright, sharp, small things away from the lungs and from the centre.

    A white top-hat keeps what is narrower than a stroke; what is left is judged by component. Dark
    lettering, and white lettering on white, are not found.

    Args:
        grey: The film.
        lungs: bool ``(224, 224)``, where no mark can be; None if unknown.

    Returns:
        bool ``(224, 224)``.
    """
    whole = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    out_of_place = np.zeros(whole.shape, dtype=np.bool_)
    out_of_place[_CENTRE] = True
    if lungs is not None:
        out_of_place |= grown(lungs, _DISTANCE)
    stroke = np.ones((_STROKE, _STROKE), np.uint8)
    relief = cv2.morphologyEx(whole, cv2.MORPH_TOPHAT, stroke)
    steps = cv2.morphologyEx(whole, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    count, parts, boxes, _ = cv2.connectedComponentsWithStats(
        (relief >= _FAINT).astype(np.uint8), connectivity=8
    )
    marks = np.zeros(whole.shape, dtype=np.bool_)
    for part in range(1, count):
        _, _, width, height, area = boxes[part]
        if area < _SMALLEST or max(width, height) > _LARGEST:
            continue
        own = parts == part
        if (
            not out_of_place[own].any()
            and relief[own].max() >= _STRONG
            and float(np.median(steps[own])) >= _SHARP
        ):
            marks |= own
    return marks


def without_marks(grey: Plane, lungs: Mask | None = None) -> Plane:
    """Erase the border, and the marks that `find_marks` finds further in.

    Marks are filled from their surroundings. The border becomes black: training blackened borders
    of films of every class (`augment.presets`), so that a black border tells the network nothing.
    Lungs that reach into the border stay.

    Args:
        grey: The film.
        lungs: bool ``(224, 224)``; None if unknown.

    Returns:
        The film without them; pixels elsewhere are as they were.
    """
    erased = grown(find_marks(grey, lungs), 2)
    border = np.ones(grey.shape, dtype=np.bool_)
    border[BORDER:-BORDER, BORDER:-BORDER] = False
    if lungs is not None:
        erased &= ~lungs
        border &= ~lungs
    whole = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    filled = cv2.inpaint(whole, erased.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    clean = np.where(erased, filled.astype(np.float32), grey)
    return np.asarray(np.where(border, np.float32(0.0), clean), dtype=np.float32)


def with_marker(grey: Plane) -> Plane:
    """Burn a framed L into the upper corner on the viewer's right, where the patient's left is.

    It is white and as large as such letters are on the films of the data set at 224 pixels.

    Args:
        grey: The film.

    Returns:
        The film with it; pixels elsewhere are as they were.
    """
    size = _LETTER_SIZE * _FINE
    drawn = np.zeros((size, size), np.uint8)
    cv2.rectangle(drawn, (0, 0), (size - 1, size - 1), 255, thickness=2 * _FINE)
    cv2.putText(
        drawn,
        "L",
        (round(0.28 * size), round(0.78 * size)),
        cv2.FONT_HERSHEY_SIMPLEX,
        fontScale=0.56 * size / 21.0,
        color=255,
        thickness=2 * _FINE,
        lineType=cv2.LINE_AA,
    )
    shape = (_LETTER_SIZE, _LETTER_SIZE)
    ink = cv2.resize(drawn, shape, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    rows = slice(_LETTER_GAP, _LETTER_GAP + _LETTER_SIZE)
    columns = slice(-_LETTER_GAP - _LETTER_SIZE, -_LETTER_GAP)
    marked = grey.copy()
    marked[rows, columns] += (np.float32(255.0) - grey[rows, columns]) * ink
    return marked


def grown(mask: Mask, pixels: int) -> Mask:
    """A mask with everything within some pixels of it.

    Args:
        mask: bool ``(224, 224)``.
        pixels: How far, > 0.

    Returns:
        bool ``(224, 224)``.
    """
    size = 2 * pixels + 1
    round_tip = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), round_tip), dtype=np.bool_)

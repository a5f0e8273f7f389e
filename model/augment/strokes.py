"""Lines and letters with smooth edges, drawn in float64 so that every processor draws alike."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.augment.transform import Plane

Path = NDArray[np.float64]
"""float64 ``(N, 2)``: points x, y of a line, pixels; pixel centres are whole numbers."""

_GAP: Final = 0.3
"""Space between letters, of their height."""
_LETTER_WIDTH: Final = 0.6
"""Width of a letter, of its height."""

_BOWL: Final = (
    (0.0, 1.0),
    (0.0, 0.0),
    (0.4, 0.0),
    (0.6, 0.12),
    (0.6, 0.4),
    (0.4, 0.52),
    (0.0, 0.52),
)
# fmt: off
_LETTERS: Final[dict[str, tuple[tuple[tuple[float, float], ...], ...]]] = {
    "A": (((0.0, 1.0), (0.3, 0.0), (0.6, 1.0)), ((0.1, 0.65), (0.5, 0.65))),
    "B": (
        ((0.0, 0.0), (0.4, 0.0), (0.6, 0.1), (0.6, 0.38), (0.4, 0.48), (0.0, 0.48)),
        ((0.4, 0.48), (0.6, 0.6), (0.6, 0.88), (0.4, 1.0), (0.0, 1.0), (0.0, 0.0)),
    ),
    "E": (((0.6, 0.0), (0.0, 0.0), (0.0, 1.0), (0.6, 1.0)), ((0.0, 0.5), (0.45, 0.5))),
    "L": (((0.0, 0.0), (0.0, 1.0), (0.6, 1.0)),),
    "O": (((0.15, 0.0), (0.45, 0.0), (0.6, 0.2), (0.6, 0.8), (0.45, 1.0), (0.15, 1.0), (0.0, 0.8),
           (0.0, 0.2), (0.15, 0.0)),),
    "P": (_BOWL,),
    "R": (_BOWL, ((0.3, 0.52), (0.6, 1.0))),
    "T": (((0.0, 0.0), (0.6, 0.0)), ((0.3, 0.0), (0.3, 1.0))),
}
# fmt: on
"""Lines of each letter in a box 0.6 wide and 1 high, y downwards."""


def ink(shape: tuple[int, ...], paths: Sequence[Path], width: float) -> Plane:
    """How much of each pixel a line of some width covers.

    Args:
        shape: Height and width of the picture.
        paths: Lines; where they cross they add nothing.
        width: Of the line, pixels; a line below 1 is drawn 1 wide and fainter.

    Returns:
        float64 ``shape`` in [0, 1].
    """
    rows, columns = shape
    covered = np.zeros((rows, columns))
    half = max(width, 1.0) / 2 + 0.5
    for path in paths:
        for (x0, y0), (x1, y1) in pairwise(path):
            top, bottom = _range(y0, y1, half, rows)
            left, right = _range(x0, x1, half, columns)
            if top >= bottom or left >= right:
                continue
            x = np.arange(left, right, dtype=np.float64)[None, :] - x0
            y = np.arange(top, bottom, dtype=np.float64)[:, None] - y0
            across, down = x1 - x0, y1 - y0
            length = across * across + down * down
            share = np.clip((x * across + y * down) / length, 0.0, 1.0) if length > 0 else 0.0
            distance = np.sqrt((x - share * across) ** 2 + (y - share * down) ** 2)
            part = covered[top:bottom, left:right]
            np.maximum(part, np.clip(half - distance, 0.0, 1.0), out=part)
    return np.asarray(covered * min(width, 1.0), dtype=np.float64)


def _range(start: float, end: float, margin: float, size: int) -> tuple[int, int]:
    low, high = min(start, end) - margin, max(start, end) + margin
    return max(0, int(np.floor(low))), min(size, int(np.ceil(high)) + 1)


def word_width(word: str) -> float:
    """Width of a word, of the height of its letters."""
    return len(word) * (_LETTER_WIDTH + _GAP) - _GAP


def word_paths(word: str, *, left: float, top: float, height: float) -> list[Path]:
    """The lines of a word.

    Args:
        word: Capital letters, of those in LAPORTBE.
        left: Left edge, pixels.
        top: Upper edge, pixels.
        height: Height of the letters, pixels.

    Returns:
        Lines in pixels.
    """
    paths = []
    for index, letter in enumerate(word):
        start = left + index * (_LETTER_WIDTH + _GAP) * height
        paths += [
            np.array([[start + x * height, top + y * height] for x, y in line])
            for line in _LETTERS[letter]
        ]
    return paths


def curve(points: Sequence[tuple[float, float]], parts: int = 48) -> Path:
    """A cubic Bézier curve as a line of many straight parts.

    Args:
        points: Start, two control points and end: x, y.
        parts: Straight parts.

    Returns:
        float64 ``(parts + 1, 2)``, in the unit of the points.
    """
    start, first, second, end = (np.asarray(point, dtype=np.float64) for point in points)
    t = np.linspace(0.0, 1.0, parts + 1)[:, None]
    s = 1.0 - t
    return np.asarray(
        s * s * s * start + 3 * s * s * t * first + 3 * s * t * t * second + t * t * t * end,
        dtype=np.float64,
    )

"""Films altered as users bring them: on their side, on their head, as a negative, cut, blurred.

What a person does to a film on the way to the screen can be done to any film, so what the gate
learns of it needs no further picture. The films here are square, and the network squashes every
film to a square: a square that is turned is what a turned film becomes.
"""

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Film = NDArray[np.uint8]
"""uint8 ``(H, W)``, bright = dense."""
Alteration = Callable[[Film, np.random.Generator], Film]

PART: Final = (0.35, 0.60)
"""Share of each side that a window cut out of a film has."""
HALF: Final = (0.40, 0.50)
"""Share of the width that is left where a film is cut down to one lung."""
ONE_LUNG: Final = 1 / 3
"""Share of the cut films that are cut down to one lung; the others are windows anywhere."""


def turn_clockwise(film: Film, generator: np.random.Generator) -> Film:  # noqa: ARG001
    """Turns a film by 90° clockwise."""
    return np.ascontiguousarray(np.rot90(film, -1))


def turn_counter_clockwise(film: Film, generator: np.random.Generator) -> Film:  # noqa: ARG001
    """Turns a film by 90° counter-clockwise."""
    return np.ascontiguousarray(np.rot90(film))


def turn_upside_down(film: Film, generator: np.random.Generator) -> Film:  # noqa: ARG001
    """Turns a film by 180°."""
    return np.ascontiguousarray(np.rot90(film, 2))


def invert(film: Film, generator: np.random.Generator) -> Film:  # noqa: ARG001
    """Swaps black and white."""
    return np.asarray(255 - film, dtype=np.uint8)


def crop(film: Film, generator: np.random.Generator) -> Film:
    """Cuts out one lung or a window of `PART` of each side, and enlarges it to the full square.

    Args:
        film: The film.
        generator: Where to cut.
    """
    rows, columns = film.shape
    one_lung = generator.random() < ONE_LUNG
    height = generator.uniform(0.8, 1.0) if one_lung else generator.uniform(*PART)
    width = generator.uniform(*(HALF if one_lung else PART))
    top = generator.uniform(0, 1 - height)
    left = (1 - width) * generator.integers(2) if one_lung else generator.uniform(0, 1 - width)
    row, column = round(top * rows), round(left * columns)
    part = film[row : row + round(height * rows), column : column + round(width * columns)]
    return _resized(part, rows, columns, cv2.INTER_LINEAR)


def soften(film: Film, generator: np.random.Generator) -> Film:
    """Takes from a film the detail that a cut-out has lost, and nothing else.

    A cut-out that is enlarged is blurred. Without whole films as blurred as that, the gate would
    learn that blur means cut.

    Args:
        film: The film.
        generator: How much.
    """
    rows, columns = film.shape
    share = generator.uniform(*PART)
    small = _resized(film, round(share * rows), round(share * columns), cv2.INTER_AREA)
    return _resized(small, rows, columns, cv2.INTER_LINEAR)


def _resized(film: Film, rows: int, columns: int, interpolation: int) -> Film:
    return np.asarray(cv2.resize(film, (columns, rows), interpolation=interpolation), np.uint8)


ALTERATIONS: Final[Mapping[str, Alteration]] = {
    "turned-clockwise": turn_clockwise,
    "turned-counter-clockwise": turn_counter_clockwise,
    "upside-down": turn_upside_down,
    "inverted": invert,
    "cropped": crop,
}
"""What makes a film that the gate is to refuse, by the code of the refusal."""

SOFTENED: Final = "softened"
"""The control: as blurred as a cut-out, and to be accepted."""


def altered(film: Film, kind: str, index: int) -> Film:
    """Alters a film; the same film of the same list always in the same way.

    Args:
        film: The film.
        kind: A key of `ALTERATIONS`, or `SOFTENED`.
        index: Place of the film in its list.
    """
    generator = np.random.default_rng([*kind.encode(), index])
    return {**ALTERATIONS, SOFTENED: soften}[kind](film, generator)

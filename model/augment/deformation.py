"""Changes of position that bend, tilt or cut a film: elastic, perspective, crop.

All functions take float64 ``(H, W)`` in [0, 1] and return the same.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.augment.transform import (
    REFERENCE_SIDE,
    Parameter,
    Plane,
    Transform,
    Values,
    clipped,
    scaled,
)
from model.messages import N_

_STEPS: Final = 32
"""Parts of a pixel that a coordinate is rounded to, which is what OpenCV's interpolation resolves.
A last bit that differs between processors is rounded away."""

_COARSE: Final = 4
"""Times that the field of an elastic deformation is smaller than the film."""


def resampled(plane: Plane, x: NDArray[np.float64], y: NDArray[np.float64]) -> Plane:
    """Read a film at given places, bilinear, black outside.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        x: float64 ``(H, W)``, column to read for each pixel.
        y: float64 ``(H, W)``, row to read for each pixel.

    Returns:
        float64 ``(H, W)`` in [0, 1].
    """
    columns, rows = ((np.rint(one * _STEPS) / _STEPS).astype(np.float32) for one in (x, y))
    read = cv2.remap(plane, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(read, dtype=np.float64)


def elastic_field(
    shape: tuple[int, ...], smoothness: float, generator: np.random.Generator
) -> NDArray[np.float64]:
    """A smooth random field of displacements whose longest is 1.

    White noise, blurred (Simard 2003). It is drawn at one size, a quarter of `REFERENCE_SIDE`, and
    enlarged, so that one seed bends a small and a large version of a film alike, and the blur, as
    wide as it is, takes no time.

    Args:
        shape: Height and width of the picture.
        smoothness: Standard deviation of the blur, pixels of `REFERENCE_SIDE`.
        generator: Source of the noise.

    Returns:
        float64 ``(2, H, W)``: along x and along y.

    References:
        Simard, Steinkraus, Platt, ICDAR 2003, doi:10.1109/ICDAR.2003.1227801.
    """
    height, width = shape
    rows = REFERENCE_SIDE // _COARSE
    side = (rows, max(1, round(rows * width / height)))
    smooth = [
        cv2.GaussianBlur(generator.standard_normal(side), (0, 0), smoothness / _COARSE)
        for _ in range(2)
    ]
    longest = np.sqrt(smooth[0] ** 2 + smooth[1] ** 2).max()
    field = [
        cv2.resize(one / longest, (width, height), interpolation=cv2.INTER_CUBIC) for one in smooth
    ]
    return np.asarray(field, dtype=np.float64)


def _grid(plane: Plane) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    height, width = plane.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    return x, y


def _elastic(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    reach = scaled(values["displacement"], plane)
    if reach == 0:
        return plane
    across, down = elastic_field(plane.shape, values["smoothness"], generator)
    x, y = _grid(plane)
    return resampled(plane, x + reach * across, y + reach * down)


def _perspective(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    """Reads the film through a quadrangle: each corner moved at random, either way.

    The map from the unit square to a quadrangle has a closed form (Heckbert 1989, Fundamentals of
    texture mapping and image warping), so no solver rounds differently on another processor.
    """
    if values["strength"] == 0:
        return plane
    moves = values["strength"] * generator.uniform(-1.0, 1.0, (4, 2))
    quadrangle = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]) + moves
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quadrangle
    excess_x, excess_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    base = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2)
    g = (excess_x * (y3 - y2) - excess_y * (x3 - x2)) / base
    h = ((x1 - x2) * excess_y - (y1 - y2) * excess_x) / base
    height, width = plane.shape
    x, y = _grid(plane)
    u, v = x / (width - 1), y / (height - 1)
    depth = g * u + h * v + 1.0
    read_x = ((x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v + x0) / depth
    read_y = ((y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v + y0) / depth
    return resampled(plane, read_x * (width - 1), read_y * (height - 1))


def _crop(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    height, width = plane.shape
    rows, columns = round(values["keep"] * height), round(values["keep"] * width)
    place = generator.random(2)
    if (rows, columns) == (height, width):
        return plane
    top, left = int(place[0] * (height - rows + 1)), int(place[1] * (width - columns + 1))
    kept = np.ascontiguousarray(plane[top : top + rows, left : left + columns])
    enlarged = cv2.resize(kept, (width, height), interpolation=cv2.INTER_LINEAR)
    return clipped(np.asarray(enlarged, dtype=np.float64))


DEFORMATIONS: Final = (
    Transform(
        "crop",
        N_("Crop"),
        "geometry",
        (
            Parameter(
                "keep", N_("Side that is kept"), 0.5, 1.0, 1.0, (0.85, 1.0), (0.85, 1.0), unit="%"
            ),
        ),
        _crop,
        "kept",
        N_(
            "Tight collimation and screenshots cut off borders. The label stays, though a deep crop"
            " may cut away the very opacity that it names."
        ),
        moves=True,
    ),
    Transform(
        "perspective",
        N_("Perspective"),
        "geometry",
        (
            Parameter(
                "strength",
                N_("Movement of the corners"),
                0.0,
                0.25,
                0.0,
                (0.0, 0.06),
                (0.0, 0.05),
                unit="%",
                digits=3,
            ),
        ),
        _perspective,
        "kept",
        N_(
            "A film photographed with a telephone, or a portable detector that was not square to"
            " the beam, comes out as a tapered shape."
        ),
        moves=True,
    ),
    Transform(
        "elastic",
        N_("Elastic deformation"),
        "geometry",
        (
            Parameter(
                "displacement",
                N_("Largest displacement"),
                0.0,
                8.0,
                0.0,
                (0.0, 4.0),
                (0.0, 4.0),
                unit="px",
                digits=1,
            ),
            Parameter(
                "smoothness",
                N_("Smoothness"),
                10.0,
                40.0,
                20.0,
                (15.0, 40.0),
                (15.0, 30.0),
                unit="px",
                digits=0,
            ),
        ),
        _elastic,
        "kept",
        N_(
            "Soft parts differ in shape from patient to patient and with each breath, so gentle"
            " bending is believable. Bones do not bend: wavy ribs and clavicles give it away."
        ),
        moves=True,
    ),
)
"""Transforms that bend, tilt or cut, in the order of the menu."""

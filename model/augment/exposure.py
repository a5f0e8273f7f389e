"""What the beam and the patient do to a film: photons, scatter, grid, movement, electronics.

All functions take float64 ``(H, W)`` in [0, 1], bright = dense, and return the same. Where photons
count, a film is read as the logarithm of the exposure that reached the detector.
"""

import math
from typing import Final

import cv2
import numpy as np

from model.augment.filters import blurred
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

LATITUDE: Final = 2.0
"""Decades of exposure from black to white: a chest lets a hundred times more through at the lung's
edge than below the diaphragm, and chest films are processed to show about that."""

PHOTONS: Final = 2.5e6
"""Photons in a black pixel of a film `REFERENCE_SIDE` high, at the usual dose.

A mid-grey receives a tenth of that: 2.5 µGy at the detector (speed 400), 31 000 photons per mm² and
µGy (IEC 62220-1, beam RQA9), pixels of 1.8 mm (40 cm over 224)."""

_VEIL: Final = 30.0
"""Standard deviation of the scattered veil, pixels of `REFERENCE_SIDE`: 5 cm."""

_GRID: Final = 2.0**40
"""Steps of grey that a result of logarithms is rounded to. Without, black comes out a hair off
nought, and differently on each processor."""


def exposure_of(plane: Plane) -> Plane:
    """The exposure behind each pixel, 1 for black down to 0.01 for white."""
    return np.asarray(np.power(10.0, -LATITUDE * plane), dtype=np.float64)


def film_of(exposure: Plane) -> Plane:
    """The film of an exposure: the way back of `exposure_of`, clipped to [0, 1]."""
    return _settled(-np.log10(exposure) / LATITUDE)


def _settled(plane: Plane) -> Plane:
    return clipped(np.rint(plane * _GRID) / _GRID)


def _quantum_noise(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    # A pixel of a larger picture is a smaller piece of the detector.
    photons = PHOTONS * values["dose"] * (REFERENCE_SIDE / plane.shape[0]) ** 2
    # In thousandths of a photon, so that equal seeds count alike on every processor.
    expected = np.rint(photons * exposure_of(plane) * 1000.0) / 1000.0
    counted = generator.poisson(expected).astype(np.float64)
    return film_of(np.maximum(counted, 0.5) / photons)


def _scatter(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    fraction = values["fraction"]
    if fraction == 0:
        return plane
    exposure = exposure_of(plane)
    return film_of((1 - fraction) * exposure + fraction * _veil(exposure))


def _veil(exposure: Plane) -> Plane:
    """The exposure spread so wide that a small version of it does."""
    height, width = exposure.shape
    rows = REFERENCE_SIDE // 4
    if height <= rows:
        return blurred(exposure, scaled(_VEIL, exposure))
    side = (max(1, round(width * rows / height)), rows)
    small = cv2.resize(exposure, side, interpolation=cv2.INTER_AREA)
    veil = blurred(np.asarray(small, dtype=np.float64), _VEIL / 4)
    return np.asarray(cv2.resize(veil, (width, height)), dtype=np.float64)


def _detector_noise(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    if values["deviation"] == 0:
        return plane
    return clipped(plane + values["deviation"] * generator.standard_normal(plane.shape))


def _grid_lines(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    if values["depth"] == 0:
        return plane
    turns = np.arange(plane.shape[1]) / scaled(values["pitch"], plane) + generator.random()
    return clipped(plane + values["depth"] * np.cos(2 * np.pi * turns))


def _motion_blur(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    length = scaled(values["length"], plane)
    if length == 0:
        return plane
    kernel = motion_kernel(length, generator.uniform(0.0, math.pi))
    moved = cv2.filter2D(plane, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    return _settled(np.asarray(moved, dtype=np.float64))


def motion_kernel(length: float, angle: float) -> Plane:
    """Where a point goes during the exposure: a straight line, spent evenly.

    Args:
        length: Pixels, > 0.
        angle: Direction, radians.

    Returns:
        float64, square with an odd side, sums to 1, centred.
    """
    reach = math.ceil(length / 2)
    kernel = np.zeros((2 * reach + 2, 2 * reach + 2))
    # 1e-9 of a pixel: a place on a pixel must fall to the same side everywhere.
    steps = np.linspace(-length / 2, length / 2, 8 * reach + 1)
    x, y = (np.round(reach + steps * part, 9) for part in (math.cos(angle), math.sin(angle)))
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    right, below = x - column, y - row
    np.add.at(kernel, (row, column), (1 - below) * (1 - right))
    np.add.at(kernel, (row, column + 1), (1 - below) * right)
    np.add.at(kernel, (row + 1, column), below * (1 - right))
    np.add.at(kernel, (row + 1, column + 1), below * right)
    return np.asarray(kernel[:-1, :-1] / kernel[:-1, :-1].sum(), dtype=np.float64)


EXPOSURES: Final = (
    Transform(
        "quantum-noise",
        N_("Dose"),
        "exposure",
        (
            Parameter(
                "dose",
                N_("Dose, as a multiple of the usual one"),
                0.0005,
                1.0,
                None,
                (0.1, 1.0),
                (0.01, 1.0),
                unit="×",
                digits=4,
                even_in="logarithm",
            ),
        ),
        _quantum_noise,
        "kept",
        N_(
            "Photons arrive by chance: a tenth of them gives three times the grain, most of it"
            " behind the heart and below the diaphragm, where few arrive. A pixel of a picture this"
            " small gathers so many that only a far lower dose shows."
        ),
    ),
    Transform(
        "scatter",
        N_("Scatter"),
        "exposure",
        (
            Parameter(
                "fraction", N_("Added scatter"), 0.0, 0.9, 0.0, (0.0, 0.6), (0.0, 0.4), unit="%"
            ),
        ),
        _scatter,
        "kept",
        N_(
            "Photons deflected inside the patient lay a veil over the film, and the mediastinum,"
            " which lets few straight ones through, drowns first. Large patients and portable films"
            " without a grid have the most."
        ),
    ),
    Transform(
        "grid-lines",
        N_("Grid lines"),
        "exposure",
        (
            Parameter(
                "depth", N_("Depth"), 0.0, 0.2, 0.0, (0.0, 0.03), (0.0, 0.03), unit="%", digits=3
            ),
            Parameter(
                "pitch",
                N_("Distance"),
                2.0,
                20.0,
                4.0,
                (2.0, 12.0),
                (2.5, 8.0),
                unit="px",
                digits=1,
            ),
        ),
        _grid_lines,
        "kept",
        N_(
            "An anti-scatter grid is a comb of lead strips. If it stands still, or its lines beat"
            " with the pixels, fine stripes stay on the film; shrinking the picture may make them"
            " coarse."
        ),
    ),
    Transform(
        "motion-blur",
        N_("Movement"),
        "exposure",
        (
            Parameter(
                "length", N_("Length"), 0.0, 20.0, 0.0, (0.0, 3.0), (0.0, 3.0), unit="px", digits=1
            ),
        ),
        _motion_blur,
        "kept",
        N_(
            "A breathless patient cannot hold still, and a portable tube needs a longer exposure."
            " Vessels and the diaphragm smear along one direction and may pass for haze."
        ),
    ),
    Transform(
        "detector-noise",
        N_("Electronic noise"),
        "exposure",
        (
            Parameter(
                "deviation",
                N_("Standard deviation"),
                0.0,
                0.25,
                0.0,
                (0.0, 0.05),
                (0.0, 0.03),
                unit="%",
                digits=3,
            ),
        ),
        _detector_noise,
        "kept",
        N_(
            "The detector's own electronics add grain that is the same in dark and bright parts,"
            " unlike the grain of a low dose. With more than a few per cent no detector would pass"
            " its quality control."
        ),
    ),
)
"""Transforms of beam and patient, in the order of the menu."""

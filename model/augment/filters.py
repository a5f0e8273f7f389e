"""Changes of a pixel by its neighbours: sharper, softer, smoothed by median.

All functions take float64 ``(H, W)`` in [0, 1] and return the same.
"""

from typing import Final

import cv2
import numpy as np

from model.augment.transform import Parameter, Plane, Transform, Values, clipped, scaled
from model.messages import N_

_EDGE: Final = 2.0
"""Standard deviation of the blur that sharpening takes away, pixels of `REFERENCE_SIDE`."""


def blurred(plane: Plane, sigma: float) -> Plane:
    """Blur with a Gaussian of standard deviation `sigma`, pixels; 0 leaves the film alone."""
    if sigma <= 0:
        return plane
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), dtype=np.float64)


def _gaussian_blur(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    if values["sigma"] == 0:
        return plane
    return clipped(blurred(plane, scaled(values["sigma"], plane)))


def _sharpen(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    if values["amount"] == 0:
        return plane
    return clipped(plane + values["amount"] * (plane - blurred(plane, scaled(_EDGE, plane))))


def _median_blur(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    size = 2 * round(values["radius"]) + 1
    if size == 1:
        return plane
    # OpenCV's median knows no float64. It compares and computes nothing, so float32 is safe.
    return np.asarray(cv2.medianBlur(plane.astype(np.float32), size), dtype=np.float64)


FILTERS: Final = (
    Transform(
        "sharpen",
        N_("Sharpening"),
        "intensity",
        (Parameter("amount", N_("Amount"), 0.0, 3.0, 0.0, (0.0, 1.0), (0.0, 0.8), unit="×"),),
        _sharpen,
        "kept",
        N_(
            "Unsharp masking, which most digital systems apply to some degree. Too much draws a"
            " dark line beside ribs and heart that can pass for a pneumothorax or a"
            " pneumomediastinum."
        ),
    ),
    Transform(
        "gaussian-blur",
        N_("Soft focus"),
        "intensity",
        (
            Parameter(
                "sigma", N_("Spread"), 0.0, 5.0, 0.0, (0.0, 1.0), (0.3, 1.0), unit="px", digits=1
            ),
        ),
        _gaussian_blur,
        "kept",
        N_(
            "A wide focal spot, a thick patient or a photographed screen softens edges. Fine lines"
            " go first: fissures, septal lines, the edge of a small pneumothorax."
        ),
    ),
    Transform(
        "median-blur",
        N_("Median filter"),
        "intensity",
        (
            # In the picture's own pixels: it is there to take single stray pixels out.
            Parameter("radius", N_("Radius in pixels"), 0, 2, 0, (0, 1), (0, 1), digits=0),
        ),
        _median_blur,
        "kept",
        N_(
            "Each pixel takes the middle value of its neighbours: dead pixels and grain go, large"
            " edges stay. Thin lines and small vessels vanish, which leaves lungs oddly smooth."
        ),
    ),
)
"""Transforms by neighbourhood, in the order of the menu."""

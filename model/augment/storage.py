"""What happens to a film between detector and data set: collimated, compressed, made small.

All functions take float64 ``(H, W)`` in [0, 1] and return the same.
"""

from typing import Final

import cv2
import numpy as np

from model.augment.transform import Parameter, Plane, Transform, Values, clipped
from model.messages import N_

_NUDGE: Final = 1e-9
"""Share of a level by which rounding is moved off the half, where processors may disagree."""


def collimated(plane: Plane, *, widths: tuple[float, float, float, float]) -> Plane:
    """Blacken the four borders (top, right, bottom, left), each a share of the side.

    Markers, day labels and collimation edges live there, and name the hospital rather than the
    disease (DeGrave 2021, doi:10.1038/s42256-021-00338-7).
    """
    rows, columns = plane.shape
    top, right, bottom, left = widths
    inside = np.s_[
        round(top * rows) : rows - round(bottom * rows),
        round(left * columns) : columns - round(right * columns),
    ]
    dark = np.zeros_like(plane)
    dark[inside] = plane[inside]
    return dark


def _collimation(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    widths = (values["top"], values["right"], values["bottom"], values["left"])
    return collimated(plane, widths=widths)


def _jpeg(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    levels = np.floor(plane * 255.0 + 0.5 + _NUDGE).astype(np.uint8)
    _done, packed = cv2.imencode(
        ".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, round(values["quality"])]
    )
    unpacked = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    return np.asarray(unpacked, dtype=np.float64) / 255.0


def _down_sampling(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    height, width = plane.shape
    side = tuple(max(1, round(one / values["factor"])) for one in (width, height))
    if side == (width, height):
        return plane
    small = cv2.resize(plane, side, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return clipped(np.asarray(large, dtype=np.float64))


def _border(name: str, title: str) -> Parameter:
    return Parameter(name, title, 0.0, 0.4, 0.0, (0.0, 0.15), (0.0, 0.1), unit="%", digits=3)


STORAGE: Final = (
    Transform(
        "collimation",
        N_("Black borders"),
        "exposure",
        (
            _border("top", N_("Top")),
            _border("right", N_("Right")),
            _border("bottom", N_("Bottom")),
            _border("left", N_("Left")),
        ),
        _collimation,
        "kept",
        N_(
            "Lead shutters limit the field, and the workstation paints the rest black. Markers and"
            " day labels live in these borders and can give away the hospital."
        ),
    ),
    Transform(
        "down-sampling",
        N_("Coarse pixels"),
        "exposure",
        (
            Parameter(
                "factor",
                N_("Factor"),
                1.0,
                8.0,
                1.0,
                (1.0, 2.0),
                (1.0, 2.0),
                unit="×",
                digits=1,
                even_in="logarithm",
            ),
        ),
        _down_sampling,
        "kept",
        N_(
            "Detectors give 2000 to 3000 pixels a side, teaching files and web pages a few hundred."
            " What is finer than a pixel cannot be brought back: septal lines, small nodules."
        ),
    ),
    Transform(
        "jpeg",
        N_("JPEG compression"),
        "exposure",
        (Parameter("quality", N_("Quality"), 5, 100, None, (50, 100), (50, 95), digits=0),),
        _jpeg,
        "kept",
        N_(
            "Public data sets and teaching files are often JPEG; archives lose little or"
            " nothing. Low quality leaves squares of eight by eight pixels and a shimmer along"
            " edges, which can give away the source."
        ),
    ),
)
"""Transforms between detector and data set, in the order of the menu."""

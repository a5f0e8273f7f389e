"""Parts of a film covered or outshone: rectangles, holes, the reflection of a lamp.

All functions take float64 ``(H, W)`` in [0, 1] and return the same.
"""

from typing import Final

import numpy as np

from model.augment.transform import Parameter, Plane, Transform, Values, clipped
from model.messages import N_


def filled_rectangle(
    plane: Plane, *, top: float, left: float, height: float, width: float, grey: float
) -> Plane:
    """Paint a rectangle, given as shares of the film's height and width, in one grey.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        top: Upper edge, share of the height.
        left: Left edge, share of the width.
        height: Height, share of the height.
        width: Width, share of the width.
        grey: In [0, 1].

    Returns:
        A changed copy, float64 ``(H, W)``.
    """
    rows, columns = plane.shape
    y, x = round(top * rows), round(left * columns)
    filled = plane.copy()
    filled[y : y + round(height * rows), x : x + round(width * columns)] = grey
    return filled


def _erasing(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    height, width = values["height"], values["width"]
    return filled_rectangle(
        plane,
        top=generator.uniform(0, 1 - height),
        left=generator.uniform(0, 1 - width),
        height=height,
        width=width,
        grey=values["grey"],
    )


def _corner_erasing(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    height, width = values["height"], values["width"]
    bottom, right = generator.integers(0, 2, 2)
    return filled_rectangle(
        plane,
        top=bottom * (1 - height),
        left=right * (1 - width),
        height=height,
        width=width,
        grey=values["grey"],
    )


def _coarse_dropout(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    rows, columns = plane.shape
    # Squares on the film, whatever its shape; none is wider than the film.
    side = min(round(values["size"] * rows), columns)
    holed = plane.copy()
    for down, across in generator.random((round(values["holes"]), 2)):
        y, x = int(down * (rows - side + 1)), int(across * (columns - side + 1))
        holed[y : y + side, x : x + side] = 0.0
    return holed


def _highlight(plane: Plane, values: Values, generator: np.random.Generator) -> Plane:
    if values["strength"] == 0:
        return plane
    centre_x, centre_y = generator.uniform(0.2, 0.8, 2)
    radius_x, radius_y = generator.uniform(0.1, 0.3, 2)
    rows, columns = plane.shape
    y = ((np.arange(rows) + 0.5) / rows - centre_y) / radius_y
    x = ((np.arange(columns) + 0.5) / columns - centre_x) / radius_x
    # From 1 in the middle to a smooth end at the ellipse.
    glow = np.maximum(1.0 - (y * y)[:, None] - (x * x)[None, :], 0.0) ** 2
    return clipped(plane + values["strength"] * glow * (1.0 - plane))


def _side(name: str, title: str, plausible: float, start: tuple[float, float]) -> Parameter:
    return Parameter(name, title, 0.0, 0.6, 0.0, (0.0, plausible), start, unit="%", digits=3)


def _grey(name: str, high: float) -> Parameter:
    """A grey, which matters only where there is something to paint."""
    return Parameter(name, N_("Grey"), 0.0, 1.0, 0.0, (0.0, 1.0), (0.0, high))


OCCLUSIONS: Final = (
    Transform(
        "erasing",
        N_("Rectangle"),
        "occlusion",
        (
            _side("height", N_("Height"), 0.0, (0.08, 0.3)),
            _side("width", N_("Width"), 0.0, (0.08, 0.3)),
            _grey("grey", 1.0),
        ),
        _erasing,
        "kept",
        # Zhong and others, AAAI 2020, doi:10.1609/aaai.v34i07.7000.
        N_(
            "No film looks like this. It keeps a network from hanging all on one spot, and it may"
            " hide the only opacity there is, so that the label no longer holds."
        ),
    ),
    Transform(
        "corner-erasing",
        N_("Covered corner"),
        "occlusion",
        (
            _side("height", N_("Height"), 0.25, (0.05, 0.22)),
            _side("width", N_("Width"), 0.25, (0.05, 0.22)),
            _grey("grey", 0.6),
        ),
        _corner_erasing,
        "kept",
        N_(
            "Names and markers stand in the corners and are covered before films are shared."
            " Covered on films of every class, they can teach a network nothing."
        ),
    ),
    Transform(
        "coarse-dropout",
        N_("Holes"),
        "occlusion",
        (
            Parameter("holes", N_("Number"), 0, 24, 0, (0, 0), (4, 12), digits=0),
            Parameter(
                "size", N_("Side"), 0.0, 0.25, 0.0, (0.0, 0.0), (0.04, 0.1), unit="%", digits=3
            ),
        ),
        _coarse_dropout,
        "kept",
        # DeVries and Taylor, 2017, doi:10.48550/arXiv.1708.04552.
        N_(
            "No film looks like this. Diffuse disease shows through between the holes; a single"
            " small nodule may be gone."
        ),
    ),
    Transform(
        "highlight",
        N_("Reflection"),
        "occlusion",
        (Parameter("strength", N_("Strength"), 0.0, 1.0, 0.0, (0.0, 0.3), (0.0, 0.25), unit="%"),),
        _highlight,
        "kept",
        N_(
            "A lamp mirrored in a film that was photographed on the light box. Over a lung it looks"
            " like an opacity, and a network takes it for one."
        ),
    ),
)
"""Transforms that cover or outshine, in the order of the menu."""

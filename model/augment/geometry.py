"""Changes of position that keep straight lines straight: turned, shifted, magnified, mirrored.

All functions take float64 ``(H, W)`` in [0, 1] and return the same; what comes into view is black,
as collimation is.
"""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.augment.transform import Parameter, Plane, Transform, Values
from model.messages import N_

_DECIMALS: Final = 12
"""Processors differ in the last bits of a sine and of a product of matrices; rounded to this many
decimals, a matrix is the same everywhere."""


def warped(plane: Plane, linear: NDArray[np.float64], shift: tuple[float, float]) -> Plane:
    """Map a film by a matrix about its centre, then move it.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        linear: float64 ``(2, 2)``: where a step to the right and a step down go.
        shift: Translation along x and y, pixels.

    Returns:
        float64 ``(H, W)`` in [0, 1].
    """
    height, width = plane.shape
    return _warped_about(plane, linear, ((width - 1) / 2, (height - 1) / 2), shift)


def rotated(plane: Plane, degrees: float) -> Plane:
    """Turn a film counter-clockwise about its centre."""
    return warped(plane, _turn(degrees), (0.0, 0.0))


def positioned(
    plane: Plane, *, degrees: float, zoom: tuple[float, float], shift: tuple[float, float]
) -> Plane:
    """Turn, then magnify each axis, then move: the one warp that the network is trained with.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        degrees: Rotation, counter-clockwise.
        zoom: Magnification along x and y (1 = none).
        shift: Translation along x and y as a share of the width and the height.

    Returns:
        float64 ``(H, W)`` in [0, 1].
    """
    height, width = plane.shape
    # Training took the corner between the four middle pixels of an even side for pixel H/2, half a
    # pixel off the centre that `warped` turns about; kept, so that it can be repeated exactly.
    centre = (width / 2, height / 2)
    linear = np.diag(np.asarray(zoom, dtype=np.float64)) @ _turn(degrees)
    return _warped_about(plane, linear, centre, (shift[0] * width, shift[1] * height))


def _warped_about(
    plane: Plane,
    linear: NDArray[np.float64],
    centre: tuple[float, float],
    shift: tuple[float, float],
) -> Plane:
    middle = np.asarray(centre)
    offset = middle - linear @ middle + np.asarray(shift)
    matrix = np.round(np.column_stack([linear, offset]), _DECIMALS)
    if np.array_equal(matrix, np.eye(2, 3)):
        return plane
    height, width = plane.shape
    moved = cv2.warpAffine(plane, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(moved, dtype=np.float64)


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, sine], [-sine, cosine]])


def _translation(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    height, width = plane.shape
    return warped(plane, np.eye(2), (values["across"] * width, values["down"] * height))


def _shear(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    slope = math.tan(math.radians(values["degrees"]))
    return warped(plane, np.array([[1.0, slope], [0.0, 1.0]]), (0.0, 0.0))


def _positioning(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    zoom = values["zoom"]
    return positioned(
        plane,
        degrees=values["degrees"],
        zoom=(zoom * (1 + values["stretch-x"]), zoom * (1 + values["stretch-y"])),
        shift=(values["across"], values["down"]),
    )


def _share(name: str, title: str, plausible: float, start: float, high: float) -> Parameter:
    """A share of a side, either way, that leaves the film as it is at nought."""
    return Parameter(
        name, title, -high, high, 0.0, (-plausible, plausible), (-start, start), unit="%", digits=3
    )


POSITIONING: Final = Transform(
    "positioning",
    N_("Positioning"),
    "geometry",
    (
        Parameter("zoom", N_("Magnification"), 0.5, 2.0, 1.0, (0.85, 1.25), (0.92, 1.18), unit="×"),
        Parameter(
            "degrees",
            N_("Angle, counter-clockwise"),
            -45.0,
            45.0,
            0.0,
            (-15.0, 15.0),
            (-10.0, 10.0),
            unit="°",
            digits=1,
        ),
        _share("stretch-x", N_("Extra width"), 0.1, 0.08, 0.5),
        _share("stretch-y", N_("Extra height"), 0.1, 0.08, 0.5),
        _share("across", N_("Shift to the right"), 0.1, 0.06, 0.5),
        _share("down", N_("Shift downwards"), 0.1, 0.06, 0.5),
    ),
    _positioning,
    "kept",
    N_(
        "No two patients stand alike: each is a little turned, nearer or off centre. All of it in"
        " one step blurs the film once instead of several times."
    ),
    moves=True,
)

AFFINE: Final = (
    POSITIONING,
    Transform(
        "rotation",
        N_("Rotation"),
        "geometry",
        (
            Parameter(
                "degrees",
                N_("Angle, counter-clockwise"),
                -180.0,
                180.0,
                0.0,
                (-15.0, 15.0),
                (-10.0, 10.0),
                unit="°",
                digits=1,
            ),
        ),
        lambda plane, values, _: rotated(plane, values["degrees"]),
        "kept",
        N_(
            "Patients lean, and a portable film of someone who cannot sit up is often tilted by"
            " several degrees. Beyond that the film itself was put in the wrong way round."
        ),
        moves=True,
    ),
    Transform(
        "translation",
        N_("Shift"),
        "geometry",
        (
            _share("across", N_("To the right"), 0.1, 0.06, 0.5),
            _share("down", N_("Downwards"), 0.1, 0.06, 0.5),
        ),
        _translation,
        "kept",
        N_(
            "Chests are seldom exactly centred on the detector. A large shift cuts off an apex or a"
            " costophrenic angle, and with it perhaps the finding."
        ),
        moves=True,
    ),
    Transform(
        "zoom",
        N_("Magnification"),
        "geometry",
        (
            Parameter(
                "factor",
                N_("Factor"),
                0.5,
                2.0,
                1.0,
                (0.85, 1.25),
                (0.9, 1.15),
                unit="×",
                even_in="logarithm",
            ),
        ),
        lambda plane, values, _: warped(plane, np.eye(2) * values["factor"], (0.0, 0.0)),
        "kept",
        N_(
            "Body size, the distance from tube to detector and the crop all change how large a"
            " chest appears. On an AP film the heart is magnified more than the rest, which this"
            " does not imitate."
        ),
        moves=True,
    ),
    Transform(
        "shear",
        N_("Shear"),
        "geometry",
        (
            Parameter(
                "degrees",
                N_("Angle"),
                -30.0,
                30.0,
                0.0,
                (-5.0, 5.0),
                (-4.0, 4.0),
                unit="°",
                digits=1,
            ),
        ),
        _shear,
        "kept",
        N_(
            "A scoliotic or leaning trunk is slanted a little, but an X-ray beam on a flat detector"
            " never slants a film as a whole. Small angles stand in for bodies of another build."
        ),
        moves=True,
    ),
    Transform(
        "horizontal-flip",
        N_("Mirror image, left and right"),
        "geometry",
        (),
        lambda plane, _values, _: np.ascontiguousarray(plane[:, ::-1]),
        "changed",
        N_(
            "The heart, the aortic arch and the gastric bubble change sides: the film now shows"
            " situs inversus, about one person in ten thousand. More often in practice it means"
            " that a film was hung the wrong way round."
        ),
        moves=True,
    ),
    Transform(
        "vertical-flip",
        N_("Upside down"),
        "geometry",
        (),
        lambda plane, _values, _: np.ascontiguousarray(plane[::-1]),
        "changed",
        N_(
            "Apices at the bottom, the diaphragm on top, and mirrored besides: no patient gives"
            " such a film. A habit from other photographs that has no place in chest radiography."
        ),
        moves=True,
    ),
)
"""Transforms that keep straight lines straight, in the order of the menu."""

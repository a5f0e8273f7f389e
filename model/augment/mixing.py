"""Two films in one, and their labels in the same shares.

All functions take float64 ``(H, W)`` in [0, 1] and return the same.
"""

from typing import Final

import cv2
import numpy as np

from model.augment.transform import Parameter, Plane, Transform, Values
from model.messages import N_


def _unmixed(plane: Plane, _values: Values, _: np.random.Generator) -> Plane:
    """A film without a partner stays as it is."""
    return plane


def _fitted(partner: Plane, shape: tuple[int, ...]) -> Plane:
    """The second film in the size of the first."""
    if partner.shape == shape:
        return partner
    height, width = shape
    shrinks = partner.size > height * width
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized = cv2.resize(partner, (width, height), interpolation=way)
    return np.asarray(np.clip(resized, 0.0, 1.0), dtype=np.float64)


def _mixup(
    plane: Plane, partner: Plane, values: Values, _: np.random.Generator
) -> tuple[Plane, float]:
    share = values["share"]
    if share == 0:
        return plane, 1.0
    mixed = plane * (1.0 - share) + _fitted(partner, plane.shape) * share
    return np.asarray(np.clip(mixed, 0.0, 1.0), dtype=np.float64), 1.0 - share


def _cutmix(
    plane: Plane, partner: Plane, values: Values, generator: np.random.Generator
) -> tuple[Plane, float]:
    rows, columns = plane.shape
    side = float(np.sqrt(values["share"]))
    height, width = round(side * rows), round(side * columns)
    place = generator.random(2)
    top, left = int(place[0] * (rows - height + 1)), int(place[1] * (columns - width + 1))
    patch = np.s_[top : top + height, left : left + width]
    mixed = plane.copy()
    mixed[patch] = _fitted(partner, plane.shape)[patch]
    return mixed, 1.0 - height * width / plane.size


def _share(title: str) -> Parameter:
    return Parameter("share", title, 0.0, 1.0, 0.0, (0.0, 0.0), (0.0, 0.5), unit="%")


MIXTURES: Final = (
    Transform(
        "mixup",
        N_("Mixup"),
        "mixing",
        (_share(N_("Share of the other film")),),
        _unmixed,
        "mixed",
        # Zhang and others, ICLR 2018, doi:10.48550/arXiv.1710.09412.
        N_(
            "Two chests shine through each other and the label is shared between them, like two"
            " films on one light box. No patient looks like this; it teaches a network to be less"
            " sure of itself."
        ),
        mix=_mixup,
    ),
    Transform(
        "cutmix",
        N_("CutMix"),
        "mixing",
        (_share(N_("Area from the other film")),),
        _unmixed,
        "mixed",
        # Yun and others, ICCV 2019, doi:10.1109/ICCV.2019.00612.
        N_(
            "A rectangle of another film is pasted in and the label shared by area. Disease does"
            " not go by area: the pasted piece may hold all of it, or none."
        ),
        mix=_cutmix,
    ),
)
"""Transforms of two films, in the order of the menu."""

"""Does evidence lie on a lesion? The pointing game and the share of evidence inside, for one film.

What a score is worth shows only beside what costs nothing: evidence spread evenly over the lungs,
and maps as smooth as the one in question that point nowhere.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.explain.faithfulness import RANDOM_MAPS, random_maps
from model.explain.film_marks import grown
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs
from model.imaging.prepare import INPUT_SIZE

TOLERANCE: Final = 15
"""Pixels of 224 that a peak may lie beside the lesion to be near it, as in the paper; about half a
cell of the last convolution."""


@dataclass(frozen=True)
class Pointing:
    """How well one map, or one kind of map, points at a lesion.

    Attributes:
        hit: Whether the peak lies in the lesion; a share where it is a mean over maps.
        near: The same with `TOLERANCE`.
        share: Share of the evidence inside the lesion, in [0, 1].
    """

    hit: float
    near: float
    share: float


def pointing(heat: HeatMap, mask: NDArray[np.bool_]) -> Pointing:
    """Score a map against a lesion.

    Args:
        heat: The map; an empty one points nowhere and has nothing inside: 0 throughout.
        mask: bool ``(224, 224)``, the lesion.

    Returns:
        The score.

    References:
        Zhang et al. 2018, doi:10.1007/s11263-017-1059-x (pointing game, tolerance of 15 px).
    """
    share = heat.share_inside(mask)
    if heat.peak is None or share is None:
        return Pointing(0.0, 0.0, 0.0)
    return _at(heat.peak, share, mask)


def lung_pointing(lungs: Lungs, mask: NDArray[np.bool_]) -> Pointing:
    """Score of evidence spread evenly over both lungs, with its peak in the middle of the larger.

    It looks at no disease: whatever does no better has found the lungs at most.

    Args:
        lungs: The lungs, confident.
        mask: bool ``(224, 224)``, the lesion.

    Returns:
        The score; the middle is the centre of gravity.
    """
    larger = max(lungs.left, lungs.right, key=lambda lung: int(lung.sum()))
    rows, columns = np.nonzero(larger)
    middle = (float(rows.mean()) + 0.5) / INPUT_SIZE, (float(columns.mean()) + 0.5) / INPUT_SIZE
    inside = float((mask & lungs.mask).sum() / lungs.mask.sum())
    return _at(middle, inside, mask)


def random_pointing(
    heat: HeatMap, mask: NDArray[np.bool_], generator: np.random.Generator
) -> Pointing:
    """Mean score of random maps with the values and the smoothness of a given one.

    Args:
        heat: The map.
        mask: bool ``(224, 224)``, the lesion.
        generator: Source of every random number.

    Returns:
        Mean over `RANDOM_MAPS` maps; 0 throughout for an empty map, as for itself.
    """
    if heat.is_empty:
        return Pointing(0.0, 0.0, 0.0)
    scores = [
        pointing(HeatMap(heat.method, heat.target, heat.stage, values, 0), mask)
        for values in random_maps(heat.values, RANDOM_MAPS, generator)
    ]
    return Pointing(
        hit=float(np.mean([score.hit for score in scores])),
        near=float(np.mean([score.near for score in scores])),
        share=float(np.mean([score.share for score in scores])),
    )


def _at(place: tuple[float, float], share: float, mask: NDArray[np.bool_]) -> Pointing:
    row, column = (min(int(part * INPUT_SIZE), INPUT_SIZE - 1) for part in place)
    return Pointing(float(mask[row, column]), float(grown(mask, TOLERANCE)[row, column]), share)

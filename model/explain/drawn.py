"""A box that a learner drew, against a heat map: do both point at the same place?"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.explain.heat_map import HeatMap
from model.imaging.prepare import INPUT_SIZE

REGION_LEVEL: Final = 0.5
"""Share of its own peak from which a map counts as pointing at a place.

Half the peak is the usual width of a blob (full width at half maximum). It is no more than a rule:
it hangs on the map's own peak, so a weak map gets a region just as a strong one does, and a method
that spreads its evidence gets a larger one. The share of the evidence in the box needs no such
threshold, which is why it stands beside it.
"""


@dataclass(frozen=True)
class Box:
    """A rectangle in the picture.

    Attributes:
        top: Upper edge, in [0, 1] of the height.
        left: Left edge, in [0, 1] of the width.
        bottom: Lower edge, in [0, 1] of the height; below `top`.
        right: Right edge, in [0, 1] of the width; right of `left`.

    Raises:
        ValueError: The edges are not in [0, 1], or not in order.
    """

    top: float
    left: float
    bottom: float
    right: float

    def __post_init__(self) -> None:
        if not (0 <= self.top < self.bottom <= 1 and 0 <= self.left < self.right <= 1):
            raise ValueError(
                "expected 0 ≤ top < bottom ≤ 1 and 0 ≤ left < right ≤ 1, received "
                f"top {self.top}, left {self.left}, bottom {self.bottom}, right {self.right}"
            )

    @property
    def mask(self) -> NDArray[np.bool_]:
        """The pixels of the box, bool ``(224, 224)``; at least one."""
        inside = np.zeros((INPUT_SIZE, INPUT_SIZE), dtype=np.bool_)
        inside[_pixels(self.top, self.bottom), _pixels(self.left, self.right)] = True
        return inside

    def holds(self, place: tuple[float, float]) -> bool:
        """Whether a place (row and column, in [0, 1]) lies in the box, edges included."""
        row, column = place
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class BoxScore:
    """How far a box and a map agree.

    Attributes:
        iou: Intersection over union of the box and the map's region, see `REGION_LEVEL`; in [0, 1].
        hit: Whether the map's peak lies in the box.
        share: Share of the evidence that lies in the box, in [0, 1]; None for an empty map.
        area: Share of the picture that the box covers: what a map that knows nothing would reach.
    """

    iou: float
    hit: bool
    share: float | None
    area: float


def score_box(heat: HeatMap, box: Box) -> BoxScore:
    """Score a box against a map.

    An empty map points nowhere: its region is empty, so the IoU is 0, there is no hit, and there is
    no evidence to have a share of.

    Args:
        heat: The map.
        box: The box.

    Returns:
        The score.

    References:
        Pointing game: Zhang et al. 2018, doi:10.1007/s11263-017-1059-x. IoU of a thresholded map on
        chest radiographs: Saporta et al. 2022, doi:10.1038/s42256-022-00536-x.
    """
    drawn, region = box.mask, region_of(heat)
    peak = heat.peak
    return BoxScore(
        iou=float((drawn & region).sum() / (drawn | region).sum()),
        hit=peak is not None and box.holds(peak),
        share=heat.share_inside(drawn),
        area=float(drawn.mean()),
    )


def region_of(heat: HeatMap) -> NDArray[np.bool_]:
    """Where a map points: all that reaches `REGION_LEVEL` of its peak, bool ``(224, 224)``."""
    if heat.is_empty:
        return np.zeros((INPUT_SIZE, INPUT_SIZE), dtype=np.bool_)
    return np.asarray(heat.picture >= REGION_LEVEL * heat.picture.max(), dtype=np.bool_)


def _pixels(start: float, stop: float) -> slice:
    """Pixels between two edges, to the nearest whole pixel; at least one."""
    first = min(round(start * INPUT_SIZE), INPUT_SIZE - 1)
    return slice(first, max(round(stop * INPUT_SIZE), first + 1))

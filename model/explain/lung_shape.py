"""From the probability of each pixel to two lungs, and whether they look like two."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

LEFT: Final = 1
RIGHT: Final = 2
"""Indices of the lungs among the regions of the network; 0 is background."""


@dataclass(frozen=True)
class LungSignals:
    """What tells two lungs from anything else; each is higher the more they look like two.

    Attributes:
        area: Area of the smaller lung, share of the picture.
        ratio: Area of the smaller lung over that of the larger one.
        overlap: Share of the shorter lung's height that lies beside the other lung.
        gap: Distance between the lungs' centres, share of the width; below 0 where they stand on
            the wrong sides.
        certainty: Overlap of the probabilities with the lung they were turned into, in [0, 1]: the
            soft Dice of the less certain lung. It falls with doubt at the outline and with pieces
            elsewhere in the picture.
    """

    area: float
    ratio: float
    overlap: float
    gap: float
    certainty: float

    def reach(self, thresholds: Mapping[str, float]) -> bool:
        """Whether each signal is at least as high as its threshold.

        Raises:
            KeyError: A threshold is missing.
        """
        return all(value >= thresholds[name] for name, value in asdict(self).items())


SIGNALS: Final = tuple(field.name for field in fields(LungSignals))


def two_lungs(
    probabilities: NDArray[np.float32],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], LungSignals]:
    """Keep the largest piece of each lung, fill its holes, and measure both.

    Args:
        probabilities: float32 ``(H, W, 3)`` in [0, 1]: background, the lung on the viewer's left,
            the other.

    Returns:
        The lung on the viewer's left and the other, bool ``(H, W)``, never a pixel in common; what
        they look like.
    """
    likeliest = probabilities.argmax(axis=-1)
    left, right = (_filled(_largest(likeliest == number)) for number in (LEFT, RIGHT))
    # Only where one lung encloses the other can filling make them overlap. What the network said
    # holds there; it never happens in a film, but no pixel may count twice.
    enclosed = left & right
    left &= ~enclosed | (likeliest == LEFT)
    right &= ~enclosed | (likeliest != LEFT)
    return left, right, _signals(left, right, probabilities)


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest connected piece of a mask; none of an empty one."""
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return np.zeros_like(mask)
    return np.asarray(labels == 1 + int(statistics[1:, cv2.CC_STAT_AREA].argmax()))


def _filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask with what it encloses: all that cannot be reached from the edge of the picture."""
    around = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    _, labels = cv2.connectedComponents(around, connectivity=4)
    return np.asarray(labels[1:-1, 1:-1] != labels[0, 0])


def _signals(
    left: NDArray[np.bool_], right: NDArray[np.bool_], probabilities: NDArray[np.float32]
) -> LungSignals:
    if not left.any() or not right.any():
        return LungSignals(area=0.0, ratio=0.0, overlap=0.0, gap=-1.0, certainty=0.0)
    areas = sorted((float(left.mean()), float(right.mean())))
    spans = [np.flatnonzero(lung.any(axis=1))[[0, -1]] for lung in (left, right)]
    beside = min(span[1] for span in spans) - max(span[0] for span in spans) + 1
    shorter = min(span[1] - span[0] + 1 for span in spans)
    centres = [float(np.nonzero(lung)[1].mean()) for lung in (left, right)]
    certainty = min(
        2.0 * float(said[lung].sum()) / (float(said.sum()) + float(lung.sum()))
        for lung, said in ((left, probabilities[..., LEFT]), (right, probabilities[..., RIGHT]))
    )
    return LungSignals(
        area=areas[0],
        ratio=areas[0] / areas[1],
        overlap=max(0.0, float(beside) / float(shorter)),
        gap=(centres[1] - centres[0]) / left.shape[1],
        certainty=certainty,
    )

"""Where the evidence lies, in words' terms: six zones of the picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Height = Literal["upper", "middle", "lower"]
Side = Literal["left", "right"]

HEIGHTS: tuple[Height, ...] = ("upper", "middle", "lower")
SIDES: tuple[Side, ...] = ("left", "right")


@dataclass(frozen=True)
class Zone:
    """The sixth of the picture that holds the most evidence.

    Attributes:
        height: Third of the picture from the top.
        side: Half of the picture as the viewer sees it; in a frontal film the viewer's left is the
            patient's right.
        share: Share of all positive evidence that lies in it, in [0, 1].
        total: Sum of the evidence over the picture, logit.
    """

    height: Height
    side: Side
    share: float
    total: float


def zone_of_evidence(evidence: NDArray[np.float32]) -> Zone | None:
    """Find the zone with the most evidence.

    Args:
        evidence: float32 ``(H, W)``, ≥ 0, logit per cell, such as `EvidenceMaps.map_of`.

    Returns:
        The zone; None where the map is zero everywhere.
    """
    total = float(evidence.sum())
    if total <= 0.0:
        return None
    rows, columns = evidence.shape
    # Cells on a boundary are shared in proportion, so that 7 rows can be cut in thirds.
    thirds = _overlap(rows, len(HEIGHTS)) @ evidence @ _overlap(columns, len(SIDES)).T
    row, column = np.unravel_index(int(thirds.argmax()), thirds.shape)
    return Zone(HEIGHTS[row], SIDES[column], float(thirds[row, column] / total), total)


def _overlap(cells: int, parts: int) -> NDArray[np.float64]:
    """Share of each of `cells` equal cells that lies in each of `parts` equal parts."""
    edges = np.arange(cells + 1) / cells
    bounds = np.arange(parts + 1) / parts
    low = np.maximum(edges[np.newaxis, :-1], bounds[:-1, np.newaxis])
    high = np.minimum(edges[np.newaxis, 1:], bounds[1:, np.newaxis])
    return np.asarray(np.maximum(high - low, 0.0) * cells, dtype=np.float64)

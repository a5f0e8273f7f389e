"""A heat map: evidence on one scale, whatever the method and its resolution."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.explain.target import Target
from model.imaging.prepare import INPUT_SIZE

CELLS: Final = 49
"""Cells of the last convolution of the network: the area that every value refers to."""


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Evidence for a target over the picture that the network received.

    Every method is brought to one unit, the logit per 1/49 of the picture: what a cell of the last
    convolution holds. A finer map has more cells, so each of its cells is multiplied up; the mean
    of `values` times 49 is the whole evidence in logits. Nothing is rescaled to its own maximum:
    weak evidence looks weak, and a map of zeros stays one.

    Attributes:
        method: Name of the method in the registry.
        target: What is explained.
        stage: Residual stage (``"conv2"`` to ``"conv5"``); ``""`` for methods without one.
        values: float32 ``(h, w)``, ≥ 0, logit per 1/49 of the picture; h and w differ by method.
        passes: Forward passes that it took; a gradient counts as one.
    """

    method: str
    target: Target
    stage: str
    values: NDArray[np.float32]
    passes: int

    @property
    def total(self) -> float:
        """All evidence, logit."""
        return float(self.values.mean(dtype=np.float64)) * CELLS

    @property
    def is_empty(self) -> bool:
        """Whether nothing speaks for the target."""
        return not bool(self.values.any())

    @cached_property
    def picture(self) -> NDArray[np.float32]:
        """The map in the geometry of the network input, float32 ``(224, 224)``, bilinear."""
        return resized(self.values, INPUT_SIZE)

    @property
    def peak(self) -> tuple[float, float] | None:
        """Row and column of the highest value, in [0, 1] of height and width; None if empty."""
        if self.is_empty:
            return None
        rows, columns = self.values.shape
        row, column = np.unravel_index(int(self.values.argmax()), self.values.shape)
        return (float(row) + 0.5) / rows, (float(column) + 0.5) / columns

    def share_inside(self, mask: NDArray[np.bool_]) -> float | None:
        """Share of the evidence that lies inside a region.

        Args:
            mask: bool ``(224, 224)``.

        Returns:
            Share in [0, 1]; None for an empty map.
        """
        whole = float(self.picture.sum(dtype=np.float64))
        if whole <= 0.0:
            return None
        return float(self.picture[mask].sum(dtype=np.float64)) / whole


def resized(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """A map in another resolution, bilinear when enlarging, area mean when shrinking.

    Args:
        values: float32 ``(h, w)``.
        size: Height and width wanted.

    Returns:
        float32 ``(size, size)``.
    """
    way = cv2.INTER_AREA if size < values.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, (size, size), interpolation=way), dtype=np.float32)

"""Grad-CAM at the last convolution, in closed form and in units of logit."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES
from model.imaging.prepare import INPUT_SIZE


@dataclass(frozen=True, eq=False)
class EvidenceMaps:
    """Grad-CAM of every class from one forward pass.

    With global average pooling before the dense layer, the gradient of a class logit at the last
    convolution is the dense weight over the number of cells, so no backward pass is needed. Each
    cell holds what it adds to the logit, and nothing is rescaled for the picture: two maps can be
    compared, and weak evidence looks weak.

    Attributes:
        contributions: float32 ``(4, 7, 7)``, signed share of each cell in each class logit; a
            class's cells and its bias sum to its logit.

    References:
        Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74; Zhou et al. 2016,
        doi:10.1109/CVPR.2016.319.
    """

    contributions: NDArray[np.float32]

    @cached_property
    def values(self) -> NDArray[np.float32]:
        """Positive part: the Grad-CAM map of each class, float32 ``(4, 7, 7)``, logit per cell."""
        return np.maximum(self.contributions, np.float32(0.0))

    def map_of(self, label: str) -> NDArray[np.float32]:
        """Grad-CAM of one class, float32 ``(7, 7)``, logit per cell."""
        return np.asarray(self.values[CLASSES.index(label)], dtype=np.float32)

    def upsampled(self, label: str, size: int = INPUT_SIZE) -> NDArray[np.float32]:
        """Grad-CAM of one class in the geometry of the network input.

        Args:
            label: The class.
            size: Height and width wanted.

        Returns:
            float32 ``(size, size)``, logit per cell, bilinear between cell centres.
        """
        resized = cv2.resize(self.map_of(label), (size, size), interpolation=cv2.INTER_LINEAR)
        return np.asarray(resized, dtype=np.float32)


def evidence_maps(maps: NDArray[np.float32], head_weights: NDArray[np.float32]) -> EvidenceMaps:
    """Compute the maps of all classes.

    Args:
        maps: float32 ``(7, 7, 2048)``, last convolution of one picture.
        head_weights: float32 ``(2048, 4)``, kernel of the dense layer.

    Returns:
        The maps.
    """
    cells = maps.shape[0] * maps.shape[1]
    contributions = np.moveaxis(maps @ head_weights, -1, 0) / np.float32(cells)
    return EvidenceMaps(np.asarray(contributions, dtype=np.float32))

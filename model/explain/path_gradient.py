"""Integrated Gradients: the logit's change from plain grey to the picture, shared among pixels."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.explain.heat_map import CELLS
from model.explain.hiding import hide
from model.explain.network import Probe, Progress

Array = NDArray[np.float32]

STEPS: Final = 32
"""Points on the way; the midpoint rule is then within a few per cent of the whole change."""

AT_ONCE: Final = 4

CELL: Final = 8
"""Side of the squares over which attributions are summed, pixels: single pixels are noise."""


def attributions(
    network: Probe, picture: Array, vector: Array, progress: Progress, *, steps: int = STEPS
) -> Array:
    """Signed share of every pixel in the change of the logit.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        vector: float32 ``(4,)``, see `Target.vector`.
        progress: See `network.Progress`.
        steps: Points on the way from the mean grey to the picture.

    Returns:
        float32 ``(H, W)``, logit per pixel; they sum to about the score of the picture less that of
        the grey one (completeness).

    References:
        Sundararajan et al. 2017, arXiv:1703.01365.
    """
    shares = np.asarray((np.arange(steps) + 0.5) / steps, dtype=np.float32)
    whole = np.zeros(picture.shape, np.float64)
    for first in range(0, steps, AT_ONCE):
        part = shares[first : first + AT_ONCE]
        kept = np.broadcast_to(part[:, np.newaxis, np.newaxis], (len(part), *picture.shape[:2]))
        gradients = network.input_gradients(hide(picture, kept), vector)
        whole += gradients.sum(axis=0, dtype=np.float64)
        progress(min(first + AT_ONCE, steps), steps)
    grey = hide(picture, np.zeros((1, *picture.shape[:2]), np.float32))[0]
    return np.asarray(((picture - grey) * whole / steps).sum(axis=-1), dtype=np.float32)


def integrated_gradients(
    network: Probe, picture: Array, vector: Array, progress: Progress, *, steps: int = STEPS
) -> Array:
    """Integrated Gradients over squares of 8 × 8 pixels.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        vector: float32 ``(4,)``, see `Target.vector`.
        progress: See `network.Progress`.
        steps: Points on the way.

    Returns:
        float32 ``(H / 8, W / 8)``, ≥ 0, logit per 1/49 of the picture.
    """
    pixels = attributions(network, picture, vector, progress, steps=steps)
    rows, columns = (side // CELL for side in pixels.shape)
    means = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA)
    cells = np.asarray(means, np.float32) * np.float32(pixels.size / CELLS)
    return np.asarray(np.maximum(cells, 0.0), dtype=np.float32)

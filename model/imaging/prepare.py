"""From a radiograph to what the network receives."""

import cv2
import numpy as np
import numpy.typing as npt

INPUT_SIZE = 224
"""Rows and columns of the network's input, in pixels."""


def network_input(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Squashes a radiograph to the network's input.

    The whole field of view goes in and the aspect ratio is given up: the public pictures which the
    network has learnt from were squashed in the same way. Averaging over areas on shrinking keeps
    fine texture from turning into false patterns.

    Args:
        pixels: float32 `(H, W)` in [0, 1], bright = dense.

    Returns:
        float32 `(224, 224, 3)` in [0, 255], three equal channels, not rounded.
    """
    rows, columns = pixels.shape
    if rows > INPUT_SIZE or columns > INPUT_SIZE:
        smaller = (min(columns, INPUT_SIZE), min(rows, INPUT_SIZE))
        pixels = cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA).astype(np.float32)
    if pixels.shape != (INPUT_SIZE, INPUT_SIZE):
        size = (INPUT_SIZE, INPUT_SIZE)
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    grey = np.clip(pixels, 0, 1) * np.float32(255)
    return np.repeat(grey[:, :, None], 3, axis=2)

"""Taking parts of a picture away: what is hidden, and what stands there instead."""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
"""float32 ``(H, W, 3)`` in [0, 255], grey repeated."""


def hide(picture: Picture, kept: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fade a picture to its own mean grey.

    Black would be read: to a radiologist and to the network it is air.

    Args:
        picture: float32 ``(H, W, 3)`` in [0, 255].
        kept: float32 ``(N, H, W)`` in [0, 1], 1 where the picture stays.

    Returns:
        float32 ``(N, H, W, 3)`` in [0, 255].
    """
    mean = picture.mean(dtype=np.float64).astype(np.float32)
    return np.asarray(mean + kept[..., np.newaxis] * (picture - mean), dtype=np.float32)


def blurred(picture: Picture, share: float = 0.045) -> Picture:
    """A picture without detail: brightness stays where it is, and ribs and vessels are gone.

    More blur takes the picture further from any film, and what the network makes of that drowns
    what is measured: at 25 px a Grad-CAM beat fewer random maps than at 10.

    Args:
        picture: float32 ``(H, W, 3)`` in [0, 255].
        share: Standard deviation of the Gaussian as a share of the width (10 px of 224).

    Returns:
        float32 ``(H, W, 3)`` in [0, 255].
    """
    sigma = share * picture.shape[1]
    return np.asarray(
        cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.float32
    )

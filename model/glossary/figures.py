"""The arithmetic of the live figures on pictures: convolution, ReLU, pooling, boxes.

Everything here is computed as it is defined, on a radiograph small enough to see every pixel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.float64]

SIDE: Final = 28
"""Rows and columns of the shrunk radiograph."""

KERNELS: Final[Mapping[str, Image]] = MappingProxyType(
    {
        "edge-x": np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]),
        "edge-y": np.array([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]]),
        "blur": np.full((3, 3), 1 / 9),
        "sharpen": np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]),
    }
)
"""Kernels of 3 × 3 weights that people made; the edges are Sobel's."""

Pooling = Literal["max", "average"]


def shrunk(pixels: npt.NDArray[np.floating], side: int = SIDE) -> Image:
    """A radiograph of few pixels, each the mean of the area that it stands for.

    Args:
        pixels: `(H, W)` in [0, 1].
        side: Rows and columns.

    Returns:
        float64 `(side, side)` in [0, 1].
    """
    small = cv2.resize(
        np.asarray(pixels, dtype=np.float64), (side, side), interpolation=cv2.INTER_AREA
    )
    return np.asarray(small, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class KernelPlace:
    """Where a kernel is, and what it does there.

    Attributes:
        row: Row of the result, from 0; the kernel covers this row of the picture and two more.
        column: Column of the result, from 0.
        values: float64 `(3, 3)`, the pixels under the kernel.
        products: float64 `(3, 3)`, each pixel times its weight.
    """

    row: int
    column: int
    values: Image
    products: Image

    @property
    def total(self) -> float:
        """The sum of the nine products: one value of the result."""
        return float(self.products.sum())


def window_at(picture: Image, kernel: Image, step: int) -> KernelPlace:
    """The kernel at one of its places: row by row, from the upper left.

    Args:
        picture: float64 `(H, W)`.
        kernel: float64 `(3, 3)`.
        step: From 0 to the number of places less one.
    """
    places = picture.shape[1] - kernel.shape[1] + 1
    row, column = divmod(step, places)
    values = picture[row : row + kernel.shape[0], column : column + kernel.shape[1]]
    return KernelPlace(row, column, values, values * kernel)


def convolved(picture: Image, kernel: Image) -> Image:
    """The feature map of one kernel: no padding, stride 1.

    As in every network, the kernel is not turned round first: mathematicians call this
    cross-correlation.

    Args:
        picture: float64 `(H, W)`.
        kernel: float64 `(3, 3)`.

    Returns:
        float64 `(H − 2, W − 2)`.
    """
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.asarray(np.einsum("rcij,ij->rc", windows, kernel))


def rectified(values: Image) -> Image:
    """ReLU: what is negative becomes zero."""
    return np.maximum(values, 0.0)


def pooled(values: Image, how: Pooling) -> Image:
    """Pooling over 2 × 2 cells, stride 2; a last odd row or column is left out.

    Args:
        values: float64 `(H, W)`.
        how: The largest of four values, or their mean.

    Returns:
        float64 `(H // 2, W // 2)`.
    """
    rows, columns = (side // 2 for side in values.shape)
    blocks = values[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    return np.asarray(blocks.max(axis=(1, 3)) if how == "max" else blocks.mean(axis=(1, 3)))


def shifted(picture: Image, pixels: int) -> Image:
    """A picture moved to the right; its left edge is repeated.

    Args:
        picture: float64 `(H, W)`.
        pixels: 0 or more, fewer than there are columns.
    """
    return np.pad(picture, ((0, 0), (pixels, 0)), mode="edge")[:, : picture.shape[1]]


def change(before: Image, after: Image) -> float:
    """How much a map has changed, as a share of what was there.

    Args:
        before: Any array, not all zero.
        after: One of the same shape.

    Returns:
        Sum of the absolute differences over the sum of the absolute values before, ≥ 0.
    """
    return float(np.abs(after - before).sum() / np.abs(before).sum())


@dataclass(frozen=True)
class Rectangle:
    """A box on a picture, in parts of its width and height.

    Attributes:
        left: In [0, 1].
        right: In [0, 1], not less than `left`.
        top: In [0, 1].
        bottom: In [0, 1], not less than `top`.
    """

    left: float
    right: float
    top: float
    bottom: float

    @property
    def area(self) -> float:
        """Part of the picture, in [0, 1]."""
        return (self.right - self.left) * (self.bottom - self.top)


def intersection(one: Rectangle, other: Rectangle) -> float:
    """Area that two boxes share, as a part of the picture."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height)


def iou(one: Rectangle, other: Rectangle) -> float:
    """Intersection over union, in [0, 1]; 0 for two boxes without area."""
    shared = intersection(one, other)
    union = one.area + other.area - shared
    return shared / union if union else 0.0


def dice(one: Rectangle, other: Rectangle) -> float:
    """Twice the intersection over the sum of both areas, in [0, 1]; 0 without area."""
    areas = one.area + other.area
    return 2 * intersection(one, other) / areas if areas else 0.0

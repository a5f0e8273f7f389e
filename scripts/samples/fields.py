"""Blurring, warping and normalising of single-channel pictures, and arithmetic on flow fields.

A *flow* is a float32 array (H, W, 2) in pixels: the value at x says where to sample, relative to x
(x first, y second), so that `warp(picture, flow)(x) = picture(x + flow(x))`.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Flow = NDArray[np.float32]

# Above this many pixels a Gaussian is applied on a reduced picture: the result has nothing finer
# to lose, and the kernel stays short.
_DIRECT_SIGMA: Final = 4.0
_INVERSION_ROUNDS: Final = 12


def resized(picture: Plane, shape: tuple[int, int], interpolation: int = cv2.INTER_AREA) -> Plane:
    """Brings a picture to `shape` (H, W): float32."""
    result = cv2.resize(picture, (shape[1], shape[0]), interpolation=interpolation)
    return result.astype(np.float32, copy=False)


def blur(picture: Plane, sigma: float) -> Plane:
    """Smooths with a Gaussian; wide ones by way of a reduced picture.

    Args:
        picture: float32 (H, W) or (H, W, 2).
        sigma: Standard deviation in pixels, above 0.

    Returns:
        float32, the shape of `picture`.
    """
    factor = 1
    while sigma / factor > _DIRECT_SIGMA and min(picture.shape[:2]) // (2 * factor) >= 8:
        factor *= 2
    if factor == 1:
        return cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT).astype(
            np.float32, copy=False
        )
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width // factor, height // factor), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor, borderType=cv2.BORDER_REFLECT)
    wide = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return wide.astype(np.float32, copy=False)


def local_normal(picture: Plane, sigma: float) -> Plane:
    """Takes out brightness and contrast of the neighbourhood, so that films compare by structure.

    Args:
        picture: float32 (H, W) in [0, 1].
        sigma: Radius of the neighbourhood in pixels.

    Returns:
        float32 (H, W), mean near 0, standard deviation near 1 where there is structure.
    """
    detail = picture - blur(picture, sigma)
    spread = np.sqrt(np.maximum(blur(detail * detail, sigma), 0.0))
    return (detail / (spread + np.float32(0.02))).astype(np.float32, copy=False)


def local_correlation(first: Plane, second: Plane, sigma: float) -> Plane:
    """Correlates two pictures within a Gaussian window around each pixel.

    Args:
        first: float32 (H, W).
        second: float32 (H, W).
        sigma: Radius of the window in pixels.

    Returns:
        float32 (H, W) in about [−1, 1]; 0 where either picture is flat.
    """
    mean_1, mean_2 = blur(first, sigma), blur(second, sigma)
    variance_1 = np.maximum(blur(first * first, sigma) - mean_1 * mean_1, 0.0)
    variance_2 = np.maximum(blur(second * second, sigma) - mean_2 * mean_2, 0.0)
    covariance = blur(first * second, sigma) - mean_1 * mean_2
    floor = np.float32(1e-4)
    scale = np.sqrt((variance_1 + floor) * (variance_2 + floor))
    return (covariance / scale).astype(np.float32, copy=False)


def grid(shape: tuple[int, int]) -> Flow:
    """Pixel coordinates (x, y) of a picture of `shape` (H, W): float32 (H, W, 2)."""
    rows, columns = np.indices(shape, dtype=np.float32)
    return np.stack([columns, rows], axis=-1)


def warp(
    picture: Plane,
    flow: Flow,
    interpolation: int = cv2.INTER_LINEAR,
    border: int = cv2.BORDER_REPLICATE,
) -> Plane:
    """Samples `picture` at x + flow(x).

    Args:
        picture: float32 (H, W) or (H, W, 2).
        flow: float32 (H, W, 2), pixels.
        interpolation: One of OpenCV's interpolation flags.
        border: One of OpenCV's border flags: what lies outside; the border's value by default.

    Returns:
        float32, the shape of `picture`.
    """
    height, width = flow.shape[:2]
    where = grid((height, width)) + flow
    warped = cv2.remap(picture, where[..., 0], where[..., 1], interpolation, borderMode=border)
    return warped.astype(np.float32, copy=False)


def compose(first: Flow, then: Flow) -> Flow:
    """The flow that follows `first`, then `then`: x ↦ first(x) + then(x + first(x))."""
    total: Flow = first + warp(then, first)
    return total


def invert(flow: Flow) -> Flow:
    """The flow that undoes a smooth `flow` (fixed-point iteration).

    Args:
        flow: float32 (H, W, 2), pixels, varying by less than a pixel from one pixel to the next.

    Returns:
        float32 (H, W, 2) with `compose(result, flow)` close to 0 inside the picture.
    """
    inverse = np.zeros_like(flow)
    for _ in range(_INVERSION_ROUNDS):
        inverse = -warp(flow, inverse)
    return inverse


def enlarge(flow: Flow, shape: tuple[int, int]) -> Flow:
    """Brings a flow to another size (H, W) of the same picture, in pixels of the new size."""
    height, width = shape
    factor = np.array([width / flow.shape[1], height / flow.shape[0]], dtype=np.float32)
    larger: Flow = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR) * factor
    return larger


# Every how many pixels the straight line between two grey scales is fitted.
_STRIDE = 17


def match_tone(films: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fits each film's grey scale to the median film by a gain and an offset.

    Args:
        films: float32 (N, H, W), registered onto one another.

    Returns:
        float32 (N, H, W).
    """
    median = np.median(films, axis=0)
    wanted = median.ravel()[::_STRIDE]
    matched = np.empty_like(films)
    for k, film in enumerate(films):
        seen = film.ravel()[::_STRIDE]
        slope = np.polynomial.polynomial.polyfit(seen, wanted, 1)[1] if seen.std() > 0 else 1.0
        gain = float(np.clip(slope, 0.6, 1.6))
        matched[k] = film * gain + (median.mean() - gain * film.mean())
    return matched


def consensus(films: NDArray[np.float32]) -> Plane:
    """Averages films, leaving out, pixel by pixel, what one alone shows (a marker, a lead).

    Args:
        films: float32 (N, H, W), registered onto one another.

    Returns:
        float32 (H, W).
    """
    matched = match_tone(films)
    median = np.median(matched, axis=0)
    spread = np.median(np.abs(matched - median), axis=0) + 0.02
    weights = np.exp(-0.5 * ((matched - median) / (2 * spread)) ** 2)
    mean: Plane = ((weights * matched).sum(axis=0) / weights.sum(axis=0)).astype(np.float32)
    return mean

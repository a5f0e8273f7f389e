"""A picture as grey levels and a table of what each level means.

A stored picture has at most 65,536 different values. Every step of a DICOM reading (modality LUT,
rescale, window, inversion) maps one value to one value, so it is done to the table, exactly and in
double precision, and the pixels are touched once, at the end. A film of nine megapixels costs one
look-up instead of eight passes, and no copy but the result.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.imaging.radiograph import Histogram

Raw = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
"""Levels of the pixels: 256 or 65,536 of them."""

BINS = 64
"""Bins of a histogram."""

SAMPLE = 1_000_000
"""Pixels which are counted at most; a larger picture is counted on a regular grid."""

_CHUNK = 1 << 20
_FLOAT_TAIL = 0.01


@dataclass(frozen=True, eq=False)
class Levels:
    """A picture before it has a grey scale.

    Attributes:
        raw: uint8 or uint16 `(H, W)`, the level of each pixel.
        values: float64 `(256,)` or `(65536,)`, what each level means; starts as the stored value.
        counts: int64, same shape as `values`, pixels at each level on the counted grid.
    """

    raw: Raw
    values: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]


def sample_grid(rows: int, columns: int) -> int:
    """The step of the regular grid on which a picture is counted.

    Args:
        rows: Height.
        columns: Width.

    Returns:
        1 for pictures of at most `SAMPLE` pixels, more for larger ones.
    """
    return max(1, int(np.ceil(np.sqrt(rows * columns / SAMPLE))))


def count_levels(raw: Raw) -> npt.NDArray[np.int64]:
    """Counts the pixels at each level, on the grid of `sample_grid`.

    Args:
        raw: uint8 or uint16 `(H, W)`.

    Returns:
        int64 `(256,)` or `(65536,)`.
    """
    step = sample_grid(*raw.shape)
    grid = raw[::step, ::step]
    return np.bincount(grid.ravel(), minlength=1 << (8 * raw.itemsize)).astype(np.int64)


def from_integers(raw: Raw) -> Levels:
    """Takes unsigned integers of 8 or 16 bits as they are.

    Args:
        raw: uint8 or uint16 `(H, W)`.

    Returns:
        The levels; `values` are the integers themselves.
    """
    values = np.arange(1 << (8 * raw.itemsize), dtype=np.float64)
    return Levels(raw, values, count_levels(raw))


def from_numbers(numbers: npt.NDArray[np.generic]) -> Levels:
    """Sorts numbers of any kind (32-bit integers, floats) into 65,536 levels.

    Values which are not finite become the lowest level. The levels span the 0.01st to the 99.99th
    percentile, so that one absurd value does not swallow the grey scale of the others.

    Args:
        numbers: integers or floats `(H, W)`.

    Returns:
        The levels; `values` are the numbers in the middle of each level.
    """
    with np.errstate(all="ignore"):
        return _sort(numbers)


def _sort(numbers: npt.NDArray[np.generic]) -> Levels:
    step = sample_grid(*numbers.shape)
    grid = numbers[::step, ::step].astype(np.float64)
    finite = grid[np.isfinite(grid)]
    if finite.size == 0:
        return from_integers(np.zeros(numbers.shape, dtype=np.uint8))
    tails = (_FLOAT_TAIL, 100 - _FLOAT_TAIL)
    low, high = (float(x) for x in np.percentile(finite, tails, method="nearest"))
    top = (1 << 16) - 1
    raw = np.zeros(numbers.shape, dtype=np.uint16)
    width = (high - low) / top
    if not (np.isfinite(width) and width > 0):
        return Levels(raw, np.full(top + 1, low), count_levels(raw))
    rows = max(1, _CHUNK // max(1, numbers.shape[1]))
    for row in range(0, numbers.shape[0], rows):
        chunk = numbers[row : row + rows].astype(np.float64)
        level = np.nan_to_num((chunk - low) / width, nan=0.0, posinf=top, neginf=0.0)
        raw[row : row + rows] = np.clip(np.rint(level), 0, top)
    values = low + width * np.arange(top + 1, dtype=np.float64)
    return Levels(raw, values.astype(np.float64), count_levels(raw))


def percentiles(levels: Levels, ranks: tuple[float, ...]) -> tuple[float, ...]:
    """Percentiles of the values over the counted pixels.

    Interpolated linearly, so that the percentiles of a negative are those of the positive.

    Args:
        levels: The picture.
        ranks: In percent, each in [0, 100].

    Returns:
        One value for each rank; zeros if nothing was counted.
    """
    present = np.flatnonzero(levels.counts)
    if present.size == 0:
        return tuple(0.0 for _ in ranks)
    sample = np.repeat(levels.values[present], levels.counts[present])
    return tuple(float(x) for x in np.percentile(sample, ranks))


def histogram(levels: Levels) -> Histogram:
    """The histogram of the values over the counted pixels.

    Args:
        levels: The picture.

    Returns:
        `BINS` bins from the lowest to the highest value that occurs.
    """
    present = np.flatnonzero(levels.counts)
    if present.size == 0:
        return Histogram(np.zeros(BINS, dtype=np.int64), 0.0, 1.0)
    values, counts = levels.values[present], levels.counts[present]
    low, high = float(values.min()), float(values.max())
    if not high - low > abs(low) * 1e-12:
        high = low + max(1.0, abs(low))
    edges = np.linspace(low, high, BINS + 1)
    weights, _ = np.histogram(values, bins=edges, weights=counts.astype(np.float64))
    return Histogram(np.rint(weights).astype(np.int64), low, high)


def render(levels: Levels) -> npt.NDArray[np.float32]:
    """Looks up every pixel, once.

    Args:
        levels: The picture; `values` are in [0, 1] by now.

    Returns:
        float32 `(H, W)` in [0, 1], read-only.
    """
    table = np.clip(levels.values, 0.0, 1.0).astype(np.float32)
    pixels: npt.NDArray[np.float32] = np.empty(levels.raw.shape, dtype=np.float32)
    # In chunks: `take` widens its indices to eight bytes, 400 MB for the largest picture at once.
    rows = max(1, _CHUNK // max(1, pixels.shape[1]))
    for row in range(0, pixels.shape[0], rows):
        np.take(table, levels.raw[row : row + rows], out=pixels[row : row + rows], mode="clip")
    pixels.flags.writeable = False
    return pixels

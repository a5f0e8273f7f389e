"""Changes of grey that depend on how often each grey occurs: equalisation, whole and by tile.

All functions take float64 ``(H, W)`` in [0, 1] and return the same. Black stays black, white white.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.augment.transform import Parameter, Plane, Transform, Values, clipped
from model.messages import N_

_BINS: Final = 256
_FINE_BINS: Final = 65536
_NUDGE: Final = 1e-9
"""Share of a bin by which borders between bins are moved, so that a grey exactly on a border falls
on one side everywhere: processors differ by less."""
_SMALLEST_TILE: Final = 4
"""Pixels along the side of a tile."""


def equalised(plane: Plane) -> Plane:
    """Spread the greys so that each range of greys fills the same area, in 65 536 steps."""
    levels = np.floor(plane * (_FINE_BINS - 1) + 0.5 + _NUDGE).astype(np.intp)
    reached = np.cumsum(np.bincount(levels.ravel(), minlength=_FINE_BINS)).astype(np.float64)
    darkest = reached[levels.min()]
    if darkest == plane.size:
        return plane
    return np.asarray((reached[levels] - darkest) / (plane.size - darkest), dtype=np.float64)


def clahe(plane: Plane, *, clip_limit: float, tiles: int) -> Plane:
    """Equalise by tile, with a limit to the gain: contrast-limited adaptive equalisation.

    OpenCV counts 16-bit greys in 65 536 bins, of which a tile of a small film fills so few that the
    clip limit does nothing, and on 8 bits leaves 256 greys. This one counts in 256 bins and reads
    the curve between them.

    Args:
        plane: float64 ``(H, W)`` in [0, 1].
        clip_limit: Most pixels that a bin may count, as a multiple of the mean count; what is above
            is shared among all bins. 0 gives the identity.
        tiles: Tiles along each side.

    Returns:
        float64 ``(H, W)`` in [0, 1].

    References:
        Pizer and others, Computer Vision, Graphics, and Image Processing 1987,
        doi:10.1016/S0734-189X(87)80186-X; Zuiderveld, Graphics Gems IV, 1994.
    """
    tiles = max(1, min(tiles, min(plane.shape) // _SMALLEST_TILE))
    place = plane * _BINS
    bins = np.minimum(np.floor(place + _NUDGE), _BINS - 1).astype(np.intp)
    curves = _tile_curves(bins, clip_limit, tiles)
    (above, below, down), (left, right, across) = (_between(side, tiles) for side in plane.shape)
    above, below, down = above[:, None], below[:, None], down[:, None]
    within = place - bins

    def read(row: NDArray[np.intp], column: NDArray[np.intp]) -> Plane:
        start, end = curves[row, column, bins], curves[row, column, bins + 1]
        return np.asarray(start + within * (end - start), dtype=np.float64)

    upper = read(above, left) * (1 - across) + read(above, right) * across
    lower = read(below, left) * (1 - across) + read(below, right) * across
    return clipped(upper * (1 - down) + lower * down)


def _tile_curves(bins: NDArray[np.intp], clip_limit: float, tiles: int) -> NDArray[np.float64]:
    """The grey that each border between bins becomes, for each tile: ``(tiles, tiles, 257)``."""
    curves = np.zeros((tiles, tiles, _BINS + 1))
    rows, columns = (
        np.rint(np.arange(tiles + 1) * side / tiles).astype(int) for side in bins.shape
    )
    for row in range(tiles):
        for column in range(tiles):
            tile = bins[rows[row] : rows[row + 1], columns[column] : columns[column + 1]]
            counts = np.bincount(tile.ravel(), minlength=_BINS) / tile.size
            limit = clip_limit / _BINS
            shared = np.maximum(counts - limit, 0.0).sum() / _BINS
            reached = np.cumsum(np.minimum(counts, limit) + shared)
            curves[row, column, 1:] = reached / reached[-1]
    return curves


def _between(
    side: int, tiles: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """For each pixel along a side: the tiles before and after it, and how far it is between."""
    place = np.clip((np.arange(side) + 0.5) * tiles / side - 0.5, 0.0, tiles - 1.0)
    before = np.floor(place).astype(np.intp)
    return before, np.minimum(before + 1, tiles - 1), place - before


def _clahe(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    if values["clip-limit"] == 0:
        return plane
    return clahe(plane, clip_limit=values["clip-limit"], tiles=round(values["tiles"]))


def _equalise(plane: Plane, values: Values, _: np.random.Generator) -> Plane:
    strength = values["strength"]
    if strength == 0:
        return plane
    return clipped(plane * (1 - strength) + equalised(plane) * strength)


EQUALISATIONS: Final = (
    Transform(
        "clahe",
        N_("Local contrast (CLAHE)"),
        "intensity",
        (
            Parameter(
                "clip-limit", N_("Clip limit"), 0.0, 8.0, 0.0, (0.0, 2.0), (0.5, 2.0), digits=1
            ),
            Parameter("tiles", N_("Tiles along a side"), 2, 16, 8, (4, 12), (4, 10), digits=0),
        ),
        _clahe,
        "kept",
        N_(
            "Contrast is raised tile by tile, as manufacturers' processing does in its own way, and"
            " vessels behind the heart come out. Pushed far, it turns grain into a pattern that"
            " looks interstitial."
        ),
    ),
    Transform(
        "equalise",
        N_("Histogram equalisation"),
        "intensity",
        (Parameter("strength", N_("Strength"), 0.0, 1.0, 0.0, (0.0, 0.4), (0.0, 0.4), unit="%"),),
        _equalise,
        "kept",
        N_(
            "Every grey is made equally common, so the result hangs on how much black border the"
            " film has. Some public data sets were equalised before release; no viewer shows a"
            " chest so hard."
        ),
    ),
)
"""Transforms by histogram, in the order of the menu."""

"""Do two maps say the same: rank correlation between methods, and under small changes."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.explain.heat_map import HeatMap, resized
from model.explain.methods import METHODS, explain
from model.explain.network import Probe, Progress, nothing
from model.explain.perturbation import GRID, occlusion

Array = NDArray[np.float32]

PERTURBATIONS: Final = 5
PIXELS: Final = 4
NOISE: Final = 5.0
SEED: Final = 20261121

COARSE_OCCLUSION: Final = GRID * GRID + 1
"""Forward passes of occlusion with patches side by side."""

AFFORDABLE: Final = COARSE_OCCLUSION
"""Most forward passes of a map for which five more can be made within the verdict."""


def rank_correlation(first: Array, second: Array) -> float:
    """Spearman's rank correlation of two maps, cell by cell on the coarse grid.

    Args:
        first: float32 ``(h, w)``.
        second: float32 of any resolution.

    Returns:
        In [-1, 1]; 0 where a map is the same everywhere.
    """
    cells = [resized(values, GRID).ravel() for values in (first, second)]
    if any(np.ptp(one) == 0 for one in cells):
        return 0.0
    return float(np.corrcoef([_ranks(one) for one in cells])[0, 1])


def _ranks(values: Array) -> NDArray[np.float64]:
    """Ranks from 0, equal values sharing their mean rank; SciPy's take a second to load."""
    _sorted, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts + 1) / 2.0)[where])


def second_opinion(
    heat: HeatMap, picture: Array, network: Probe, progress: Progress
) -> tuple[str, Array, int]:
    """A map by a method of another kind.

    Args:
        heat: The map that is judged.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        network: The network.
        progress: See `network.Progress`.

    Returns:
        Name of the method, its map, and the forward passes it took: occlusion with patches side by
        side for the CAM family, Grad-CAM at the last convolution for everything else.
    """
    if METHODS[heat.method].stages:
        found = occlusion(network, picture, heat.target.vector, progress, steps=GRID)
        return "occlusion", found, COARSE_OCCLUSION
    return "grad-cam", explain("grad-cam", picture, heat.target, network).values, 1


def perturbed(picture: Array) -> tuple[Array, ...]:
    """Five changes that leave every finding where it is.

    Args:
        picture: float32 ``(H, W, 3)`` in [0, 255].

    Returns:
        A little brighter, darker, flatter, noisier, and moved by 4 pixels.
    """
    noise = np.random.default_rng(SEED).standard_normal(picture.shape[:2], dtype=np.float32)
    mean = picture.mean(dtype=np.float64).astype(np.float32)
    found = (
        255.0 * (picture / 255.0) ** 0.9,
        255.0 * (picture / 255.0) ** 1.1,
        mean + np.float32(0.9) * (picture - mean),
        np.clip(picture + NOISE * noise[..., np.newaxis], 0.0, 255.0),
        np.roll(picture, (PIXELS, PIXELS), axis=(0, 1)),
    )
    return tuple(np.asarray(one, dtype=np.float32) for one in found)


def stability_passes(heat: HeatMap) -> int | None:
    """Forward passes of `stability`; None where they cannot be afforded."""
    passes = _cheap_passes(heat)
    return PERTURBATIONS * passes if passes <= AFFORDABLE else None


def stability(heat: HeatMap, picture: Array, network: Probe, progress: Progress) -> float:
    """Mean rank correlation of the map with those of five slightly changed pictures.

    Occlusion is repeated with patches side by side.

    Args:
        heat: The map that is judged; `stability_passes` of it is not None.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        network: The network.
        progress: Called with the forward passes done and to do.

    Returns:
        In [-1, 1].
    """
    passes = _cheap_passes(heat)
    found = []
    for index, changed in enumerate(perturbed(picture)):
        found.append(rank_correlation(heat.values, _again(heat, changed, network)))
        progress((index + 1) * passes, PERTURBATIONS * passes)
    return float(np.mean(found))


def _cheap_passes(heat: HeatMap) -> int:
    return COARSE_OCCLUSION if heat.method == "occlusion" else heat.passes


def _again(heat: HeatMap, picture: Array, network: Probe) -> Array:
    if heat.method == "occlusion":
        return occlusion(network, picture, heat.target.vector, nothing, steps=GRID)
    stage = heat.stage or "conv5"
    return explain(heat.method, picture, heat.target, network, stage=stage).values

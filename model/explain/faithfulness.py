"""Does the map point at what the network uses? Deletion and insertion against random maps."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.explain.heat_map import HeatMap, resized
from model.explain.hiding import blurred
from model.explain.network import AnsweringNetwork, Progress, nothing, scores

Array = NDArray[np.float32]

SHARES: Final = (0.06, 0.18, 0.4, 0.7)
"""Shares of the picture that are taken away or shown, highest evidence first; 0 and 1 are known."""

RANDOM_MAPS: Final = 20
SEED: Final = 20261121

SIDE: Final = 28
"""Resolution in which maps are ranked, cells a side."""

PASSES: Final = 2 + 2 * len(SHARES) * (1 + RANDOM_MAPS)
"""Forward passes of `faithfulness`."""


@dataclass(frozen=True)
class Faithfulness:
    """What becomes of the explained number when the picture goes in the order of a map.

    Areas under the curve over the share of the picture, in logits: low is good for deletion, high
    is good for insertion.

    Attributes:
        deletion: Area while the highest evidence is blurred first.
        insertion: Area while the highest evidence is shown first, on a blurred picture.
        random_deletion: Mean area of the random maps.
        random_insertion: Mean area of the random maps.
        gain: Insertion less deletion, less the mean of the same over the random maps, logit.
        share: The gain over the whole evidence: how much of what the map claims is there.
        rank: Share of the random maps that the map beats, in [0, 1].
    """

    deletion: float
    insertion: float
    random_deletion: float
    random_insertion: float
    gain: float
    share: float
    rank: float


def random_maps(values: Array, count: int, generator: np.random.Generator) -> Array:
    """Maps as smooth as a given one, and with the same values, that point nowhere.

    The Fourier amplitudes are kept and the phases drawn at random; then the values of the map are
    given out again in the order that results.

    Args:
        values: float32 ``(h, w)``.
        count: How many.
        generator: Source of every random number.

    Returns:
        float32 ``(count, h, w)``.

    References:
        Theiler et al. 1992, doi:10.1016/0167-2789(92)90102-S (surrogate data).
    """
    amplitudes = np.abs(np.fft.fft2(values - values.mean()))
    ordered = np.sort(values, axis=None)
    found = np.empty((count, *values.shape), np.float32)
    for one in found:
        phases = np.fft.fft2(generator.standard_normal(values.shape))
        surrogate = np.fft.ifft2(amplitudes * phases / np.maximum(np.abs(phases), 1e-12)).real
        one.flat[np.argsort(surrogate, axis=None, kind="stable")] = ordered
    return found


def faithfulness(
    heat: HeatMap, picture: Array, network: AnsweringNetwork, progress: Progress = nothing
) -> Faithfulness:
    """Measure deletion and insertion of a map and of random maps in one go.

    What is taken away is blurred rather than blackened, so that nothing is added.

    Args:
        heat: The map; not empty.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        network: The network that the map explains.
        progress: See `network.Progress`.

    Returns:
        The figures; `PASSES` forward passes.

    References:
        Petsiuk et al. 2018, arXiv:1806.07421 (deletion, insertion).
    """
    own = resized(heat.values, SIDE)
    others = random_maps(own, RANDOM_MAPS, np.random.default_rng(SEED))
    ranks = _ranks(np.concatenate([own[np.newaxis], others]))
    vague = blurred(picture)
    size = (picture.shape[1], picture.shape[0])
    jobs: list[tuple[int | None, float]] = [(None, 1.0), (None, 0.0)]
    jobs += [(index, share) for index in range(len(ranks)) for share in SHARES]

    def kept(index: int | None, share: float, insert: bool) -> Array:
        if index is None:
            return np.full(size[::-1], share, np.float32)
        top = (ranks[index] < share).astype(np.float32)
        mask = cv2.resize(top, size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(mask if insert else 1.0 - mask, dtype=np.float32)

    order = [(index, share, True) for index, share in jobs]
    order += [(index, share, False) for index, share in jobs[2:]]

    def pictures(first: int, last: int) -> Array:
        masks = np.stack([kept(*one) for one in order[first:last]])[..., np.newaxis]
        return np.asarray(masks * picture + (1.0 - masks) * vague, dtype=np.float32)

    vector = heat.target.vector
    found = scores(network, pictures, PASSES, vector, lambda done: progress(done, PASSES))
    whole, none = float(found[0]), float(found[1])
    shape = (len(ranks), len(SHARES))
    insertion = _areas(found[2 : 2 + np.prod(shape)].reshape(shape), none, whole)
    deletion = _areas(found[2 + np.prod(shape) :].reshape(shape), whole, none)
    gaps = insertion - deletion
    gain = float(gaps[0] - gaps[1:].mean())
    return Faithfulness(
        deletion=float(deletion[0]),
        insertion=float(insertion[0]),
        random_deletion=float(deletion[1:].mean()),
        random_insertion=float(insertion[1:].mean()),
        gain=gain,
        share=gain / heat.total,
        rank=float((gaps[0] > gaps[1:]).mean()),
    )


def _ranks(maps: Array) -> NDArray[np.float64]:
    """For every cell, the share of the cells that come before it; the highest value comes first."""
    flat = -maps.reshape(len(maps), -1)
    places = np.argsort(np.argsort(flat, axis=1, kind="stable"), axis=1, kind="stable")
    return (places / flat.shape[1]).reshape(maps.shape)


def _areas(found: Array, first: float, last: float) -> NDArray[np.float64]:
    """Area under each curve from share 0 to share 1, by the trapezoid rule."""
    ends = np.ones((len(found), 1))
    curves = np.hstack([first * ends, found, last * ends])
    return np.asarray(np.trapezoid(curves, [0.0, *SHARES, 1.0], axis=1))

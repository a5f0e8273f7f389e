"""Methods that only ask: hide a part, see what becomes of the logit. No gradient is needed."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.explain.heat_map import CELLS
from model.explain.hiding import hide
from model.explain.network import Answers, Probe, Progress, scores

Array = NDArray[np.float32]

GRID: Final = 7
"""Cells a side of what is hidden at once: the cells of the last convolution."""

OCCLUSION_STEPS: Final = 13
"""Positions of the patch along a side: half a patch apart."""

RISE_MASKS: Final = 1000
RISE_KEPT: Final = 0.5
RISE_SEED: Final = 20261121

SCORE_CHANNELS: Final = 256
"""Of the 2,048 channels, those that vary most over the picture."""


def occlusion(
    network: Answers,
    picture: Array,
    vector: Array,
    progress: Progress,
    *,
    steps: int = OCCLUSION_STEPS,
) -> Array:
    """What the logit loses when a patch of 1/49 of the picture is hidden.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255]; H and W are multiples of 14.
        vector: float32 ``(4,)``, see `Target.vector`.
        progress: See `network.Progress`.
        steps: Positions along a side: 13 (patches overlap by half) or 7 (side by side).

    Returns:
        float32 ``(steps + 1, steps + 1)`` or, side by side, ``(7, 7)``: mean loss over the patches
        that cover a cell, ≥ 0, logit per patch.

    References:
        Zeiler and Fergus 2014, doi:10.1007/978-3-319-10590-1_53.
    """
    count = steps * steps
    side = GRID if steps == GRID else steps + 1
    reach = 1 if steps == GRID else 2
    hidden = np.zeros((count, side, side), np.float32)
    for index in range(count):
        row, column = divmod(index, steps)
        hidden[index, row : row + reach, column : column + reach] = 1.0

    def pictures(first: int, last: int) -> Array:
        kept = 1.0 - np.stack([_enlarged(one, picture, hard=True) for one in hidden[first:last]])
        return hide(picture, np.asarray(kept, dtype=np.float32))

    whole = network.run(picture[np.newaxis]).logits[0] @ vector
    found = scores(network, pictures, count, vector, lambda done: progress(done + 1, count + 1))
    cover = hidden.sum(axis=0)
    loss = np.einsum("n,nhw->hw", whole - found, hidden) / cover
    return np.asarray(np.maximum(loss, 0.0), dtype=np.float32)


def rise(
    network: Answers, picture: Array, vector: Array, progress: Progress, *, masks: int | None = None
) -> Array:
    """How much higher the logit is when a place shows than when it is hidden, over random masks.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        vector: float32 ``(4,)``, see `Target.vector`.
        progress: See `network.Progress`.
        masks: Number of random masks; `RISE_MASKS` by default.

    Returns:
        float32 ``(28, 28)``, ≥ 0, logit per cell of the mask (1/49 of the picture).

    References:
        Petsiuk et al. 2018, arXiv:1806.07421. Theirs is the mean score over the masks that show a
        place; the mean over those that hide it is taken off here, or every place would seem to
        matter by the whole logit.
    """
    masks = masks or RISE_MASKS
    generator = np.random.default_rng(RISE_SEED)
    cells = (generator.random((masks, GRID + 1, GRID + 1)) < RISE_KEPT).astype(np.float32)
    shifts = generator.random((masks, 2))
    size = 4 * GRID
    seen = np.stack([_shifted(one, shift, size) for one, shift in zip(cells, shifts, strict=True)])

    def pictures(first: int, last: int) -> Array:
        return hide(picture, np.stack([_enlarged(one, picture) for one in seen[first:last]]))

    found = scores(network, pictures, masks, vector, lambda done: progress(done, masks))
    shown, hidden = seen, 1.0 - seen
    gain = np.einsum("n,nhw->hw", found, shown) / np.maximum(shown.sum(axis=0), 1e-6)
    loss = np.einsum("n,nhw->hw", found, hidden) / np.maximum(hidden.sum(axis=0), 1e-6)
    return np.asarray(np.maximum(gain - loss, 0.0), dtype=np.float32)


def score_cam(
    network: Probe,
    picture: Array,
    stage: str,
    vector: Array,
    progress: Progress,
    *,
    channels: int | None = None,
) -> Array:
    """Channels as masks, each counting by what showing only its part adds to the logit.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        stage: One of `stages.STAGES`.
        vector: float32 ``(4,)``, see `Target.vector`.
        progress: See `network.Progress`.
        channels: Channels that are asked about, those that vary most over the picture;
            `SCORE_CHANNELS` by default.

    Returns:
        float32 ``(h, w)``, ≥ 0, logit per 1/49 of the picture; the total is the mean gain of a
        mask, weighted by how much of the picture it shows.

    References:
        Wang et al. 2020, doi:10.1109/CVPRW50498.2020.00020; from logits, without their softmax over
        the channels.
    """
    activations = network.activations(picture, stage)
    spread = activations.max(axis=(0, 1)) - activations.min(axis=(0, 1))
    order = np.argsort(-activations.std(axis=(0, 1)), kind="stable")[: channels or SCORE_CHANNELS]
    order = order[spread[order] > 0]
    if not len(order):
        return np.zeros(activations.shape[:2], np.float32)
    low = activations.min(axis=(0, 1))[order]
    masks = np.moveaxis((activations[..., order] - low) / spread[order], -1, 0)
    count = len(order)

    def pictures(first: int, last: int) -> Array:
        return hide(picture, np.stack([_enlarged(one, picture) for one in masks[first:last]]))

    nothing_shown = hide(picture, np.zeros((1, *picture.shape[:2]), np.float32))
    baseline = network.run(nothing_shown).logits[0] @ vector
    found = scores(network, pictures, count, vector, lambda done: progress(done + 1, count + 1))
    cells = np.einsum("n,nhw->hw", found - baseline, masks) / masks.sum()
    return np.asarray(np.maximum(cells, 0.0) * (cells.size / CELLS), dtype=np.float32)


def _enlarged(cells: Array, picture: Array, *, hard: bool = False) -> Array:
    """A small mask in the size of the picture; soft edges unless asked otherwise."""
    way = cv2.INTER_NEAREST if hard else cv2.INTER_LINEAR
    rows, columns = picture.shape[:2]
    return np.asarray(cv2.resize(cells, (columns, rows), interpolation=way), dtype=np.float32)


def _shifted(cells: Array, shift: NDArray[np.float64], size: int) -> Array:
    """A random mask of one cell more than the grid, enlarged and cut out at a random offset."""
    step = size // GRID
    large = cv2.resize(cells, (size + step, size + step), interpolation=cv2.INTER_LINEAR)
    row, column = (int(part * step) for part in shift)
    return np.asarray(large[row : row + size, column : column + size], dtype=np.float32)

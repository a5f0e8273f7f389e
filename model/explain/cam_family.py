"""The CAM family: pure functions from a stage's activations and gradients to a map.

Each takes activations and gradients, float32 ``(h, w, C)``, and returns float32 ``(h, w)``, signed
where the method is, in logits per cell of the stage. `class_activation` does the rest: where the
two come from, rectification, the common unit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.explain.heat_map import CELLS
from model.explain.network import Probe
from model.explain.target import Target

Array = NDArray[np.float32]
Hook = Callable[[Array, Array], Array]

LAST_STAGE: Final = "conv5"


def grad_cam(activations: Array, gradients: Array) -> Array:
    """Each channel counts by its mean gradient.

    References:
        Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74.
    """
    return np.asarray(activations @ gradients.mean(axis=(0, 1)), dtype=np.float32)


def grad_cam_plus_plus(activations: Array, gradients: Array) -> Array:
    """Each channel counts by a mean of its positive gradients, weighted towards the strong ones.

    The second and third derivatives are those of exp(logit), as in the paper; the weights of a
    channel are normalised to sum to 1 as in the authors' code, which keeps the unit of the logit.

    References:
        Chattopadhay et al. 2018, doi:10.1109/WACV.2018.00097, equations 10 to 19.
    """
    squares, cubes = gradients**2, gradients**3
    below = 2 * squares + activations.sum(axis=(0, 1)) * cubes
    weights = np.divide(squares, below, out=np.zeros_like(squares), where=np.abs(below) > 0)
    positive = np.maximum(gradients, np.float32(0.0))
    weights = np.where(positive > 0, np.maximum(weights, np.float32(0.0)), np.float32(0.0))
    whole = weights.sum(axis=(0, 1))
    weights = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    return np.asarray(activations @ (weights * positive).sum(axis=(0, 1)), dtype=np.float32)


def hires_cam(activations: Array, gradients: Array) -> Array:
    """Gradient times activation, cell by cell.

    References:
        Draelos and Carin 2020, arXiv:2011.08891.
    """
    return np.asarray(np.einsum("hwc,hwc->hw", activations, gradients), dtype=np.float32)


def layer_cam(activations: Array, gradients: Array) -> Array:
    """Positive gradient times activation, cell by cell.

    References:
        Jiang et al. 2021, doi:10.1109/TIP.2021.3089943.
    """
    return hires_cam(activations, np.maximum(gradients, np.float32(0.0)))


def eigen_cam(activations: Array) -> Array:
    """Projection of the activations on their first right singular vector; it knows no class.

    Args:
        activations: float32 ``(h, w, C)``, ≥ 0.

    Returns:
        float32 ``(h, w)``, ≥ 0 up to rounding, without a unit.

    References:
        Muhammad and Yeasin 2020, doi:10.1109/IJCNN48605.2020.9206626.
    """
    rows, columns, channels = activations.shape
    flat = activations.reshape(rows * columns, channels).astype(np.float64)
    # The smaller Gram matrix has the singular vectors of the activations at a fraction of the cost.
    if rows * columns > channels:
        projection = flat @ np.linalg.eigh(flat.T @ flat)[1][:, -1]
    else:
        values, vectors = np.linalg.eigh(flat @ flat.T)
        projection = vectors[:, -1] * np.sqrt(max(float(values[-1]), 0.0))
    # Activations are not negative, so one sign of the leading vector is not either (Perron).
    return np.asarray(np.abs(projection).reshape(rows, columns), dtype=np.float32)


BY_CLASS: Final[Mapping[str, Hook]] = {
    "grad-cam": grad_cam,
    "grad-cam++": grad_cam_plus_plus,
    "hirescam": hires_cam,
    "layercam": layer_cam,
}
"""Hooks by name of the method."""


def stage_evidence(
    network: Probe, picture: Array, stage: str, vector: NDArray[np.float32]
) -> tuple[Array, Array]:
    """Activations of a stage and the gradients by them; in closed form at the last one.

    With global average pooling before the dense layer, the gradient at the last convolution is the
    dense weight over the number of cells, the same in every cell.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        stage: One of `stages.STAGES`.
        vector: float32 ``(4,)``, see `Target.vector`.

    Returns:
        Activations and gradients, float32 ``(h, w, C)`` each.
    """
    if stage != LAST_STAGE:
        return network.stage_gradients(picture, stage, vector)
    maps = network.run(picture[np.newaxis]).maps[0]
    weights = (network.head_weights @ vector) / np.float32(maps.shape[0] * maps.shape[1])
    return maps, np.broadcast_to(weights, maps.shape).astype(np.float32)


def class_activation(
    name: str, network: Probe, picture: Array, stage: str, vector: NDArray[np.float32]
) -> Array:
    """A map of the CAM family that knows the class.

    Args:
        name: A key of `BY_CLASS`.
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        stage: One of `stages.STAGES`.
        vector: float32 ``(4,)``, see `Target.vector`.

    Returns:
        float32 ``(h, w)``, ≥ 0, logit per 1/49 of the picture.
    """
    activations, gradients = stage_evidence(network, picture, stage, vector)
    return per_unit(BY_CLASS[name](activations, gradients))


def eigen_activation(network: Probe, picture: Array, stage: str) -> Array:
    """Eigen-CAM with the total of the strongest class's Grad-CAM.

    Its own numbers have no unit. Given the most evidence that Grad-CAM finds for any class at the
    last convolution, it can stand beside the others, and is the same for every class; only where it
    lies says something, not how much.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        stage: One of `stages.STAGES`.

    Returns:
        float32 ``(h, w)``, ≥ 0, logit per 1/49 of the picture; zeros where no class has positive
        evidence.
    """
    maps = network.run(picture[np.newaxis]).maps[0]
    evidence = np.maximum(maps @ network.head_weights, np.float32(0.0))
    strongest = float(evidence.mean(axis=(0, 1)).max()) / CELLS
    projection = eigen_cam(network.activations(picture, stage))
    mean = float(projection.mean())
    if mean <= 0.0:
        return np.zeros_like(projection)
    return projection * np.float32(strongest / mean)


def per_unit(cells: Array) -> Array:
    """Positive part, from logit per cell to logit per 1/49 of the picture.

    Args:
        cells: float32 ``(h, w)``, logit per cell.

    Returns:
        float32 ``(h, w)``, ≥ 0.
    """
    return np.maximum(cells, np.float32(0.0)) * np.float32(cells.size / CELLS)


@dataclass(frozen=True, eq=False)
class Channel:
    """One feature map.

    Attributes:
        index: Its place among the channels of the stage, from 0.
        values: float32 ``(h, w)``, activation, ≥ 0.
        contribution: What it adds to the explained number, logit: exact at the last convolution,
            to first order below it. None where it was not asked for.
    """

    index: int
    values: Array
    contribution: float | None = None


def channels(
    network: Probe, picture: Array, stage: str, *, first: int, count: int
) -> tuple[Channel, ...]:
    """Some channels of a stage, in their order.

    Args:
        network: The network.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        stage: One of `stages.STAGES`.
        first: Index of the first one.
        count: How many; fewer at the end of the stage.

    Returns:
        The channels.

    Raises:
        ArtefactError: A file of the model cannot be used.
    """
    maps = network.activations(picture, stage)
    chosen = range(first, min(first + count, maps.shape[-1]))
    return tuple(Channel(index, np.ascontiguousarray(maps[..., index])) for index in chosen)


def weightiest(
    network: Probe, picture: Array, target: Target, stage: str, count: int
) -> tuple[Channel, ...]:
    """The channels that weigh most, for or against, the heaviest first.

    Args:
        network: The network; below the last convolution its gradients are needed.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        target: What is explained.
        stage: One of `stages.STAGES`.
        count: How many.

    Returns:
        The channels with their contributions.

    Raises:
        ArtefactError: A file of the model cannot be used.
        TensorFlowMissingError: Gradients are needed, and there is no TensorFlow.
    """
    maps, gradients = stage_evidence(network, picture, stage, target.vector)
    contributions = np.einsum("hwc,hwc->c", maps, gradients)
    order = np.argsort(-np.abs(contributions), kind="stable")[:count]
    return tuple(
        Channel(int(index), np.ascontiguousarray(maps[..., index]), float(contributions[index]))
        for index in order
    )

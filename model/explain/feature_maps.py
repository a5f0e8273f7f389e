"""The channels of a stage: what the network sees there, and which of it speaks for a class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.explain.cam_family import stage_evidence
from model.explain.network import Probe
from model.explain.target import Target

Array = NDArray[np.float32]


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

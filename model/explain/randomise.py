"""Cascading weight randomisation: a map that outlives the weights does not show the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from model.explain.cam_family import LAST_STAGE
from model.explain.heat_map import HeatMap, resized
from model.explain.methods import explain
from model.explain.network import Explained, Progress, nothing
from model.explain.target import Target

if TYPE_CHECKING:
    import keras

    from model.explain.keras_network import KerasNetwork

Array = NDArray[np.float32]

TRAINED: Final = "trained"

LAYERS: Final = ("logits", "conv5", "conv4", "conv3", "conv2")
"""What loses its weights, from the top of the network down; each step keeps those before it."""

SEED: Final = 20261121

SIDE: Final = 56
"""Resolution in which maps are compared, cells a side."""

WINDOW: Final = 11


@dataclass(frozen=True, eq=False)
class CascadeStep:
    """The map after a step of the cascade.

    Attributes:
        layer: What was randomised last: `TRAINED` for nothing yet, else one of `LAYERS`.
        heat: The map.
        similarity: SSIM with the map of the trained network, each scaled to its own maximum; 1 for
            the same map, about 0 for an unrelated one. 0 where only one of the two is empty.
    """

    layer: str
    heat: HeatMap
    similarity: float


def cascade(
    name: str,
    picture: Array,
    target: Target,
    network: Explained,
    *,
    stage: str = LAST_STAGE,
    progress: Progress = nothing,
) -> tuple[CascadeStep, ...]:
    """Make the map of a network that loses its weights from the top down.

    Args:
        name: A key of `methods.METHODS`.
        picture: float32 ``(H, W, 3)`` in [0, 255].
        target: What is explained.
        network: The network; it is copied, never changed.
        stage: One of `stages.STAGES`.
        progress: See `network.Progress`; called within and after each step.

    Returns:
        The trained map, then one step for each of `LAYERS`.

    Raises:
        ArtefactError: A file of the model cannot be used.
        TensorFlowMissingError: There is no TensorFlow.

    References:
        Adebayo et al. 2018, arXiv:1810.03292.
    """
    steps: list[CascadeStep] = []
    whole = len(LAYERS) + 1
    for layer, randomised in randomised_networks(network.gradients()):
        index = len(steps)

        def inner(done: int, total: int, index: int = index) -> None:
            progress(index * total + done, whole * total)

        heat = explain(name, picture, target, randomised, stage=stage, progress=inner)
        trained = steps[0].heat if steps else heat
        steps.append(CascadeStep(layer, heat, similarity(trained.values, heat.values)))
    return tuple(steps)


def randomised_networks(network: "KerasNetwork") -> Iterator[tuple[str, "KerasNetwork"]]:
    """The network as it was trained, then with more and more of its weights drawn anew.

    They are drawn as before training (Glorot uniform; a batch normalisation does nothing). Shuffled
    weights would not do: with the statistics of other weights above them, whole stages fall silent,
    and a map that is empty proves nothing of its method.

    Args:
        network: The trained network; not changed.

    Yields:
        What was randomised last, and the network; one copy is changed from step to step.
    """
    import keras

    from model.explain.keras_network import KerasNetwork

    yield TRAINED, network
    copy = keras.models.clone_model(network.network)
    copy.set_weights(network.network.get_weights())
    generator = np.random.default_rng(SEED)
    for layer in LAYERS:
        for part in copy.layers:
            if part.name == layer or part.name.startswith(f"{layer}_"):
                _redraw(part, generator)
        yield layer, KerasNetwork(copy)


def _redraw(layer: "keras.layers.Layer", seeds: np.random.Generator) -> None:
    """Draw the weights of one layer as they were before training, in place."""
    import keras

    if isinstance(layer, keras.layers.BatchNormalization):
        gamma, beta, mean, variance = layer.get_weights()
        ones, zeros = np.ones_like(gamma), np.zeros_like(beta)
        layer.set_weights([ones, zeros, np.zeros_like(mean), np.ones_like(variance)])
    elif layer.get_weights():
        kernel, bias = layer.get_weights()
        draw = keras.initializers.GlorotUniform(seed=int(seeds.integers(2**31)))
        layer.set_weights([np.asarray(draw(kernel.shape)), np.zeros_like(bias)])


def similarity(first: Array, second: Array) -> float:
    """SSIM of two maps, each scaled to its own maximum: of their shapes, not of their strength.

    Args:
        first: float32 ``(h, w)``, ≥ 0.
        second: float32 of any resolution, ≥ 0.

    Returns:
        At most 1.

    References:
        Wang et al. 2004, doi:10.1109/TIP.2003.819861.
    """
    tops = [float(values.max()) for values in (first, second)]
    if not all(tops):
        return float(not any(tops))
    import tensorflow as tf

    scaled = [
        resized(values / np.float32(top), SIDE)[..., np.newaxis]
        for values, top in zip((first, second), tops, strict=True)
    ]
    return float(tf.image.ssim(*scaled, max_val=1.0, filter_size=WINDOW))


def survives(steps: tuple[CascadeStep, ...], limit: float) -> bool:
    """Whether the map outlives the weights: it is then a picture of the film, not of the network.

    Args:
        steps: What `cascade` made.
        limit: Similarity that two films' maps reach by chance, see `verdict.Thresholds`.

    Returns:
        True where the map of the fully randomised network is more like the trained one than that.
    """
    return steps[-1].similarity > limit

"""The lung finder's network: a small U-Net, and the OpenVINO graph that serves it."""

import tempfile
from pathlib import Path
from typing import Any, Final

import keras
import openvino

from model.classifier.artefacts import LUNGS_GRAPH
from model.imaging.prepare import INPUT_SIZE

REGIONS: Final = ("background", "left", "right")
"""What a pixel may be; sides as the viewer sees them."""
TRAINED_SIZE: Final = INPUT_SIZE // 2
"""Height and width at which the network works, pixels: a lung's outline needs no more."""
CHANNELS: Final = (12, 24, 48, 96, 128)
"""Channels of each level, from the finest to the coarsest."""


def build_lung_network(
    size: int = TRAINED_SIZE, channels: tuple[int, ...] = CHANNELS
) -> keras.Model:
    """Build the U-Net with random weights.

    Each film is first brought to mean 0 and standard deviation 1, so that exposure and window
    leave the answer alone.

    Args:
        size: Height and width of the input, pixels; divisible by 2 for every level but the first.
        channels: Channels of each level.

    Returns:
        A model from float32 ``(N, size, size, 1)`` in [0, 255] to float32 logits
        ``(N, size, size, 3)`` in the order of `REGIONS`.

    References:
        Ronneberger et al. 2015, arXiv:1505.04597.
    """
    layers = keras.layers
    film = keras.Input((size, size, 1), name="film")
    mean = keras.ops.mean(film, axis=(1, 2), keepdims=True)
    deviation = keras.ops.sqrt(
        keras.ops.mean(keras.ops.square(film - mean), axis=(1, 2), keepdims=True)
    )
    # One grey level keeps an empty picture finite.
    maps = (film - mean) / (deviation + 1.0)
    skipped = []
    for level, width in enumerate(channels):
        if level:
            maps = layers.MaxPooling2D(name=f"down{level}")(maps)
        maps = _pair(maps, width, f"down{level}")
        skipped.append(maps)
    for level in reversed(range(len(channels) - 1)):
        maps = layers.UpSampling2D(interpolation="bilinear", name=f"up{level}")(maps)
        maps = layers.Concatenate(name=f"joined{level}")([skipped[level], maps])
        maps = _pair(maps, channels[level], f"up{level}")
    logits = layers.Conv2D(len(REGIONS), 1, dtype="float32", name="logits")(maps)
    return keras.Model(film, logits, name="negatoscope_lungs")


def _pair(maps: Any, width: int, name: str) -> Any:
    """Two 3 × 3 convolutions, each normalised over the batch and rectified."""
    layers = keras.layers
    for number in (1, 2):
        maps = layers.Conv2D(
            width, 3, padding="same", use_bias=False, name=f"{name}_convolution{number}"
        )(maps)
        maps = layers.BatchNormalization(momentum=0.97, name=f"{name}_normalised{number}")(maps)
        maps = layers.ReLU(name=f"{name}_rectified{number}")(maps)
    return maps


def serving_lung_network(network: keras.Model) -> keras.Model:
    """The same network at the size of the classifier's input, answering probabilities.

    Args:
        network: A model made by `build_lung_network`.

    Returns:
        A model from float32 ``(N, H, W, 1)`` in [0, 255] with twice the size of `network` to
        float32 ``(N, H, W, 3)`` in [0, 1], which sum to 1; it shares the weights.
    """
    layers = keras.layers
    size = 2 * network.input_shape[1]
    film = keras.Input((size, size, 1), name="film")
    logits = network(layers.AveragePooling2D(2, name="shrunk")(film))
    enlarged = layers.UpSampling2D(interpolation="bilinear", name="enlarged")(logits)
    return keras.Model(film, layers.Softmax(name="probabilities")(enlarged))


def export_lung_graph(network: keras.Model, folder: Path) -> None:
    """Write the OpenVINO graph, float16 storage.

    Args:
        network: A trained model made by `build_lung_network`.
        folder: Folder for the graph and its weights; made if missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        # Keras writes float32 weights; the smaller storage is a second step.
        path = Path(scratch) / LUNGS_GRAPH
        serving_lung_network(network).export(str(path), format="openvino", verbose=False)
        openvino.save_model(
            openvino.Core().read_model(path), folder / LUNGS_GRAPH, compress_to_fp16=True
        )

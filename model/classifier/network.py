"""The Keras network: ResNet50, pooled, one dense layer of four logits."""

from pathlib import Path
from typing import Any, Final
from urllib.error import URLError

import keras
import numpy as np

from model.classifier.classes import CLASSES
from model.errors import WeightsUnavailableError

INPUT_SIZE: Final = 224
LAST_CONVOLUTION: Final = "conv5_block3_out"
"""Layer whose 7 × 7 × 2048 maps carry the closed-form Grad-CAM."""
POOLED: Final = "pooled"
LOGITS: Final = "logits"
HEAD_KERNEL: Final = "head/kernel"
HEAD_BIAS: Final = "head/bias"


def build_network(
    weights: str | Path | None = None,
    *,
    input_size: int = INPUT_SIZE,
    dropout: float = 0.3,
) -> keras.Model:
    """Build the classifier as one flat graph.

    The backbone is called on the preprocessed tensor instead of being nested as a sub-model:
    Keras 3 cannot reach a nested sub-model's inner tensors from the outer input, which Grad-CAM
    needs. Softmax and temperature are left out: the network answers logits.

    Args:
        weights: ``None`` for random weights; ``"imagenet"`` to download Keras' own backbone
            weights; or the path of an ``.npz`` whose keys are Keras variable paths
            (``conv1_conv/kernel``…), with ``head/kernel`` (2048, 4) and ``head/bias`` (4,) where
            a head is stored.
        input_size: Height and width of the input, pixels.
        dropout: Share of pooled features dropped while training.

    Returns:
        A model from float32 ``(N, input_size, input_size, 3)`` in [0, 255], RGB (grey repeated), to
        float32 logits ``(N, 4)`` in the order of `CLASSES`.

    Raises:
        WeightsUnavailableError: The weights cannot be downloaded, read, or do not fit the network.

    References:
        He et al. 2016, doi:10.1109/CVPR.2016.90.
    """
    picture = keras.Input((input_size, input_size, 3), name="picture")
    preprocessed = keras.applications.resnet50.preprocess_input(picture)
    backbone = _backbone(preprocessed, imagenet=weights == "imagenet")
    pooled = keras.layers.GlobalAveragePooling2D(name=POOLED)(backbone.output)
    dropped = keras.layers.Dropout(dropout, name="dropout")(pooled)
    logits = keras.layers.Dense(len(CLASSES), name=LOGITS, dtype="float32")(dropped)
    network = keras.Model(picture, logits, name="negatoscope_resnet50")
    if weights is not None and weights != "imagenet":
        load_weights(network, Path(weights))
    return network


def _backbone(preprocessed: Any, *, imagenet: bool) -> keras.Model:
    """ResNet50 without its top, random or with Keras' own ImageNet weights."""
    try:
        return keras.applications.ResNet50(
            include_top=False, weights="imagenet" if imagenet else None, input_tensor=preprocessed
        )
    except Exception as error:
        # Keras answers a failed download with a bare Exception raised from the URLError, and a
        # damaged one with ValueError; nothing narrower can be caught.
        if isinstance(error.__context__, URLError) or isinstance(error, (OSError, ValueError)):
            raise WeightsUnavailableError(source="imagenet") from error
        raise


def load_weights(network: keras.Model, path: Path) -> None:
    """Assign every variable of a network from an ``.npz`` keyed by variable path.

    Args:
        network: A model made by `build_network`; changed in place.
        path: The ``.npz`` file; float16 is widened to float32.

    Raises:
        WeightsUnavailableError: The file is missing, is not an ``.npz``, or an array is missing
            or of another shape.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            for variable in network.variables:
                if "seed_generator" not in variable.path:
                    variable.assign(stored[_stored_name(variable.path)].astype(np.float32))
    except (OSError, KeyError, ValueError) as error:
        raise WeightsUnavailableError(source=path.name) from error


def save_weights(network: keras.Model, path: Path) -> None:
    """Write every variable as float16 to an ``.npz`` that `load_weights` reads.

    Args:
        network: A model made by `build_network`.
        path: The file to write; its folder exists.
    """
    arrays = {
        _stored_name(variable.path): variable.numpy().astype(np.float16)
        for variable in network.variables
        if "seed_generator" not in variable.path
    }
    np.savez(path, allow_pickle=False, **arrays)


def _stored_name(variable_path: str) -> str:
    """Name of a variable in a weight file: the dense layer is stored as ``head``."""
    return {f"{LOGITS}/kernel": HEAD_KERNEL, f"{LOGITS}/bias": HEAD_BIAS}.get(
        variable_path, variable_path
    )

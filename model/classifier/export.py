"""From a trained Keras network to the files that serve it."""

import tempfile
from pathlib import Path

import keras
import openvino

from model.classifier.artefacts import GRAPH, KERAS_WEIGHTS
from model.classifier.network import LAST_CONVOLUTION, LOGITS, POOLED, save_weights


def serving_network(network: keras.Model) -> keras.Model:
    """The same network with the three outputs that a page needs.

    Args:
        network: A model whose layers carry the names in `model.classifier.network`.

    Returns:
        A model from the same input to logits, last convolution and pooled features; it shares the
        weights.
    """
    outputs = [network.get_layer(name).output for name in (LOGITS, LAST_CONVOLUTION, POOLED)]
    return keras.Model(network.input, outputs)


def export_graph(network: keras.Model, folder: Path, name: str = GRAPH) -> None:
    """Write the OpenVINO graph (float16 storage) and the Keras weights (float16).

    Args:
        network: A trained network.
        folder: Folder for the graph and the Keras weights; made if missing.
        name: File name of the graph; its weights go beside it, as ``.bin``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        # Keras writes float32 weights; the smaller storage is a second step.
        path = Path(scratch) / name
        serving_network(network).export(str(path), format="openvino", verbose=False)
        openvino.save_model(openvino.Core().read_model(path), folder / name, compress_to_fp16=True)
    save_weights(network, folder / KERAS_WEIGHTS)

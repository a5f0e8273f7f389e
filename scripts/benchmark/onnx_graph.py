"""The network as an ONNX graph, layer by layer.

Keras exports to ONNX through tf2onnx, which takes 6 GB for this network and makes the constant of
the preprocessing a second input. A ResNet has eight kinds of layers; writing them down is simpler.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import onnx
from onnx import helper, numpy_helper

from model.classifier.network import LAST_CONVOLUTION, LOGITS

FIRST_LAYER: Final = "conv1_pad"
"""First layer of the backbone, behind the preprocessing."""

MEAN_BGR: Final = (103.939, 116.779, 123.68)
"""Channel means of ImageNet that `keras.applications.resnet50.preprocess_input` takes away."""

OPSET: Final = 17


class GraphBuilder:
    """Nodes and weights gathered so far; tensors are named after the Keras layer they come from."""

    def __init__(self) -> None:
        """Starts with nothing."""
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def constant(self, name: str, values: Any, dtype: type = np.float32) -> str:
        """Adds an array and returns its name."""
        self.weights.append(numpy_helper.from_array(np.array(values, dtype=dtype), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Adds an operation and returns the name of what it gives."""
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def write_onnx(network: keras.Model, path: Path) -> None:
    """Writes the network from picture to logits and last maps.

    Args:
        network: A model made by `model.classifier.network.build_network`.
        path: The `.onnx` file. Input `picture` float32 `(N, H, W, 3)` in [0, 255], RGB; outputs
            `logits` `(N, 4)` and `maps` `(N, h, w, 2048)`, float32.
    """
    build = GraphBuilder()
    # What `preprocess_input` does: blue first, means taken away. ONNX wants channels first.
    upright = build.node("Transpose", ["picture"], "upright", perm=[0, 3, 1, 2])
    order = build.constant("order", [2, 1, 0], np.int64)
    flipped = build.node("Gather", [upright, order], "flipped", axis=1)
    means = build.constant("means", np.reshape(MEAN_BGR, (1, 3, 1, 1)))
    build.node("Sub", [flipped, means], "preprocessed")

    sources = {network.get_layer(FIRST_LAYER).input.name: "preprocessed"}
    started = False
    for layer in network.layers:
        started = started or layer.name == FIRST_LAYER
        if started:
            inputs = layer.input if isinstance(layer.input, list) else [layer.input]
            write = WRITERS[type(layer)]
            write(build, layer, [sources[tensor.name] for tensor in inputs])
            sources[layer.output.name] = layer.name
    build.node("Transpose", [LAST_CONVOLUTION], "maps", perm=[0, 2, 3, 1])

    def value(name: str, shape: tuple[int | None, ...]) -> Any:
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["N", *shape[1:]])

    maps = network.get_layer(LAST_CONVOLUTION).output
    graph = helper.make_graph(
        build.nodes,
        "negatoscope",
        [value("picture", network.input_shape)],
        [value(LOGITS, network.output_shape), value("maps", maps.shape)],
        build.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.save(model, path)


def _pad(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
    (top, bottom), (left, right) = layer.padding
    pads = [0, 0, top, left, 0, 0, bottom, right]
    build.node("Pad", [*inputs, build.constant(f"{layer.name}/pads", pads, np.int64)], layer.name)


def _convolution(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
    kernel, bias = layer.get_weights()
    weights = [
        build.constant(f"{layer.name}/kernel", kernel.transpose(3, 2, 0, 1)),
        build.constant(f"{layer.name}/bias", bias),
    ]
    padding = "SAME_UPPER" if layer.padding == "same" else "VALID"
    build.node(
        "Conv", [*inputs, *weights], layer.name, strides=list(layer.strides), auto_pad=padding
    )


def _normalisation(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
    names = ("gamma", "beta", "mean", "variance")
    weights = [
        build.constant(f"{layer.name}/{name}", values)
        for name, values in zip(names, layer.get_weights(), strict=True)
    ]
    build.node("BatchNormalization", [*inputs, *weights], layer.name, epsilon=layer.epsilon)


def _pool(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
    build.node(
        "MaxPool",
        inputs,
        layer.name,
        kernel_shape=list(layer.pool_size),
        strides=list(layer.strides),
    )


def _average(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
    pooled = build.node("GlobalAveragePool", inputs, f"{layer.name}/pooled")
    build.node("Flatten", [pooled], layer.name)


def _dense(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
    kernel, bias = layer.get_weights()
    weights = [
        build.constant(f"{layer.name}/kernel", kernel),
        build.constant(f"{layer.name}/bias", bias),
    ]
    build.node("Gemm", [*inputs, *weights], layer.name)


def _simple(kind: str) -> Callable[[GraphBuilder, Any, list[str]], None]:
    def write(build: GraphBuilder, layer: Any, inputs: list[str]) -> None:
        build.node(kind, inputs, layer.name)

    return write


WRITERS: Final[dict[type, Callable[[GraphBuilder, Any, list[str]], None]]] = {
    keras.layers.Activation: _simple("Relu"),
    keras.layers.Add: _simple("Add"),
    keras.layers.BatchNormalization: _normalisation,
    keras.layers.Conv2D: _convolution,
    keras.layers.Dense: _dense,
    keras.layers.Dropout: _simple("Identity"),
    keras.layers.GlobalAveragePooling2D: _average,
    keras.layers.MaxPooling2D: _pool,
    keras.layers.ZeroPadding2D: _pad,
}
"""How each kind of layer in a ResNet is written; Activation is always ReLU there."""

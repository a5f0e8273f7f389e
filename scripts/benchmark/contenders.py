"""Ways to get the same thing from the same weights: four probabilities and a Grad-CAM heat map.

Each `start_*` loads what it needs and returns a function of no arguments: one warm answer. Imports
are inside, because what a contender loads is part of what is measured. The picture is read and
resized once, in `start_*`, by the same code for all; turning a map into 224 × 224 is timed for all.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.classifier.engine import Precision


class Result(NamedTuple):
    """One answer.

    Attributes:
        probabilities: float64 `(4,)`, calibrated, in the order of `CLASSES`.
        heatmap: float32 `(224, 224)`, Grad-CAM of the likeliest class, ≥ 0, on its own scale.
    """

    probabilities: "NDArray[np.float64]"
    heatmap: "NDArray[np.float32]"


class Setup(NamedTuple):
    """What a contender starts from.

    Attributes:
        picture: A radiograph.
        precision: For the engine, see `model.classifier.engine.Precision`.
        onnx: The exported graph, for ONNX Runtime.
    """

    picture: Path
    precision: "Precision"
    onnx: Path | None


Answer = Callable[[], Result]


def start_engine(setup: Setup) -> Answer:
    """This project's engine: OpenVINO, one pass, Grad-CAM in closed form."""
    from model.classifier.calibration import probabilities
    from model.classifier.classes import CLASSES
    from model.classifier.engine import Engine
    from model.classifier.evidence import evidence_maps

    inputs = _network_input(setup.picture)
    engine = Engine.load(precision=setup.precision)

    def answer() -> Result:
        forward = engine.run(inputs)
        calibrated = probabilities(forward.logits[0], engine.manifest.temperature)
        evidence = evidence_maps(forward.maps[0], engine.head_weights)
        return Result(calibrated, evidence.upsampled(CLASSES[int(calibrated.argmax())]))

    return answer


def start_keras(setup: Setup) -> Answer:
    """What a Keras tutorial does: `predict`, then Grad-CAM through a `GradientTape`.

    Kinder than the tutorial in one thing: it builds the two-output model once, not for every image.

    References:
        https://keras.io/examples/vision/grad_cam/
    """
    import tensorflow as tf

    inputs = _network_input(setup.picture)
    network, both = _keras_networks()
    calibrated = _calibration()

    def answer() -> Result:
        logits = network.predict(inputs, verbose=0)
        heatmap = _gradient_heatmap(tf, both, tf.constant(inputs))
        return Result(calibrated(logits[0]), _upsampled(heatmap.numpy()))

    return answer


def start_tf_function(setup: Setup) -> Answer:
    """The same network and gradient, compiled into one TensorFlow graph."""
    import tensorflow as tf

    inputs = tf.constant(_network_input(setup.picture))
    network, both = _keras_networks()
    calibrated = _calibration()

    def both_answers(pictures: Any) -> Any:
        return network(pictures, training=False), _gradient_heatmap(tf, both, pictures)

    graph = tf.function(both_answers)

    def answer() -> Result:
        logits, heatmap = graph(inputs)
        return Result(calibrated(logits.numpy()[0]), _upsampled(heatmap.numpy()))

    return answer


def start_onnxruntime(setup: Setup) -> Answer:
    """ONNX Runtime, float32, with this project's closed form."""
    import onnxruntime

    from model.classifier.artefacts import FEATURE_SPACE, checked_path, load_manifest
    from model.classifier.classes import CLASSES
    from model.classifier.engine import load_feature_space
    from model.classifier.evidence import evidence_maps

    inputs = _network_input(setup.picture)
    session = onnxruntime.InferenceSession(setup.onnx, providers=["CPUExecutionProvider"])
    head = load_feature_space(checked_path(FEATURE_SPACE, load_manifest())).head_weights
    calibrated = _calibration()

    def answer() -> Result:
        logits, maps = session.run(None, {"picture": inputs})
        result = calibrated(logits[0])
        label = CLASSES[int(result.argmax())]
        return Result(result, evidence_maps(maps[0], head).upsampled(label))

    return answer


CONTENDERS: Final[Mapping[str, Callable[[Setup], Answer]]] = {
    "engine": start_engine,
    "keras": start_keras,
    "tf_function": start_tf_function,
    "onnxruntime": start_onnxruntime,
}
"""Every contender by the name that the JSON uses; the first two make the ratios."""


def export_onnx(path: Path) -> None:
    """Writes the committed Keras weights as an ONNX graph of logits and last maps.

    Args:
        path: The `.onnx` file to write.
    """
    from scripts.benchmark.onnx_graph import write_onnx

    write_onnx(_keras_networks()[0], path)


def _network_input(picture: Path) -> "NDArray[np.float32]":
    """The picture as the network takes it, float32 `(1, 224, 224, 3)`."""
    from model.imaging.prepare import network_input
    from model.imaging.read import read_radiograph

    return network_input(read_radiograph(picture.read_bytes()).pixels)[None]


def _keras_networks() -> tuple[Any, Any]:
    """The committed Keras weights as a network to logits, and to (last maps, logits)."""
    import keras

    from model.classifier.artefacts import KERAS_WEIGHTS, checked_path, load_manifest
    from model.classifier.network import LAST_CONVOLUTION, build_network

    network = build_network(checked_path(KERAS_WEIGHTS, load_manifest()))
    maps = network.get_layer(LAST_CONVOLUTION).output
    return network, keras.Model(network.inputs, [maps, network.output])


def _gradient_heatmap(tf: Any, both: Any, pictures: Any) -> Any:
    """Grad-CAM of the likeliest class as keras.io writes it, float32 `(7, 7)`."""
    with tf.GradientTape() as tape:
        maps, logits = both(pictures, training=False)
        likeliest = tf.gather(logits, tf.argmax(logits[0]), axis=1)
    gradients = tape.gradient(likeliest, maps)
    importance = tf.reduce_mean(gradients, axis=(0, 1, 2))
    heatmap = tf.squeeze(maps[0] @ importance[..., tf.newaxis])
    return tf.math.divide_no_nan(tf.maximum(heatmap, 0.0), tf.reduce_max(heatmap))


def _upsampled(heatmap: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """A map in the geometry of the network's input, as the engine's is."""
    import cv2
    import numpy as np

    return np.asarray(cv2.resize(heatmap, (224, 224)), dtype=np.float32)


def _calibration() -> Callable[[Any], "NDArray[np.float64]"]:
    """Logits to calibrated probabilities with the manifest's temperature."""
    from model.classifier.artefacts import load_manifest
    from model.classifier.calibration import probabilities

    temperature = load_manifest().temperature
    return lambda logits: probabilities(logits, temperature)

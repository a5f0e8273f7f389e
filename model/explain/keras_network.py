"""The classifier in Keras, for what OpenVINO cannot give: gradients, and weights that change."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import KERAS_WEIGHTS, checked_path, load_manifest
from model.classifier.engine import Forward
from model.errors import TensorFlowMissingError

if TYPE_CHECKING:
    import keras

# Layer of the Keras graph at the end of each stage.
STAGE_ENDS = {
    "conv2": "conv2_block3_out",
    "conv3": "conv3_block4_out",
    "conv4": "conv4_block6_out",
    "conv5": "conv5_block3_out",
}

# Pictures in one backward pass: the tape keeps every activation, 150 MB a picture.
GRADIENT_BATCH = 4


class KerasNetwork:
    """A Keras classifier that answers as the engine does, and gives gradients.

    Nothing here changes a weight. Importing this module does not import TensorFlow; making one of
    these does.

    Attributes:
        network: The flat graph of `classifier.network.build_network`.
    """

    def __init__(self, network: "keras.Model") -> None:
        """Wraps a network.

        Args:
            network: A model made by `build_network`.
        """
        import keras

        self.network = network
        ends = [network.get_layer(name).output for name in STAGE_ENDS.values()]
        self._stages = keras.Model(network.input, [*ends, network.output])

    @classmethod
    def load(cls, folder: Path | None = None) -> "KerasNetwork":
        """Build the shipped network.

        Args:
            folder: Folder of the artefacts; the committed one by default.

        Returns:
            The network, in float32.

        Raises:
            ArtefactError: The weights are missing or differ from the manifest.
            TensorFlowMissingError: TensorFlow is not installed.
        """
        try:
            import tensorflow as _  # noqa: F401 - Keras names another culprit when it is missing
        except ImportError as error:
            raise TensorFlowMissingError(package="tensorflow") from error
        from model.classifier.network import build_network

        manifest = load_manifest(folder)
        return cls(build_network(checked_path(KERAS_WEIGHTS, manifest, folder)))

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """One forward pass.

        Args:
            inputs: float32 ``(N, H, W, 3)`` in [0, 255].

        Returns:
            Logits, maps of the last convolution and their mean.
        """
        outputs = self._forward(inputs)
        maps = np.asarray(outputs[-2], dtype=np.float32)
        return Forward(np.asarray(outputs[-1], np.float32), maps, maps.mean(axis=(1, 2)))

    @property
    def head_weights(self) -> NDArray[np.float32]:
        """Kernel of the dense layer, float32 ``(2048, 4)``."""
        return np.asarray(self.network.get_layer("logits").kernel, dtype=np.float32)

    def activations(self, picture: NDArray[np.float32], stage: str) -> NDArray[np.float32]:
        """Output of a residual stage.

        Args:
            picture: float32 ``(H, W, 3)`` in [0, 255].
            stage: A key of `STAGE_ENDS`.

        Returns:
            float32 ``(h, w, C)``, ≥ 0.
        """
        output = self._forward(picture[np.newaxis])[list(STAGE_ENDS).index(stage)]
        return np.asarray(output[0], dtype=np.float32)

    def stage_gradients(
        self, picture: NDArray[np.float32], stage: str, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Output of a residual stage, and how the explained number changes with it.

        Args:
            picture: float32 ``(H, W, 3)`` in [0, 255].
            stage: A key of `STAGE_ENDS`.
            vector: float32 ``(4,)``, see `Target.vector`.

        Returns:
            Activations and gradient of ``logits @ vector`` by them, float32 ``(h, w, C)`` each.
        """
        import tensorflow as tf

        with tf.GradientTape(watch_accessed_variables=False) as tape:
            inputs = tf.convert_to_tensor(picture[np.newaxis])
            # Something must be watched for the tape to record the way to the stage.
            tape.watch(inputs)
            outputs = self._forward(inputs)
            maps = outputs[list(STAGE_ENDS).index(stage)]
            score = tf.reduce_sum(outputs[-1] * vector)
        gradient = tape.gradient(score, maps)
        return np.asarray(maps[0], np.float32), np.asarray(gradient[0], np.float32)

    def input_gradients(
        self, pictures: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How the explained number changes with every pixel.

        Args:
            pictures: float32 ``(N, H, W, 3)`` in [0, 255].
            vector: float32 ``(4,)``, see `Target.vector`.

        Returns:
            float32 ``(N, H, W, 3)``, logit per grey level.
        """
        import tensorflow as tf

        found = []
        for first in range(0, len(pictures), GRADIENT_BATCH):
            inputs = tf.convert_to_tensor(pictures[first : first + GRADIENT_BATCH])
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(inputs)
                score = tf.reduce_sum(self._forward(inputs)[-1] * vector)
            found.append(np.asarray(tape.gradient(score, inputs), dtype=np.float32))
        return np.concatenate(found)

    def _forward(self, inputs: Any) -> Any:
        return self._stages(inputs, training=False)

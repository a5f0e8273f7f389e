"""Networks that have learnt nothing, to see what a map looks like that means nothing."""

import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import GRAPH
from model.classifier.compiled import compile_graph, read_graph
from model.classifier.engine import Forward
from model.classifier.export import export_graph
from model.classifier.network import INPUT_SIZE, LOGITS, build_network


class RandomNetwork:
    """The classifier's graph with the random weights that training would start from.

    It answers through OpenVINO, as the shipped one does.
    """

    def __init__(self, seed: int, input_size: int = INPUT_SIZE) -> None:
        """Builds and compiles it; half a minute.

        Args:
            seed: Seed of the weights.
            input_size: Height and width of the input, pixels.
        """
        keras.utils.set_random_seed(seed)
        network = build_network(None, input_size=input_size)
        self._head = np.asarray(network.get_layer(LOGITS).kernel, dtype=np.float32)
        with tempfile.TemporaryDirectory() as scratch:
            export_graph(network, Path(scratch))
            compiled = compile_graph(read_graph(Path(scratch) / GRAPH))
        self._request: Any = compiled.create_infer_request()

    @property
    def head_weights(self) -> NDArray[np.float32]:
        """Kernel of the dense layer, float32 ``(2048, 4)``."""
        return self._head

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """One forward pass, see `Engine.run`."""
        results = self._request.infer([np.ascontiguousarray(inputs, dtype=np.float32)])
        logits, maps, features = (np.array(results[index]) for index in range(3))
        return Forward(logits, maps, features)

    def activations(self, picture: NDArray[np.float32], stage: str) -> NDArray[np.float32]:
        """Not there: only the last convolution is looked at."""
        raise NotImplementedError

    def stage_gradients(
        self, picture: NDArray[np.float32], stage: str, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Not there: only the last convolution is looked at."""
        raise NotImplementedError

    def input_gradients(
        self, pictures: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Not there: only the last convolution is looked at."""
        raise NotImplementedError

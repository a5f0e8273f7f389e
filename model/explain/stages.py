"""What the residual stages of the network put out, without TensorFlow."""

import threading
from pathlib import Path
from typing import Any, Final

import numpy as np
import openvino
from numpy.typing import NDArray

from model.classifier.artefacts import GRAPH, GRAPH_WEIGHTS, checked_path, load_manifest
from model.classifier.compiled import compile_graph, read_graph
from model.errors import ArtefactDamagedError

STAGES: Final[tuple[str, ...]] = ("conv2", "conv3", "conv4", "conv5")
"""Residual stages of a ResNet50, from fine to coarse: 56, 28, 14 and 7 cells a side at 224 px."""

CHANNELS: Final[dict[str, int]] = {"conv2": 256, "conv3": 512, "conv4": 1024, "conv5": 2048}
"""Channels that a stage puts out."""


class StageEngine:
    """The serving graph with the ends of its stages as outputs; safe to share between threads.

    It is a graph of its own: the answers' engine would copy megabytes more with every picture.
    """

    def __init__(self, compiled: Any) -> None:
        """Wraps a compiled model; use `load`.

        Args:
            compiled: OpenVINO compiled model with the four stages as outputs, channels first.
        """
        self._request = compiled.create_infer_request()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> "StageEngine":
        """Compile the serving graph up to the ends of its stages.

        Args:
            folder: Folder of the artefacts; the committed one by default.

        Returns:
            The engine.

        Raises:
            ArtefactError: A file is missing, differs from the manifest, or is no ResNet50.
        """
        manifest = load_manifest(folder)
        graph, weights = (checked_path(name, manifest, folder) for name in (GRAPH, GRAPH_WEIGHTS))
        try:
            network = read_graph(graph, weights)
            ends = [_end_of(network, stage) for stage in STAGES]
            cut = openvino.Model([end.output(0) for end in ends], network.get_parameters())
            return cls(compile_graph(cut))
        except (RuntimeError, LookupError) as error:
            raise ArtefactDamagedError(file=graph.name) from error

    def activations(self, picture: NDArray[np.float32], stage: str) -> NDArray[np.float32]:
        """Output of a residual stage.

        Args:
            picture: float32 ``(H, W, 3)`` in [0, 255].
            stage: One of `STAGES`.

        Returns:
            float32 ``(h, w, C)``, ≥ 0, copied out of the engine.
        """
        with self._lock:
            results = self._request.infer([np.ascontiguousarray(picture[np.newaxis])])
            found = np.array(results[STAGES.index(stage)][0], dtype=np.float32)
        return np.ascontiguousarray(np.moveaxis(found, 0, -1))


def _end_of(network: Any, stage: str) -> Any:
    """The last ReLU with the stage's channels, before the first one with more.

    Names do not survive the export. A bottleneck inside the next stage but one has as many channels
    (256 in conv2 and within conv4), so the search ends where the next stage begins.
    """
    end = None
    for operation in network.get_ordered_ops():
        if operation.get_type_name() != "Relu":
            continue
        channels = operation.output(0).get_partial_shape()[1].get_length()
        if channels == CHANNELS[stage]:
            end = operation
        if channels > CHANNELS[stage]:
            break
    if end is None:
        raise LookupError(stage)
    return end

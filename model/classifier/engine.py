"""The serving engine: OpenVINO, one forward pass for everything a page shows."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import (
    FEATURE_SPACE,
    GRAPH,
    GRAPH_WEIGHTS,
    Manifest,
    checked_path,
    load_manifest,
)
from model.classifier.compiled import Hint, compile_graph, read_graph
from model.classifier.streams import Streams
from model.errors import ArtefactDamagedError

Precision = Literal["auto", "fp32"]
"""``auto`` runs the serving graph; ``fp32`` runs the network as it was trained."""

MANY: Final = 8
"""Pictures from which on a batch is shared out among the cores."""


@dataclass(frozen=True, eq=False)
class Forward:
    """What one forward pass gives.

    Attributes:
        logits: float32 ``(N, 4)``.
        maps: float32 ``(N, 7, 7, 2048)``, activations of the last convolution, ≥ 0.
        features: float32 ``(N, 2048)``, mean of `maps` over the picture.
    """

    logits: NDArray[np.float32]
    maps: NDArray[np.float32]
    features: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FeatureSpace:
    """Where the training films lie among the pooled features.

    Attributes:
        head_weights: float32 ``(2048, 4)``, kernel of the dense layer.
        head_bias: float32 ``(4,)``.
        mean: float32 ``(2048,)``, mean of the training features.
        basis: float32 ``(2048, D)``, orthonormal; spans the leading principal components.
        scales: float32 ``(D,)``, standard deviation along each of them.
        residual: float32 ``(2,)``, mean and standard deviation of the training films' distance
            from that span.
        views: float32 ``(D + 2, 7)``, log-odds of each of `signals.VIEWS` against a frontal film: a
            weight for each component, one for the distance, and the bias.
        age: float32 ``(D + 2,)``, log-odds of a child against an adult, likewise.
    """

    head_weights: NDArray[np.float32]
    head_bias: NDArray[np.float32]
    mean: NDArray[np.float32]
    basis: NDArray[np.float32]
    scales: NDArray[np.float32]
    residual: NDArray[np.float32]
    views: NDArray[np.float32]
    age: NDArray[np.float32]


def load_feature_space(path: Path) -> FeatureSpace:
    """Read a `FeatureSpace`.

    Raises:
        ArtefactDamagedError: An array is missing or the file is no ``.npz``.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return FeatureSpace(
                **{
                    name: stored[name].astype(np.float32)
                    for name in FeatureSpace.__dataclass_fields__
                }
            )
    except (KeyError, OSError, ValueError) as error:
        raise ArtefactDamagedError(file=path.name) from error


class Engine:
    """The compiled network with its manifest; safe to share between threads.

    One lock guards the one infer request: a second one at the same time would only take memory.
    Batches go through `Streams`, compiled when the first one comes. Everything else is read-only.

    Attributes:
        manifest: What the manifest says.
        feature_space: Head weights and training features.
    """

    def __init__(
        self,
        compile_for: Callable[[Hint], Any],
        manifest: Manifest,
        feature_space: FeatureSpace,
        weights: str,
    ) -> None:
        """Compiles a graph; use `load`.

        Args:
            compile_for: Compiles a graph with the outputs logits, maps and features for a
                performance hint, ``LATENCY`` or ``THROUGHPUT``.
            manifest: Its manifest.
            feature_space: Its feature space.
            weights: Name of the file with its weights.
        """
        self._compile_for = compile_for
        self._request = compile_for("LATENCY").create_infer_request()
        self._streams: Streams | None = None
        self._lock = threading.Lock()
        self._weights = weights
        self.manifest = manifest
        self.feature_space = feature_space

    @classmethod
    def load(cls, precision: Precision = "auto", folder: Path | None = None) -> "Engine":
        """Check the artefacts against the manifest and compile the serving graph.

        Args:
            precision: See `Precision`.
            folder: Folder of the artefacts; the committed one by default.

        Returns:
            The engine.

        Raises:
            ArtefactError: A file is missing, differs from the manifest, or cannot be compiled.
        """
        manifest = load_manifest(folder)
        names = manifest.reference if precision == "fp32" else (GRAPH, GRAPH_WEIGHTS)
        graph, weights = (checked_path(name, manifest, folder) for name in names)
        space = load_feature_space(checked_path(FEATURE_SPACE, manifest, folder))

        def compile_for(hint: Hint) -> Any:
            return compile_graph(read_graph(graph, weights), hint)

        try:
            return cls(compile_for, manifest, space, weights.name)
        except RuntimeError as error:
            raise ArtefactDamagedError(file=graph.name) from error

    @property
    def head_weights(self) -> NDArray[np.float32]:
        """Kernel of the dense layer, float32 ``(2048, 4)``."""
        return self.feature_space.head_weights

    @property
    def head_bias(self) -> NDArray[np.float32]:
        """Bias of the dense layer, float32 ``(4,)``."""
        return self.feature_space.head_bias

    @property
    def model_sha256(self) -> str:
        """Identity of the model: SHA-256 of the weights that this engine runs."""
        return self.manifest.files[self._weights].sha256

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """Run one forward pass.

        Args:
            inputs: float32 ``(N, 224, 224, 3)`` in [0, 255], see `imaging.prepare.network_input`.

        Returns:
            Logits, maps and features, copied out of the engine.
        """
        if len(inputs) >= MANY:
            return Forward(*self._many().infer(inputs))
        with self._lock:
            results = self._request.infer([np.ascontiguousarray(inputs, dtype=np.float32)])
            logits, maps, features = (np.array(results[index]) for index in range(3))
        return Forward(logits, maps, features)

    def _many(self) -> Streams:
        with self._lock:
            if self._streams is None:
                self._streams = Streams(self._compile_for("THROUGHPUT"))
            return self._streams

"""The classifier as something that can be explained: forward passes, activations, gradients."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from model.classifier.engine import Engine, Forward
from model.explain.stages import StageEngine

if TYPE_CHECKING:
    from model.explain.keras_network import KerasNetwork

Progress = Callable[[int, int], None]
"""Called with the forward passes done and to do, after every batch; raising from it stops."""

BATCH: Final = 16
"""Pictures in one call of the engine: more gain nothing on two cores and cost memory."""


def nothing(done: int, total: int) -> None:
    """The progress that nobody watches."""


class AnsweringNetwork(Protocol):
    """A network that can be asked; enough for the methods that only hide and ask."""

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """Logits, maps of the last convolution and pooled features of ``(N, H, W, 3)``."""


class Probe(AnsweringNetwork, Protocol):
    """What a method may ask of a network; `Explained` and its stand-ins answer."""

    @property
    def head_weights(self) -> NDArray[np.float32]:
        """Kernel of the dense layer, float32 ``(2048, 4)``."""

    def activations(self, picture: NDArray[np.float32], stage: str) -> NDArray[np.float32]:
        """Output of a residual stage, float32 ``(h, w, C)``, ≥ 0."""

    def stage_gradients(
        self, picture: NDArray[np.float32], stage: str, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Output of a stage and the gradient of ``logits @ vector`` by it, ``(h, w, C)`` each."""

    def input_gradients(
        self, pictures: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Gradient of ``logits @ vector`` by the pixels, float32 ``(N, H, W, 3)``."""


class Explained:
    """The shipped classifier, for every method of explanation; safe to share between threads.

    Forward passes go through OpenVINO. Gradients below the last convolution need TensorFlow, which
    is imported when the first one is asked for: two to five seconds and 600 MB.

    Attributes:
        engine: The engine that answers.
    """

    def __init__(self, engine: Engine, folder: Path | None = None) -> None:
        """Wraps an engine.

        Args:
            engine: The engine.
            folder: Folder of the artefacts; the committed one by default.
        """
        self.engine = engine
        self._folder = folder
        self._lock = threading.Lock()
        self._stages: StageEngine | None = None
        self._keras: KerasNetwork | None = None

    def run(self, inputs: NDArray[np.float32]) -> Forward:
        """One forward pass of the engine, see `Engine.run`."""
        return self.engine.run(inputs)

    @property
    def head_weights(self) -> NDArray[np.float32]:
        """Kernel of the dense layer, float32 ``(2048, 4)``."""
        return self.engine.head_weights

    def activations(self, picture: NDArray[np.float32], stage: str) -> NDArray[np.float32]:
        """Output of a residual stage.

        Args:
            picture: float32 ``(H, W, 3)`` in [0, 255].
            stage: One of `stages.STAGES`.

        Returns:
            float32 ``(h, w, C)``, ≥ 0.

        Raises:
            ArtefactError: The graph cannot be read.
        """
        with self._lock:
            if self._stages is None:
                self._stages = StageEngine.load(self._folder)
        return self._stages.activations(picture, stage)

    def gradients(self) -> "KerasNetwork":
        """The same network in Keras; imports TensorFlow on first use.

        Raises:
            ArtefactError: The weights cannot be read.
            PackageMissingError: TensorFlow is not installed.
        """
        with self._lock:
            if self._keras is None:
                from model.explain.keras_network import KerasNetwork

                self._keras = KerasNetwork.load(self._folder)
        return self._keras

    def stage_gradients(
        self, picture: NDArray[np.float32], stage: str, vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See `KerasNetwork.stage_gradients`."""
        return self.gradients().stage_gradients(picture, stage, vector)

    def input_gradients(
        self, pictures: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """See `KerasNetwork.input_gradients`."""
        return self.gradients().input_gradients(pictures, vector)


def scores(
    network: AnsweringNetwork,
    pictures: Callable[[int, int], NDArray[np.float32]],
    count: int,
    vector: NDArray[np.float32],
    progress: Callable[[int], None],
) -> NDArray[np.float32]:
    """The explained number for many pictures, in batches.

    Args:
        network: The network.
        pictures: Makes the pictures from index to index, ``(n, H, W, 3)``; a thousand at once would
            be 600 MB.
        count: How many there are.
        vector: float32 ``(4,)``, see `Target.vector`.
        progress: Called with the count done after every batch.

    Returns:
        float32 ``(count,)``, logit.
    """
    found = []
    for first in range(0, count, BATCH):
        last = min(first + BATCH, count)
        found.append(network.run(pictures(first, last)).logits @ vector)
        progress(last)
    return np.concatenate(found) if found else np.zeros(0, np.float32)

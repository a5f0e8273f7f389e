"""Many pictures at once: each core works on its own, instead of all on one."""

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Streams:
    """A graph compiled for throughput; safe to share between threads.

    Cores that share one picture wait for one another after every layer. Given pictures of their
    own they do not: 1,000 pictures take a fifth less time.
    """

    def __init__(self, compiled: Any) -> None:
        """Wraps a compiled model.

        Args:
            compiled: OpenVINO compiled model, with ``PERFORMANCE_HINT`` ``THROUGHPUT``.
        """
        count = int(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests = [compiled.create_infer_request() for _ in range(max(1, count))]
        self._lock = threading.Lock()

    def infer(self, inputs: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run a batch, shared out among the cores.

        Args:
            inputs: float32 ``(N, H, W, 3)``.

        Returns:
            Every output of the graph, ``(N, ...)`` each, in the order of the pictures.
        """
        parts = [part for part in np.array_split(inputs, len(self._requests)) if len(part)]
        with self._lock:
            busy = self._requests[: len(parts)]
            for request, part in zip(busy, parts, strict=True):
                request.start_async([np.ascontiguousarray(part, dtype=np.float32)])
            for request in busy:
                request.wait()
            outputs = [[np.array(out.data) for out in request.output_tensors] for request in busy]
        return [np.concatenate(one) for one in zip(*outputs, strict=True)]

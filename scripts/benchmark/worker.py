"""One contender in one fresh process: to its first answer, then on.

`python -m scripts.benchmark.worker '{"contender": …}'` writes two lines of JSON: at the
first answer its peak memory and the answer, then the times of the warm answers. Whatever else a
library prints goes to standard error.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from scripts.benchmark.contenders import CONTENDERS, Setup, export_onnx

WARM_UP: Final = 3
"""Answers that are not timed after the first: caches fill, graphs are traced."""

EXPORT: Final = "export"
"""Instead of a contender's name: write the ONNX graph and leave."""


def main(argv: Sequence[str]) -> int:
    """Runs one contender.

    Args:
        argv: One word: an object with `contender`, `picture`, `precision`, `onnx`, `images`.

    Returns:
        0.
    """
    order = json.loads(argv[0])
    # What libraries print must not end up between our lines.
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    onnx = Path(order["onnx"]) if order["onnx"] else None
    if order["contender"] == EXPORT:
        if onnx:
            export_onnx(onnx)
        return 0
    setup = Setup(Path(order["picture"]), order["precision"], onnx)
    answer = CONTENDERS[order["contender"]](setup)
    probabilities, heatmap = answer()
    _tell(
        channel,
        {
            "peak_bytes": peak_memory(),
            "probabilities": probabilities.tolist(),
            "heatmap": heatmap[8::16, 8::16].ravel().tolist(),
        },
    )
    times = []
    for turn in range(WARM_UP + order["images"] if order["images"] else 0):
        started = time.perf_counter()
        answer()
        if turn >= WARM_UP:
            times.append((time.perf_counter() - started) * 1000)
    _tell(channel, {"milliseconds": times})
    return 0


def peak_memory() -> int:
    """The most memory that this process has held at once, bytes.

    Linux tells it for the program that runs now; `getrusage` would also count the parent before
    `exec`.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _tell(channel: Any, message: dict[str, object]) -> None:
    channel.write(json.dumps(message) + "\n")
    channel.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

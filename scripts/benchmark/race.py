"""Starts the contenders, round after round, and gathers what they took."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from model.errors import BenchmarkFailedError
from scripts.benchmark.worker import EXPORT

ROOT: Final = Path(__file__).resolve().parents[2]

REQUIRED: Final = ("engine", "keras")
"""Without these there is no ratio; the others may be absent."""

NEEDS: Final = {"onnxruntime": ("onnxruntime", "onnx")}
"""Packages of requirements-dev.txt that a contender needs."""


@dataclass
class Record:
    """What one contender took, over all rounds.

    Attributes:
        start_seconds: From starting the process to its first answer, one for each round.
        peak_bytes: Peak memory at the first answer, one for each round.
        milliseconds: Warm answers.
        probabilities: Its answer, in the order of `CLASSES`.
        heatmap: Its heat map, 14 × 14 samples in a row.
        absent: Why it did not run; empty where it did.
    """

    start_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[int] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    heatmap: list[float] = field(default_factory=list)
    absent: str = ""


def race(
    picture: Path,
    contenders: tuple[str, ...],
    *,
    precision: str,
    images: int,
    rounds: int,
    on_start: Callable[[str], None],
) -> dict[str, Record]:
    """Runs every contender in every round, in turn.

    Args:
        picture: A radiograph.
        contenders: Names in `contenders.CONTENDERS`.
        precision: For the engine.
        images: Warm answers of each contender in each round.
        rounds: Fresh processes of each contender.
        on_start: Told the name of whatever starts next, for a progress bar.

    Returns:
        A record for each name.

    Raises:
        BenchmarkFailedError: The engine or Keras did not answer.
    """
    records = {name: Record(absent=_absence(name)) for name in contenders}
    order: dict[str, Any] = {"picture": str(picture.resolve()), "precision": precision}
    with tempfile.TemporaryDirectory(prefix="negatoscope-") as folder:
        order["onnx"] = str(Path(folder) / "network.onnx")
        order["images"] = images
        if "onnxruntime" in records and not records["onnxruntime"].absent:
            on_start("ONNX export")
            if not _run({**order, "contender": EXPORT}, Record()):
                records["onnxruntime"].absent = "the export to ONNX failed"
        for _ in range(rounds):
            for name, record in records.items():
                if record.absent:
                    continue
                on_start(name)
                if not _run({**order, "contender": name}, record):
                    record.absent = "it ended without an answer"
                if record.absent and name in REQUIRED:
                    raise BenchmarkFailedError(contender=name)
    return records


def _absence(name: str) -> str:
    missing = [need for need in NEEDS.get(name, ()) if importlib.util.find_spec(need) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def _run(order: dict[str, Any], record: Record) -> bool:
    """Runs one worker to its end and adds to the record; whether it ended well."""
    command = [sys.executable, "-m", "scripts.benchmark.worker", json.dumps(order)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    with tempfile.TemporaryFile() as noise:
        started = time.perf_counter()
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=noise, text=True
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            elapsed = time.perf_counter() - started
            rest = process.stdout.read()
        if process.returncode != 0:
            noise.seek(0)
            # The last line of a traceback says which library, or which file of the model.
            lines = noise.read().decode(errors="replace").strip().splitlines()
            print(f"{order['contender']}: {lines[-1] if lines else 'no reason'}", file=sys.stderr)
            return False
    if first:
        answer = json.loads(first)
        record.start_seconds.append(elapsed)
        record.peak_bytes.append(answer["peak_bytes"])
        record.probabilities = answer["probabilities"]
        record.heatmap = answer["heatmap"]
        record.milliseconds += json.loads(rest)["milliseconds"]
    return True

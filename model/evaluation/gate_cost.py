"""What the gate costs beside the forward pass that it shares."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from model.classifier.age import population_of
from model.classifier.engine import Engine
from model.classifier.gate import feature_refusals, header_refusals
from model.classifier.signals import feature_signals
from model.imaging.prepare import network_input
from model.imaging.radiograph import Radiograph
from model.imaging.read import read_radiograph
from model.training.dataset import read_index, read_pixels

ROUNDS: Final = 60
SIDE: Final = (2500, 2048)
"""Rows and columns of the film that is timed: what a detector delivers."""


def gate_cost(engine: Engine, film: Radiograph, rounds: int = ROUNDS) -> dict[str, Any]:
    """Time the forward pass and the gate in turns on one film.

    Args:
        engine: The engine.
        film: A film of usual size.
        rounds: Turns of each; what else the machine does meets both alike.

    Returns:
        Medians in milliseconds, ``forward_ms`` and ``gate_ms``, and ``added``, the share that the
        gate adds to the forward pass.
    """
    inputs = network_input(film.pixels)[np.newaxis]
    features = engine.run(inputs).features
    limits = engine.manifest.gate

    def gate() -> None:
        header_refusals(film, limits)
        signals = feature_signals(features, engine.feature_space)
        own = {name: float(values[0]) for name, values in signals.items()}
        feature_refusals(own, limits)
        population_of(own, limits)

    def forward() -> None:
        engine.run(inputs)

    for work in (forward, gate):
        work()
    times = np.array([[_timed(forward), _timed(gate)] for _ in range(rounds)])
    forward_ms, gate_ms = (float(value) for value in np.median(times, axis=0))
    return {
        "forward_ms": round(forward_ms, 2),
        "gate_ms": round(gate_ms, 2),
        "added": round(gate_ms / forward_ms, 4),
        "rounds": rounds,
        "rows": film.size[0],
        "columns": film.size[1],
    }


def usual_film(folder: Path) -> Radiograph:
    """A film of val, enlarged to `SIDE`, as the app reads it.

    Args:
        folder: The data folder.
    """
    (first, *_) = read_index(folder, ["val"])
    small = read_pixels(folder / "radiographs.zip", [first.file])[0]
    large = cv2.resize(small, SIDE[::-1], interpolation=cv2.INTER_CUBIC)
    return read_radiograph(cv2.imencode(".png", large)[1].tobytes())


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000.0

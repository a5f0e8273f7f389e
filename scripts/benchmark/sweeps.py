"""A sweep of every transform, against as many forward passes of the same engine on plain films."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any


def compare_sweeps(picture: Path, rounds: int) -> dict[str, Any]:
    """Time each sweep, and the plain passes, in this process; the least of `rounds` counts.

    Args:
        picture: A radiograph.
        rounds: How often each is timed.

    Returns:
        JSON values: milliseconds of the passes in one batch (``batch``) and one by one
        (``single``), and for each transform milliseconds and the ratio to ``batch``, the dearest
        first.

    Raises:
        ArtefactError: The files of the model are missing or damaged.
        ReadingError: The picture cannot be read.
    """
    import numpy as np

    from model.augment.answers import network_film
    from model.augment.registry import TRANSFORMS
    from model.augment.sweep import POINTS, sweep
    from model.classifier.engine import Engine
    from model.imaging.read import read_radiograph

    film = network_film(read_radiograph(picture.read_bytes()).pixels)
    engine = Engine.load()
    plain = np.repeat(film[None, :, :, None] * np.float32(255), POINTS, axis=0).repeat(3, axis=-1)
    batch = _least(lambda: engine.run(plain), rounds)
    single = _least(lambda: [engine.run(plain[:1]) for _ in range(POINTS)], rounds)
    swept = []
    for transform in TRANSFORMS.values():
        if not transform.parameters or transform.mix:
            continue
        first = transform.parameters[0]
        others = {one.name: sum(one.start) / 2 for one in transform.parameters[1:]}
        others = {
            name: round(value) if transform.parameter(name).whole else value
            for name, value in others.items()
        }
        work = partial(sweep, transform, first.name, film, engine, others, seed=0)
        milliseconds = _least(work, rounds)
        swept.append(
            {
                "transform": transform.name,
                "ms": round(milliseconds, 1),
                "ratio": round(milliseconds / batch, 2),
            }
        )
    swept.sort(key=lambda one: -float(str(one["ratio"])))
    return {
        "points": POINTS,
        "batch_ms": round(batch, 1),
        "single_ms": round(single, 1),
        "sweeps": swept,
    }


def as_lines(summary: dict[str, Any]) -> str:
    """The comparison for a terminal."""
    lines = [
        f"{summary['points']} forward passes in one batch {summary['batch_ms']:8.1f} ms, "
        f"one by one {summary['single_ms']:.1f} ms",
        *(
            f"  {one['transform']:<24}{one['ms']:8.1f} ms   {one['ratio']:.2f} times the batch"
            for one in summary["sweeps"]
        ),
    ]
    return "\n".join(lines)


def _least(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the fastest of some rounds, after one to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return 1000 * min(taken)

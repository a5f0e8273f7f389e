"""What the race comes to: medians, ratios of Keras over this engine, and whether answers agree."""

import importlib.metadata
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from model.classifier.classes import CLASSES
from scripts.benchmark.race import Record

NAMES: Final = {
    "engine": "this engine",
    "keras": "Keras predict + GradientTape",
    "tf_function": "tf.function",
    "onnxruntime": "ONNX Runtime",
}
PACKAGES: Final = ("openvino", "keras", "tensorflow", "tensorflow-cpu", "onnxruntime", "numpy")


def summarise(records: Mapping[str, Record]) -> dict[str, Any]:
    """Figures for `--json`.

    Args:
        records: What each contender took; engine and keras have run.

    Returns:
        `ratio` (warm answers), `start_ratio` (first answer of a cold process) and `memory_ratio`
        (its peak), each Keras over engine; `contenders` with the raw figures; `machine`.
    """
    contenders = {name: _figures(record, records["engine"]) for name, record in records.items()}
    engine, keras = contenders["engine"], contenders["keras"]
    return {
        "ratio": keras["median_ms"] / engine["median_ms"],
        "start_ratio": keras["start_s"] / engine["start_s"],
        "memory_ratio": keras["peak_mb"] / engine["peak_mb"],
        "contenders": contenders,
        "machine": machine(),
    }


def _figures(record: Record, reference: Record) -> dict[str, Any]:
    if record.absent:
        return {"absent": record.absent}
    times = np.asarray(record.milliseconds)
    difference = np.abs(np.subtract(record.probabilities, reference.probabilities)).max()
    return {
        "median_ms": float(np.median(times)),
        "p10_ms": float(np.quantile(times, 0.1)),
        "p90_ms": float(np.quantile(times, 0.9)),
        "images": len(times),
        "start_s": float(np.median(record.start_seconds)),
        "starts_s": record.start_seconds,
        "peak_mb": float(np.median(record.peak_bytes)) / 2**20,
        "probabilities": dict(zip(CLASSES, record.probabilities, strict=True)),
        "probability_difference": float(difference),
        "heatmap_correlation": _correlation(record.heatmap, reference.heatmap),
    }


def _correlation(one: list[float], other: list[float]) -> float | None:
    """Pearson's r; None where a map is flat and r has no meaning."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def machine() -> dict[str, Any]:
    """What it ran on: processor, cores, versions."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {
        "processor": _processor(),
        "cores": _cores(),
        "system": platform.system(),
        "python": platform.python_version(),
        **versions,
    }


def as_table(summary: Mapping[str, Any], picture: Path) -> str:
    """The summary for people.

    Args:
        summary: From `summarise`.
        picture: The radiograph that was used.

    Returns:
        Several lines.
    """
    where = summary["machine"]
    rows = [
        f"{picture.name}, probabilities + Grad-CAM at 224 × 224; {where['processor']}, "
        f"{where['cores']} cores",
        "",
        f"{'':<30}{'image, ms':>11}{'first, s':>11}{'peak, MB':>11}",
    ]
    for name, figures in summary["contenders"].items():
        if "absent" in figures:
            rows.append(f"{NAMES[name]:<30}{figures['absent']}")
        else:
            rows.append(
                f"{NAMES[name]:<30}{figures['median_ms']:>11.1f}{figures['start_s']:>11.2f}"
                f"{figures['peak_mb']:>11.0f}"
            )
    rows.append(
        f"{'Keras over this engine':<30}{summary['ratio']:>10.1f}×{summary['start_ratio']:>10.1f}×"
        f"{summary['memory_ratio']:>10.1f}×"
    )
    return "\n".join(rows)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    import os

    # What this process may use, which in a container is less than what the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

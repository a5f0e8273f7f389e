"""Compiled graphs: what they say of films, and the network in eight bits against itself."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from sklearn.metrics import recall_score
from tqdm import tqdm

from model.classifier.evidence import evidence_maps
from model.errors import PackageMissingError
from model.training.fit import network_batch

LARGEST_LOSS = 0.005
"""Macro recall on val that int8 may cost."""
LEAST_CORRELATION = 0.98
"""Mean correlation of the Grad-CAM maps on val that int8 must keep."""


@dataclass(frozen=True)
class Comparison:
    """What eight bits cost, measured on val.

    Attributes:
        macro_recall_fp32: Macro recall in float32.
        macro_recall_int8: The same in int8.
        map_correlation: Mean over films of the correlation between the Grad-CAM maps of the class
            that float32 answers.
        map_correlation_p5: Its 5th percentile.
    """

    macro_recall_fp32: float
    macro_recall_int8: float
    map_correlation: float
    map_correlation_p5: float

    @property
    def accepted(self) -> bool:
        """Whether int8 may serve."""
        loss = self.macro_recall_fp32 - self.macro_recall_int8
        return loss <= LARGEST_LOSS and self.map_correlation >= LEAST_CORRELATION

    def as_record(self) -> dict[str, Any]:
        """Manifest entry."""
        rounded = {name: round(value, 4) for name, value in asdict(self).items()}
        return {**rounded, "int8_serves": self.accepted}


def quantise(graph: Path, pixels: NDArray[np.uint8], output: Path) -> None:
    """Write a graph whose convolutions compute in int8.

    Args:
        graph: OpenVINO graph in floating point.
        pixels: uint8 ``(N, H, W)``, films that the ranges of activations are taken from.
        output: The ``.xml`` to write; its weights go beside it, as ``.bin``.

    Raises:
        PackageMissingError: NNCF is not installed.

    References:
        Post-training quantisation: Jacob et al. 2018, doi:10.1109/CVPR.2018.00286.
    """
    try:
        import nncf
    except ImportError as error:
        raise PackageMissingError(package="nncf") from error
    films = [
        network_batch(film[np.newaxis].astype(np.float32) / np.float32(255)) for film in pixels
    ]
    quantised = nncf.quantize(
        openvino.Core().read_model(graph),
        nncf.Dataset(films),
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(films),
    )
    openvino.save_model(quantised, output, compress_to_fp16=True)


def compare(
    reference: Any,
    candidate: Any,
    head: NDArray[np.float32],
    pixels: NDArray[np.uint8],
    truth: NDArray[np.integer],
) -> Comparison:
    """Run two compiled graphs over the same films.

    Args:
        reference: OpenVINO compiled model, float32, with the outputs logits, maps and features.
        candidate: The same in int8.
        head: float32 ``(2048, 4)``, kernel of the dense layer.
        pixels: uint8 ``(N, H, W)``.
        truth: ``(N,)``, index of the right class.
    """
    answers: list[tuple[int, int]] = []
    correlations: list[float] = []
    for batch in _batches(pixels, "fp32 and int8"):
        logits, maps, _ = (np.array(output) for output in reference(batch).values())
        other_logits, other_maps, _ = (np.array(output) for output in candidate(batch).values())
        for row, label in enumerate(logits.argmax(axis=1)):
            pair = [evidence_maps(one[row], head).values[label] for one in (maps, other_maps)]
            answers.append((int(label), int(other_logits[row].argmax())))
            # A flat map has no correlation; then the other must be flat as well.
            flat = [float(np.ptp(one)) == 0.0 for one in pair]
            correlations.append(
                float(all(flat))
                if any(flat)
                else float(np.corrcoef(pair[0].ravel(), pair[1].ravel())[0, 1])
            )
    own, other = (
        recall_score(truth, column, average="macro", zero_division=0)
        for column in zip(*answers, strict=True)
    )
    return Comparison(
        float(own),
        float(other),
        float(np.mean(correlations)),
        float(np.quantile(correlations, 0.05)),
    )


def outputs(
    graph: Any, pixels: NDArray[np.uint8], name: str, batch_size: int = 16
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Run a compiled serving graph over films.

    Args:
        graph: OpenVINO compiled model with the outputs logits, maps and features.
        pixels: uint8 ``(N, H, W)``.
        name: Shown beside the progress bar.
        batch_size: Films in a pass.

    Returns:
        Logits, float32 ``(N, 4)``; pooled features, float32 ``(N, 2048)``.
    """
    logits, features = [], []
    for batch in _batches(pixels, name, batch_size):
        results = graph(batch)
        logits.append(np.array(results[0]))
        features.append(np.array(results[2]))
    return np.concatenate(logits), np.concatenate(features)


def _batches(pixels: NDArray[np.uint8], name: str, size: int = 16) -> Iterator[NDArray[np.float32]]:
    for start in tqdm(range(0, len(pixels), size), desc=name, mininterval=5):
        yield network_batch(pixels[start : start + size].astype(np.float32) / np.float32(255))

"""`python -m model export --gate`: the gate alone, fitted anew on the graph that serves."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import (
    FEATURE_SPACE,
    GRAPH,
    GRAPH_WEIGHTS,
    MANIFEST,
    checked_path,
    file_sha256,
    load_manifest,
)
from model.classifier.compiled import compile_graph, read_graph
from model.training.dataset import data_folder
from model.training.feature_space import save_feature_space
from model.training.gate_fit import Gate, fit_gate
from model.training.serving import outputs

FIXED_GATE = {"smallest_side": 128.0, "chroma": 0.02, "flat": 0.33}
"""Limits set by hand: below 128 px the picture would be blown up to the network's 224; up to 2 % of
coloured pixels may be an annotation; no film of train or val has as large a share of its pixels in
one grey other than black (a test measures it), and the page of a program has a larger one."""


def release_gate(data: str | Path | None, folder: Path) -> None:
    """Fit the gate anew on the graph that serves; the network and its calibration stay.

    The figures stay too, but those of the gate are out of date until `evaluate` has run.

    Args:
        data: Data folder, see `data_folder`.
        folder: Folder of the artefacts.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set is not there.
    """
    source = data_folder(data)
    manifest = load_manifest(folder)
    graph = compile_graph(
        read_graph(*(checked_path(name, manifest, folder) for name in (GRAPH, GRAPH_WEIGHTS)))
    )
    # The head alone is taken from the old space: it may be older than the space's present form.
    with np.load(checked_path(FEATURE_SPACE, manifest, folder), allow_pickle=False) as stored:
        head = stored["head_weights"], stored["head_bias"]
    gate = fit_on_graph(graph, source, *head)
    save_feature_space(gate.space, folder / FEATURE_SPACE)
    entries = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    entries["gate"] = {**FIXED_GATE, **gate.thresholds}
    entries["training"]["gate"] = gate.record
    entries["files"][FEATURE_SPACE] = described(folder / FEATURE_SPACE)
    (folder / MANIFEST).write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


def fit_on_graph(
    graph: Any, source: Path, head_weights: NDArray[np.float32], head_bias: NDArray[np.float32]
) -> Gate:
    """Fit the gate on what a compiled graph makes of the films.

    Args:
        graph: OpenVINO compiled model with the outputs logits, maps and features.
        source: The data folder.
        head_weights: float32 ``(2048, 4)``, kernel of the dense layer.
        head_bias: float32 ``(4,)``, its bias.

    Returns:
        The gate.
    """

    def see(pixels: NDArray[np.uint8], name: str) -> NDArray[np.float32]:
        return outputs(graph, pixels, name)[1]

    return fit_gate(see, source, head_weights, head_bias)


def described(path: Path) -> dict[str, Any]:
    """How the manifest describes a file: its SHA-256 and its size, bytes."""
    return {"sha256": file_sha256(path), "size": path.stat().st_size}

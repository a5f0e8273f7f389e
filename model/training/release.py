"""`python -m model export`: from trained weights to the artefacts and their manifest."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import (
    FEATURE_SPACE,
    GRAPH,
    GRAPH_WEIGHTS,
    KERAS_WEIGHTS,
    LUNGS_GRAPH,
    LUNGS_WEIGHTS,
    MANIFEST,
    REFERENCE_GRAPH,
    REFERENCE_WEIGHTS,
    checked_path,
    load_manifest,
)
from model.classifier.calibration import probabilities
from model.classifier.classes import CLASSES
from model.classifier.compiled import compile_graph, read_graph
from model.classifier.export import export_graph
from model.classifier.network import LOGITS, build_network
from model.classifier.record import described, record, write_text
from model.training.calibrate import FLOORS, conformal_thresholds, fit_offsets, fit_temperature
from model.training.checkpoint import HISTORY
from model.training.dataset import data_folder, read_index, read_pixels
from model.training.feature_space import save_feature_space
from model.training.fit import Examples, predict_logits
from model.training.gate_fit import FIXED_GATE, Gate, fit_gate
from model.training.loop import BEST_WEIGHTS
from model.training.quantise import Comparison, compare, outputs, quantise
from model.training.run import SETTINGS, load_examples

COVERAGE = 0.90
"""Share of the films of each class whose prediction set shall hold their class."""
CALIBRATION_FILMS = 300
"""Films of train that the int8 ranges are taken from."""
FILES = (
    GRAPH,
    GRAPH_WEIGHTS,
    REFERENCE_GRAPH,
    REFERENCE_WEIGHTS,
    KERAS_WEIGHTS,
    FEATURE_SPACE,
    LUNGS_GRAPH,
    LUNGS_WEIGHTS,
)
"""Artefacts that the manifest vouches for, as far as they are there."""


def release(
    weights: Path, data: str | Path | None, folder: Path, runs: Sequence[Path] = ()
) -> None:
    """Write graphs, weights, feature space and manifest.

    The operating point is chosen on val and becomes part of the weights, as the dense layer's bias.
    Int8 serves where it costs next to nothing on val, else float16. Temperature, conformal
    thresholds and the gate's thresholds are fitted on val with the very graph that will serve.
    ``figures`` is left empty for `evaluate`. The lung finder in the folder stays as it is.

    Args:
        weights: The trained weights, an ``.npz`` of `save_weights`.
        data: Data folder, see `data_folder`.
        folder: Folder of the artefacts.
        runs: Output folders of the training runs that led to the weights, in order; their settings
            and histories go into the manifest. By default the folder of the weights.

    Raises:
        DataUnavailableError: The data set is not there.
        WeightsUnavailableError: The weights cannot be read.
        PackageMissingError: NNCF is not installed.
        OutputUnwritableError: The manifest cannot be written.
    """
    source = data_folder(data)
    earlier = _earlier(folder)
    before = earlier.get("training", {})
    network = build_network(weights)
    _, val = load_examples(source, "val")
    offsets = set_operating_point(network, val)
    export_graph(network, folder, REFERENCE_GRAPH)
    films = read_index(source, ["train"])
    pixels = read_pixels(source / "radiographs.zip", [film.file for film in films])
    comparison = choose_graph(folder, network, pixels, val)
    graph = compile_graph(read_graph(folder / GRAPH))
    head = network.get_layer(LOGITS)
    gate = fit_on_graph(graph, source, np.asarray(head.kernel), np.asarray(head.bias))
    save_feature_space(gate.space, folder / FEATURE_SPACE)
    logits, _ = outputs(graph, val.pixels, "val")
    manifest = {
        "labels": list(CLASSES),
        "input_size": int(network.input_shape[1]),
        **calibration(logits, val.targets.argmax(axis=1)),
        "gate": {**FIXED_GATE, **gate.thresholds},
        "training": {
            "gate": gate.record,
            "operating_point": {"floor": dict(FLOORS), "offset": offsets},
            "quantisation": comparison.as_record(),
            **training_record(runs or [weights.parent], folder / KERAS_WEIGHTS, before),
        },
        "figures": {},
        "files": {name: described(folder / name) for name in FILES if (folder / name).is_file()},
        "explanation": lasting_explanation(earlier),
        "attempts": earlier.get("attempts", []),
    }
    write_text(folder / MANIFEST, json.dumps(manifest, indent=1) + "\n")


def _earlier(folder: Path) -> dict[str, Any]:
    """The manifest in a folder, as JSON values; nothing where there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def lasting_explanation(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a manifest says of the explanations and new weights leave true.

    The lung finder is a network of its own. Verdict, shortcuts and localisation were measured on
    the weights that go.

    Args:
        manifest: JSON values; may be empty.

    Returns:
        The entry ``lungs``, if there is one.
    """
    parts = manifest.get("explanation", {})
    return {name: entry for name, entry in parts.items() if name == "lungs"}


def set_operating_point(network: keras.Model, val: Examples) -> dict[str, float]:
    """Add to the dense layer's bias what brings each class above its floor on val.

    Args:
        network: The network; changed in place.
        val: Films of val.

    Returns:
        What was added to each class's logit.
    """
    logits = predict_logits(network, val.pixels)
    offsets = fit_offsets(logits, val.targets.argmax(axis=1), FLOORS)
    head = network.get_layer(LOGITS)
    head.bias.assign_add(offsets.astype(np.float32))
    return {name: round(float(offset), 4) for name, offset in zip(CLASSES, offsets, strict=True)}


def choose_graph(
    folder: Path, network: keras.Model, pixels: NDArray[np.uint8], val: Examples
) -> Comparison:
    """Leave the graph that shall serve under its name; the float16 graph stays if that is int8.

    Args:
        folder: Folder of the artefacts, with the float16 graph in it.
        network: The network.
        pixels: uint8 ``(N, H, W)``, films of train.
        val: Films of val.

    Returns:
        What int8 costs on val.

    Raises:
        PackageMissingError: NNCF is not installed.
    """
    chosen = np.random.default_rng(0).choice(len(pixels), CALIBRATION_FILMS, replace=False)
    quantise(folder / REFERENCE_GRAPH, pixels[np.sort(chosen)], folder / GRAPH)
    comparison = compare(
        compile_graph(read_graph(folder / REFERENCE_GRAPH)),
        compile_graph(read_graph(folder / GRAPH)),
        np.asarray(network.get_layer(LOGITS).kernel),
        val.pixels,
        val.targets.argmax(axis=1),
    )
    if not comparison.accepted:
        (folder / REFERENCE_GRAPH).replace(folder / GRAPH)
        (folder / REFERENCE_WEIGHTS).replace(folder / GRAPH_WEIGHTS)
    return comparison


def calibration(logits: NDArray[np.float32], truth: NDArray[np.integer]) -> dict[str, Any]:
    """Temperature and conformal thresholds, as manifest entries.

    Args:
        logits: float32 ``(N, 4)`` of val.
        truth: ``(N,)``, index of the right class.
    """
    temperature = round(fit_temperature(logits, truth), 4)
    thresholds = conformal_thresholds(probabilities(logits, temperature), truth, CLASSES, COVERAGE)
    return {
        "temperature": temperature,
        "conformal": {"coverage": COVERAGE, "thresholds": thresholds},
    }


def training_record(
    runs: Sequence[Path], start: Path | None = None, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What was asked of each training run and what came of it, as a manifest entry.

    Args:
        runs: Output folders of `train`, in order.
        start: Weights that a first run may have started from and that have a record of their own.
        before: That record; the runs are then numbered on from it.

    Returns:
        ``runs``, the settings of each, the weights it started from named without a path; and
        ``history``, one row for each epoch of all runs. A file that a folder lacks is left out.
    """
    records: list[dict[str, Any]] = []
    history: list[dict[str, str]] = []
    known: dict[Path, int] = {}
    if before and start and _starts(runs, start):
        records, history = list(before["runs"]), list(before["history"])
        known[start.resolve()] = records[-1]["run"]
    for number, folder in enumerate(runs, start=len(records) + 1):
        if (folder / SETTINGS).is_file():
            record = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
            begun = Path(record["plan"]["weights"])
            known[(folder / BEST_WEIGHTS).resolve()] = number
            earlier = known.get(begun.resolve())
            record["plan"]["weights"] = f"runs/{earlier}/{BEST_WEIGHTS}" if earlier else begun.name
            records.append({"run": number, **record})
        if (folder / HISTORY).is_file():
            with (folder / HISTORY).open(newline="", encoding="utf-8") as stream:
                history += [{"run": str(number), **row} for row in csv.DictReader(stream)]
    return {"runs": records, "history": history}


def _starts(runs: Sequence[Path], start: Path) -> bool:
    """Whether the first of some runs started from some weights."""
    path = runs[0] / SETTINGS
    if not path.is_file():
        return False
    begun = json.loads(path.read_text(encoding="utf-8"))["plan"]["weights"]
    return Path(begun).resolve() == start.resolve()


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
    fitted = {"gate": {**FIXED_GATE, **gate.thresholds}, "training.gate": gate.record}
    record(folder, fitted, [FEATURE_SPACE])


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

"""The card's sections on how the weights were made, what they are, and how to do it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from model.classifier.artefacts import GRAPH, Manifest
from model.evaluation.card.runs import run_commands, runs_table
from model.evaluation.card.text import cell, flat, section, table

_SETTING = 60
"""Characters of the longest text that still stands in the table of settings."""

_PRECISIONS = {
    "auto": "the graph that serves, as the app runs it",
    "fp32": "the network as it was trained, in float32",
}


def training_section(manifest: Manifest) -> str:
    """Whatever the manifest says of training: text, settings, and tables such as the history."""
    settings: list[list[str]] = []
    texts: list[str] = []
    tables: list[str] = []
    for name, value in manifest.training.items():
        if name == "gate":
            continue  # In the section on the gate.
        if name == "runs":
            tables.append(section("Runs", runs_table(value), level=3) if value else "")
        elif _is_rows(value):
            tables.append(section(_title(name), _rows(value), level=3))
        elif isinstance(value, str) and len(value) > _SETTING:
            texts.append(value.strip())
        else:
            settings += [[key, cell(found)] for key, found in flat(name, value)]
    return section(
        "Training",
        "ResNet50 (He et al. 2016, doi:10.1109/CVPR.2016.90), average pooling and a dense layer of "
        "four, in the two phases of transfer learning: the head on a frozen backbone, then the "
        "blocks named below at a lower rate, with BatchNormalization frozen throughout. Films are "
        "drawn by class, and sources alike within a class; each run starts from weights of the one "
        "before. Val chooses the epoch and the run, by macro recall, and the operating point: the "
        "offsets of the logits that lift the sensitivities furthest above their floors.",
        *texts,
        table(["Setting", "Value"], settings) if settings else "",
        *tables,
    )


def files_section(manifest: Manifest) -> str:
    """Hashes of the artefacts."""
    return section(
        "Files",
        f"The model is identified by the SHA-256 of its serving weights, "
        f"`{manifest.model_sha256}`. Every answer carries it.",
        "The graph that serves computes its convolutions in int8; `--precision fp32` runs the "
        f"network as it was trained, `{manifest.reference[0]}`. What int8 costs on val is above "
        "under *quantisation*."
        if manifest.reference[0] != GRAPH
        else "",
        table(
            ["File in `model/weights`", "Bytes", "SHA-256"],
            [
                [f"`{name}`", f"{stored.size:,}", f"`{stored.sha256}`"]
                for name, stored in sorted(manifest.files.items())
            ],
        ),
    )


def again_section(manifest: Manifest) -> str:
    """The command behind each number."""
    precision = manifest.figures["method"]["precision"]
    runs = manifest.training.get("runs", [])
    folders = [f"runs/{run['run']}" for run in runs] or ["runs/train"]
    return section(
        "How to get these numbers again",
        table(
            ["To get", "Run"],
            [
                *run_commands(runs),
                [
                    "graph, temperature, thresholds, gate",
                    f"`python -m model export --data DIR --weights {folders[-1]}/best.npz "
                    f"--runs {' '.join(folders)}`",
                ],
                ["the gate alone, on the same graph", "`python -m model export --gate --data DIR`"],
                [
                    "predictions, every figure, this card",
                    f"`python -m model evaluate --data DIR --precision {precision}`",
                ],
                [
                    "every figure and this card, without an image",
                    "`python -m model evaluate --from-predictions`",
                ],
                ["this card", "`python -m model evaluate --card-only`"],
            ],
        ),
        "`predictions.csv.gz` holds four logits, the gate's signals, label, source and group "
        "number of every film that was measured: no pixels, no names of films, no patients. All "
        f"figures are computed from it. They were measured with `--precision {precision}`: "
        f"{_PRECISIONS[precision]}. Processors do not round alike, so another one's answers may "
        "differ a little.",
    )


def _is_rows(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) > 0
        and all(isinstance(row, Mapping) for row in value)
    )


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    head = list(dict.fromkeys(key for row in rows for key in row))
    return table(
        [_title(key) for key in head],
        [[cell(row.get(key, "")) for key in head] for row in rows],
    )


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"

"""The files of the model, their hashes, and how to get each number again."""

from pathlib import Path

import streamlit as st

from model.classifier.artefacts import Manifest, weights_folder
from model.classifier.record import card_path
from model.evaluation.card.runs import run_commands
from model.evaluation.predictions import PREDICTIONS
from pages.shared.i18n import _, count, fill
from pages.shared.terms import term_help
from pages.views.evidence.table import draw_table


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    draw_table(
        [
            {
                _("File"): f"`{name}`",
                _("Bytes"): count(stored.size),
                "SHA-256": f"`{stored.sha256}`",
            }
            for name, stored in sorted(manifest.files.items())
        ],
        _("Files of the model with their size and SHA-256"),
    )
    st.subheader(_("How to get each number again"), anchor="again")
    draw_table(
        [
            {_("To get"): what, _("Command"): f"`{command}`"}
            for what, command in _commands(manifest)
        ],
        _("The command behind each number"),
    )
    st.markdown(
        _(
            "Every figure of this page comes from the manifest or is computed from the stored "
            "predictions: four logits, the gate's signals, label, source and group number of each "
            "film that was measured. No pixels, no file names, no patients."
        ),
        help=term_help("model-card"),
    )
    with st.container(horizontal=True):
        _draw_download(_("Predictions (CSV, gzip)"), PREDICTIONS, weights_folder() / PREDICTIONS)
        _draw_download(_("Model card in full (Markdown, in English)"), "MODEL_CARD.md", card_path())


def _commands(manifest: Manifest) -> list[tuple[str, str]]:
    precision = manifest.figures["method"]["precision"]
    runs = manifest.training.get("runs", [])
    folders = [f"runs/{run['run']}" for run in runs] or ["runs/train"]
    trained = [
        (fill(_("the weights of run {run}"), {"run": run["run"]}), command.strip("`"))
        for run, (_what, command) in zip(runs, run_commands(runs), strict=True)
    ]
    parts = " ".join(f"--{part}" for part in sorted(manifest.explanation))
    return [
        *trained,
        (
            _("graph, temperature, thresholds, gate"),
            f"python -m model export --data DIR --weights {folders[-1]}/best.npz "
            f"--runs {' '.join(folders)}",
        ),
        (
            _("predictions, every figure, the model card"),
            f"python -m model evaluate --data DIR --precision {precision}",
        ),
        (
            _("every figure, without an image"),
            "python -m model evaluate --from-predictions",
        ),
        *(
            (
                fill(_("the figures of the explanations: {part}"), {"part": part}),
                f"python -m model evaluate --data DIR {part}",
            )
            for part in parts.split()
        ),
    ]


def _draw_download(label: str, name: str, path: Path) -> None:
    if path.is_file():
        st.download_button(
            label,
            path.read_bytes,
            file_name=name,
            icon=":material/download:",
            on_click="ignore",
            key=f"evidence_{name}",
        )

"""How the weights were made: the runs, the best epoch of each, the operating point."""

import streamlit as st

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.selections import best_epochs
from model.messages import N_
from pages.shared.i18n import _, count, fill, number
from pages.shared.terms import term_help
from pages.views.evidence.names import label_name
from pages.views.evidence.numbers import NONE, signed
from pages.views.evidence.table import draw_table

_PHASES = {"head": N_("head"), "fine-tune": N_("fine-tuning")}

_BLOCKS = {"all": N_("all blocks")}


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    training = manifest.training
    st.markdown(
        _(
            "ResNet50 (He et al. 2016, doi:10.1109/CVPR.2016.90), average pooling and a dense "
            "layer of four, in the two phases of transfer learning: the head on a frozen backbone, "
            "then the upper blocks at a lower rate. Films are drawn by class, and sources alike "
            "within a class; each run starts from weights of the one before. Validation chooses "
            "the epoch and the run, by mean sensitivity."
        ),
        help=term_help("transfer-learning"),
    )
    best = best_epochs(training.get("history", []))
    draw_table(
        [
            {
                _("Run"): str(run["run"]),
                _("Starts from"): f"`{run['plan']['weights']}`",
                _("Epochs, head + network"): f"{run['plan']['head_epochs']} + "
                f"{run['plan']['tune_epochs']}",
                _("Trained from"): _(
                    _BLOCKS.get(run["plan"]["unfrozen_from"], run["plan"]["unfrozen_from"])
                ),
                _("Learning rate"): f"{run['plan']['rate']:g}",
                _("Films in an epoch"): count(run["settings"]["epoch_size"]),
                _("Best epoch"): f"{_(_PHASES[best[key]['phase']])} {best[key]['epoch']}"
                if (key := str(run["run"])) in best
                else NONE,
                _("Mean sensitivity, validation"): number(float(best[key]["macro_recall"]), 3)
                if key in best
                else NONE,
            }
            for run in training.get("runs", [])
        ],
        _("Training runs and the best epoch of each"),
    )
    if "operating_point" in training:
        offsets = training["operating_point"]["offset"]
        st.markdown(
            fill(
                _(
                    "The operating point, chosen on validation, adds to the logits: {offsets}. "
                    "Temperature, fitted there too: {temperature}."
                ),
                {
                    "offsets": ", ".join(
                        f"{label_name(label)} {signed(offsets[label], 2)}" for label in CLASSES
                    ),
                    "temperature": number(manifest.temperature, 3),
                },
            ),
            help=term_help("temperature-scaling"),
        )
    if "quantisation" in training:
        cost = training["quantisation"]
        st.markdown(
            fill(
                _(
                    "The graph that serves computes in int8: mean sensitivity on validation "
                    "{int8}, in float32 {fp32}; correlation of the heat maps {maps}."
                ),
                {
                    "int8": number(cost["macro_recall_int8"], 3),
                    "fp32": number(cost["macro_recall_fp32"], 3),
                    "maps": number(cost["map_correlation"], 4),
                },
            )
        )

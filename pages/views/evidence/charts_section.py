"""The interactive charts, one below the other, each with a heading that can be linked to."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from model.classifier.artefacts import Manifest
from model.messages import N_
from pages.shared.i18n import _
from pages.shared.terms import term_help
from pages.views.evidence import (
    by_source,
    compare,
    confusion,
    precision_recall,
    prevalence,
    reliability,
    roc,
    sets,
)

CHARTS: Final[Mapping[str, tuple[str, Callable[[], None], str]]] = {
    "confusion": (N_("Who is called what"), confusion.draw, "confusion-matrix"),
    "roc": (N_("ROC curves"), roc.draw, "roc-curve"),
    "precision-recall": (
        N_("Precision and recall"),
        precision_recall.draw,
        "precision-recall-curve",
    ),
    "reliability": (N_("Do the probabilities hold?"), reliability.draw, "reliability-diagram"),
    "prevalence": (N_("What a positive answer is worth"), prevalence.draw, "prevalence"),
    "by-source": (N_("Source by source"), by_source.draw, "domain-shift"),
    "sets": (N_("Prediction sets"), sets.draw, "conformal-prediction"),
    "compare": (N_("Two operating points"), compare.draw, "threshold"),
}
"""By anchor: heading, what draws it, and the term that explains it."""


def draw(_manifest: Manifest) -> None:
    """Draws the section.

    Args:
        _manifest: Not needed: each chart computes its figures from the stored predictions.
    """
    st.markdown(
        _(
            "Every chart is computed here from the stored predictions. What you set is in the "
            "address, for a link on a slide."
        )
    )
    for anchor, (title, draw_chart, term) in CHARTS.items():
        st.subheader(_(title), anchor=anchor, help=term_help(term))
        draw_chart()

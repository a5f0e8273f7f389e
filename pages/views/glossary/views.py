"""The views of the glossary and its live figures: one at a time, and only that is worked out."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from model.messages import N_
from pages.shared.i18n import _
from pages.views.glossary.bridges import draw_bridges
from pages.views.glossary.card import draw_related
from pages.views.glossary.choice import CHOICES
from pages.views.glossary.export import draw_export
from pages.views.glossary.flash_cards import draw_cards
from pages.views.glossary.live_boxes import draw_iou
from pages.views.glossary.live_maps import draw_convolution, draw_pooling, draw_relu
from pages.views.glossary.live_numbers import draw_overfitting, draw_softmax
from pages.views.glossary.live_roc import draw_roc
from pages.views.glossary.lookup import draw_lookup
from pages.views.glossary.quiz import draw_quiz
from pages.views.glossary.timeline import draw_timeline

FIGURE_TITLES: Final = {
    "convolution": N_("Convolution"),
    "relu": N_("ReLU"),
    "pooling": N_("Pooling"),
    "softmax": N_("Softmax and temperature"),
    "overfitting": N_("Overfitting"),
    "roc": N_("ROC curve and prevalence"),
    "iou": N_("Intersection over union"),
}

TERMS: Final = {
    "convolution": ("convolution", "kernel", "feature-map", "stride", "padding"),
    "relu": ("relu", "activation-function", "feature-map"),
    "pooling": ("pooling", "translation-invariance", "global-average-pooling"),
    "softmax": ("softmax", "logit", "temperature-scaling", "calibration", "overconfidence"),
    "overfitting": ("overfitting", "epoch", "loss", "data-augmentation", "validation-set"),
    "roc": (
        "roc-curve",
        "auc",
        "threshold",
        "prevalence",
        "positive-predictive-value",
        "confusion-matrix",
    ),
    "iou": ("intersection-over-union", "bounding-box", "segmentation", "object-detection"),
}

_DRAW_FIGURE: Final[Mapping[str, Callable[[], None]]] = {
    "convolution": draw_convolution,
    "relu": draw_relu,
    "pooling": draw_pooling,
    "softmax": draw_softmax,
    "overfitting": draw_overfitting,
    "roc": draw_roc,
    "iou": draw_iou,
}


def draw_figures() -> None:
    """Draws one live figure, with controls for a hand or a keyboard."""
    name = CHOICES.pick(
        st.pills,
        "figure",
        _("Figure"),
        FIGURE_TITLES,
        required=True,
        label_visibility="collapsed",
    )
    # A slider of a figure runs the figure alone.
    st.fragment(_DRAW_FIGURE[name])()
    draw_related(TERMS[name], "figure")


TITLES: Final = {
    "lookup": N_("Look up"),
    "bridges": N_("Bridges"),
    "timeline": N_("Timeline"),
    "figures": N_("Live figures"),
    "quiz": N_("Quiz"),
    "cards": N_("Flash cards"),
}

_DRAW: Final[Mapping[str, Callable[[], None]]] = {
    "lookup": draw_lookup,
    "bridges": draw_bridges,
    "timeline": draw_timeline,
    "figures": draw_figures,
    "quiz": draw_quiz,
    "cards": draw_cards,
}


def choose_view() -> str:
    """What to look at: one of `VIEWS`; beside it, what can be taken along."""
    views, export = st.columns([6, 1], vertical_alignment="center")
    with views:
        view: str = CHOICES.segment(
            "view", _("What to look at"), TITLES, label_visibility="collapsed", wrap=True
        )
    with export:
        draw_export()
    return view


def draw_view(view: str) -> None:
    """Draws the view that is chosen.

    Args:
        view: What `choose_view` said.
    """
    _DRAW[view]()

"""The views of the glossary and its live figures: one at a time, and only that is worked out."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from model.glossary.bridges import BRIDGES, WORDS, Bridge
from model.messages import N_
from pages.shared.i18n import LANGUAGES, _
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


def draw_bridges() -> None:
    """Draws what a radiologist and a paper on machine learning call the same, and what not."""
    st.markdown(
        _(
            "Papers on machine learning and clinics have different words for one thing, and one "
            "word for different things."
        )
    )
    # In rows of two, so that cards side by side are equally high and a phone keeps their order.
    for first in range(0, len(BRIDGES), 2):
        columns = st.columns(2, gap="small")
        for column, order in zip(columns, range(first, first + 2), strict=True):
            with column, st.container(border=True, height="stretch"):
                _draw_bridge(BRIDGES[order], order)
    with st.container(border=True):
        _draw_words()


def _draw_bridge(bridge: Bridge, order: int) -> None:
    sign = "=" if bridge.same else "≠"
    st.markdown(f"#### {_(bridge.machine)} {sign} {_(bridge.clinic)}")
    st.markdown(_(bridge.sentence))
    draw_related(bridge.terms, f"bridge_{order}")


def _draw_words() -> None:
    """Accuracy and precision: the two words that change places between languages."""
    st.markdown("#### " + _("Words that change places"))
    heads = list(LANGUAGES.values())
    rows = [
        {_("What is meant"): _(row.meaning), **dict(zip(heads, row.names, strict=True))}
        for row in WORDS
    ]
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt=_("The words for accuracy and precision in three languages"),
    )
    draw_related([row.term for row in WORDS if row.term], "words")


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

"""The live figures: one at a time, each with controls for a hand or a keyboard."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from model.messages import N_
from pages.shared.i18n import _
from pages.views.glossary.card import draw_related
from pages.views.glossary.choice import CHOICES, FIGURES
from pages.views.glossary.live_boxes import draw_iou
from pages.views.glossary.live_maps import draw_convolution, draw_pooling, draw_relu
from pages.views.glossary.live_numbers import draw_overfitting, draw_softmax
from pages.views.glossary.live_roc import draw_roc

TITLES: Final = {
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

_DRAW: Final[Mapping[str, Callable[[], None]]] = {
    "convolution": draw_convolution,
    "relu": draw_relu,
    "pooling": draw_pooling,
    "softmax": draw_softmax,
    "overfitting": draw_overfitting,
    "roc": draw_roc,
    "iou": draw_iou,
}


def draw_live() -> None:
    """Draws the view."""
    name = CHOICES.pick(
        st.pills,
        "figure",
        _("Figure"),
        FIGURES,
        required=True,
        format_func=lambda name: _(TITLES[name]),
        label_visibility="collapsed",
    )
    # A slider of a figure runs the figure alone.
    st.fragment(_DRAW[name])()
    draw_related(TERMS[name], "figure")

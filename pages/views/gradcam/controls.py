"""The controls of the explorer: the question above the maps, how they are drawn, what is below."""

from typing import get_args

import streamlit as st

from model.classifier.classes import CLASSES
from model.explain.methods import METHODS
from model.explain.stages import STAGES
from model.messages import N_
from pages.shared.i18n import _, fill, number
from pages.shared.pictures.layers import Mode
from pages.shared.terms import term_help
from pages.shared.wording import class_title
from pages.views.gradcam.choice import (
    MOST_METHODS,
    MOST_THRESHOLD,
    NO_OTHER,
    SLIDER_STEP,
    TOPS,
    VIEWS,
    Choice,
    current,
    widget_key,
)

MODES: dict[Mode, str] = {"colour": N_("Colour"), "contours": N_("Contours"), "off": N_("Off")}

VIEW_TITLES: dict[str, str] = {
    "maps": N_("Maps only"),
    "verdict": N_("Verdict"),
    "sanity": N_("Sanity check"),
    "shortcuts": N_("Shortcut lab"),
    "features": N_("Feature maps"),
    "draw": N_("Draw first"),
}

# Resolution of each stage for a picture of 224 pixels, in cells a side.
CELLS = {"conv2": 56, "conv3": 28, "conv4": 14, "conv5": 7}


def choose_view() -> str:
    """What stands below the maps, or in their place: one of `VIEWS`."""
    view = st.segmented_control(
        _("What to look at"),
        list(VIEWS),
        required=True,
        format_func=lambda name: _(VIEW_TITLES[name]),
        key=widget_key("view"),
        label_visibility="collapsed",
    )
    return view or VIEWS[0]


def choose(predicted: str, view: str) -> Choice:
    """Draws the controls: the question, the layer, the methods, the look.

    Args:
        predicted: The class that the network answers.
        view: What `choose_view` said.

    Returns:
        What is chosen.
    """
    label = _choose_label(predicted)
    against = _choose_against(label)
    stage = st.selectbox(
        _("Layer"),
        list(STAGES),
        format_func=lambda name: f"{name} · {CELLS[name]} × {CELLS[name]}",
        key=widget_key("stage"),
        help=term_help(
            "feature-map",
            _(
                "The residual stage whose feature maps are weighed. Fine stages have more cells "
                "and know less of the disease. Methods on the picture itself have no layer."
            ),
        ),
    )
    methods = _choose_methods()
    mode, opacity, threshold, top, lungs = _choose_look()
    return Choice(
        label=None if label == predicted else label,
        against=against,
        stage=stage,
        methods=methods,
        mode=mode,
        opacity=opacity,
        threshold=threshold,
        top=top,
        lungs=lungs,
        view=view,
    )


def _choose_label(predicted: str) -> str:
    label: str = st.selectbox(
        _("Evidence for"),
        list(CLASSES),
        format_func=lambda name: (
            fill(_("{title} (its answer)"), {"title": class_title(name)})
            if name == predicted
            else class_title(name)
        ),
        key=widget_key("label"),
        help=term_help("post-hoc-explanation"),
    )
    return label


def _choose_against(label: str) -> str | None:
    key = widget_key("against")
    if st.session_state.get(key) == label:
        st.session_state[key] = NO_OTHER
    against: str = st.selectbox(
        _("Rather than"),
        [NO_OTHER, *(name for name in CLASSES if name != label)],
        format_func=lambda name: class_title(name) if name else _("no other class"),
        key=key,
        help=term_help(
            "logit",
            _(
                "“Why not viral?” With a second class the difference of two logits is explained: "
                "what speaks for the one and not for the other."
            ),
        ),
    )
    return against or None


def _choose_look() -> tuple[Mode, int, int, float, bool]:
    with st.popover(_("Display"), icon=":material/tune:", width="stretch"):
        mode = st.segmented_control(
            _("Heat map"),
            list(get_args(Mode)),
            required=True,
            format_func=lambda name: _(MODES[name]),
            key=widget_key("mode"),
            width="stretch",
            help=term_help("heat-map"),
        )
        opacity = st.slider(
            _("Opacity"),
            0,
            100,
            step=SLIDER_STEP,
            format="%d%%",
            key=widget_key("opacity"),
            disabled=mode == "off",
        )
        threshold = st.slider(
            _("Leave out what is below this share of the scale"),
            0,
            MOST_THRESHOLD,
            step=SLIDER_STEP,
            format="%d%%",
            key=widget_key("threshold"),
            disabled=mode == "off",
        )
        top = st.select_slider(
            _("Top of the evidence scale, in logits per 1/49 of the picture"),
            TOPS,
            format_func=lambda value: number(value, 2),
            key=widget_key("top"),
            disabled=mode == "off",
            help=term_help(
                "logit",
                _(
                    "Fixed steps, the same for every map and every picture. No map is stretched to "
                    "its own maximum: that makes noise look like disease."
                ),
            ),
        )
        lungs = st.toggle(
            _("Outline the lungs on the film"),
            key=widget_key("lungs"),
            help=term_help("segmentation"),
        )
    return mode or "colour", opacity, threshold, top, lungs


def _choose_methods() -> tuple[str, ...]:
    key = widget_key("methods")
    chosen: list[str] = st.pills(
        fill(_("Methods, up to {count}"), {"count": MOST_METHODS}),
        list(METHODS),
        selection_mode="multi",
        format_func=_pill,
        key=key,
        on_change=_keep_one_to_four,
        wrap=True,
        help=term_help(
            "saliency-map", _("An hourglass marks methods that take many forward passes.")
        ),
    )
    return tuple(chosen)


def _pill(name: str) -> str:
    method = METHODS[name]
    return f":material/hourglass_top: {method.title}" if method.slow else method.title


def _keep_one_to_four() -> None:
    """A fifth method takes the place of the first, and the last one stays: pills know no limits."""
    key = widget_key("methods")
    st.session_state[key] = st.session_state[key][-MOST_METHODS:] or list(current().methods)

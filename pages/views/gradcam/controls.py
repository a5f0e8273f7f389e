"""The controls of the explorer: the question above the maps, how they are drawn, what is below."""

import streamlit as st

from model.classifier.classes import CLASSES
from model.explain.methods import METHODS
from model.explain.stages import STAGES
from model.messages import N_
from pages.shared.i18n import _, fill, number
from pages.shared.pictures.layers import MODES
from pages.shared.terms import term_help
from pages.shared.wording import class_title
from pages.views.gradcam.choice import (
    CHOICES,
    MOST_METHODS,
    MOST_THRESHOLD,
    NO_OTHER,
    SLIDER_STEP,
    TOPS,
    ExplorerChoice,
)

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
    view: str = CHOICES.segment(
        "view", _("What to look at"), VIEW_TITLES, label_visibility="collapsed"
    )
    return view


def choose(predicted: str) -> ExplorerChoice:
    """Draws the controls of the question: the classes, the layer, the methods.

    Args:
        predicted: The class that the network answers.

    Returns:
        What is chosen.
    """
    label = CHOICES.pick(
        st.selectbox,
        "label",
        _("Evidence for"),
        CLASSES,
        predicted,
        format_func=lambda name: (
            fill(_("{title} (its answer)"), {"title": class_title(name)})
            if name == predicted
            else class_title(name)
        ),
        help=term_help("post-hoc-explanation"),
    )
    CHOICES.pick(
        st.selectbox,
        "against",
        _("Rather than"),
        [NO_OTHER, *(name for name in CLASSES if name != label)],
        NO_OTHER,
        format_func=lambda name: class_title(name) if name else _("no other class"),
        help=term_help(
            "logit",
            _(
                "“Why not viral?” With a second class the difference of two logits is explained: "
                "what speaks for the one and not for the other."
            ),
        ),
    )
    CHOICES.pick(
        st.selectbox,
        "stage",
        _("Layer"),
        STAGES,
        format_func=lambda name: f"{name} · {CELLS[name]} × {CELLS[name]}",
        help=term_help(
            "feature-map",
            _(
                "The residual stage whose feature maps are weighed. Fine stages have more cells "
                "and know less of the disease. Methods on the picture itself have no layer."
            ),
        ),
    )
    CHOICES.ask(
        st.pills,
        "methods",
        fill(_("Methods, up to {count}"), {"count": MOST_METHODS}),
        list(METHODS),
        selection_mode="multi",
        format_func=_pill,
        on_change=_keep_one_to_four,
        wrap=True,
        help=term_help(
            "saliency-map", _("An hourglass marks methods that take many forward passes.")
        ),
    )
    return CHOICES.current()


def choose_look() -> ExplorerChoice:
    """Draws the controls of the look, folded.

    Returns:
        What is chosen.
    """
    with st.popover(_("Display"), icon=":material/tune:", width="stretch"):
        _draw_look()
    return CHOICES.current()


def _draw_look() -> None:
    mode = CHOICES.segment(
        "mode", _("Heat map"), MODES, width="stretch", help=term_help("heat-map")
    )
    percents = {"step": SLIDER_STEP, "format": "%d%%", "disabled": mode == "off"}
    CHOICES.ask(st.slider, "opacity", _("Opacity"), 0, 100, **percents)
    CHOICES.ask(
        st.slider,
        "threshold",
        _("Leave out what is below this share of the scale"),
        0,
        MOST_THRESHOLD,
        **percents,
    )
    CHOICES.pick(
        st.select_slider,
        "top",
        _("Top of the evidence scale, in logits per 1/49 of the picture"),
        TOPS,
        format_func=lambda value: number(value, 2),
        disabled=mode == "off",
        help=term_help(
            "logit",
            _(
                "Fixed steps, the same for every map and every picture. No map is stretched to "
                "its own maximum: that makes noise look like disease."
            ),
        ),
    )
    CHOICES.ask(
        st.toggle,
        "lungs",
        _("Outline the lungs on the film"),
        help=term_help("segmentation"),
    )


def _pill(name: str) -> str:
    method = METHODS[name]
    return f":material/hourglass_top: {method.title}" if method.slow else method.title


def _keep_one_to_four() -> None:
    """A fifth method takes the place of the first, and the last one stays: pills know no limits."""
    key = CHOICES.widget_key("methods")
    st.session_state[key] = st.session_state[key][-MOST_METHODS:] or list(CHOICES.current().methods)


def choose_method(choice: ExplorerChoice) -> str:
    """One of the chosen methods; asks only where there are several."""
    if len(choice.methods) == 1:
        return choice.methods[0]
    chosen = st.segmented_control(
        _("Method"),
        list(choice.methods),
        required=True,
        default=choice.methods[0],
        format_func=lambda name: METHODS[name].title,
        key=f"explorer_one_of:{','.join(choice.methods)}",
        help=term_help("saliency-map"),
    )
    return chosen or choice.methods[0]

"""The picture: for viewing, with the heat map; and beside it what the network received."""

import streamlit as st

from model.classifier.classes import CLASSES
from model.classifier.prediction import Answer
from model.imaging.prepare import INPUT_SIZE
from pages.shared.i18n import _, fill
from pages.shared.pictures.display import ViewWindow, for_viewing
from pages.shared.pictures.layers import VIEWER_CONFIG, HeatMap, Mode
from pages.shared.pictures.report import (
    how_corrected,
    overlay_name,
    overlay_png,
    record_json,
    record_name,
)
from pages.shared.pictures.zones import evidence_sentence
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import class_name, class_title
from pages.views.classify.figures import viewer_figure

# In CSS pixels: fits a screen of 900 below the head of the page; on a phone, about square.
VIEWER_HEIGHT = 556
PHONE_VIEWER_HEIGHT = 430


@st.fragment
def draw_picture(study: Study) -> None:
    """Draws the picture and its tools; only they run again when a tool is used."""
    answer = study.examination.answer if study.accepted else None
    sha256 = study.radiograph.sha256
    main, tools = st.columns([5, 2], gap="small")
    with tools:
        _draw_received(study)
        heat = _choose_heat_map(answer, sha256) if answer else None
        window = _choose_window()
    grey = for_viewing(study.radiograph.pixels, window)
    with main:
        st.plotly_chart(
            viewer_figure(grey, heat, _viewer_height(), sha256),
            theme=None,
            config=VIEWER_CONFIG,
            key="viewer",
            alt=_describe(study.name, answer, heat),
        )
    with main, st.container(horizontal=True):
        if heat is not None:
            st.download_button(
                _("Picture with heat map"),
                lambda: overlay_png(grey, heat, how_corrected(study.how)),
                file_name=overlay_name(study.name),
                mime="image/png",
                icon=":material/download:",
                on_click="ignore",
                key="download_png",
            )
        st.download_button(
            _("Result as JSON"),
            record_json(study.name, study.examination, study.how),
            file_name=record_name(study.name),
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="download_json",
        )


def _viewer_height() -> int:
    """Height for the reader's device, by the one word that all browsers of phones send."""
    phone = "Mobi" in st.context.headers.get("User-Agent", "")
    return PHONE_VIEWER_HEIGHT if phone else VIEWER_HEIGHT


def _draw_received(study: Study) -> None:
    # Pixel for pixel where there is room, never larger: it has no more detail than this.
    with st.container(width=INPUT_SIZE):
        st.image(
            for_viewing(study.grey, ViewWindow()),
            width="stretch",
            caption=_("**What the network received**, whatever you set for viewing"),
            alt=_("The radiograph squeezed to 224 by 224 pixels, as the network received it"),
        )


def _choose_heat_map(answer: Answer, digest: str) -> HeatMap:
    titles = {label: class_title(label) for label in CLASSES}
    modes: dict[Mode, str] = {"colour": _("Colour"), "contours": _("Contours"), "off": _("Off")}
    label = st.selectbox(
        _("Evidence for"),
        list(titles),
        index=CLASSES.index(answer.predicted),
        format_func=titles.__getitem__,
        key=f"map:{digest}",
        help=term_help("class-activation-map"),
    )
    mode = st.segmented_control(
        _("Heat map"),
        list(modes),
        default="colour",
        required=True,
        format_func=lambda mode: modes[mode],
        key="mode",
        width="stretch",
        persist_state="session",
        help=term_help("heat-map"),
    )
    opacity = st.slider(
        _("Opacity"),
        0,
        100,
        80,
        step=5,
        format="%d%%",
        key="opacity",
        disabled=mode == "off",
        persist_state="session",
    )
    return HeatMap(answer.evidence.upsampled(label), label, mode, opacity / 100)


def _choose_window() -> ViewWindow:
    with st.popover(_("Contrast for viewing"), icon=":material/contrast:", width="stretch"):
        st.caption(_("For your eyes only: the network does not see these settings."))
        centre = st.slider(
            _("Window centre"),
            0,
            100,
            50,
            format="%d%%",
            key="centre",
            persist_state="session",
            help=term_help("window"),
        )
        width = st.slider(
            _("Window width"), 5, 100, 100, format="%d%%", key="width", persist_state="session"
        )
        invert = st.toggle(
            _("Invert for viewing"),
            key="invert_view",
            persist_state="session",
            help=term_help("photometric-interpretation"),
        )
    return ViewWindow(centre / 100, width / 100, invert)


def _describe(name: str, answer: Answer | None, heat: HeatMap | None) -> str:
    """The picture in words, for who cannot see it."""
    text = fill(_("Chest radiograph from the file {name}."), {"name": name})
    if answer is None or heat is None or heat.mode == "off":
        return text
    shown = fill(_("Heat map of the evidence for {name}."), {"name": class_name(heat.label)})
    return f"{text} {shown} {evidence_sentence(answer.evidence, heat.label)}"

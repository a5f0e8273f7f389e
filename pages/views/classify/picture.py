"""The picture: for viewing, with the heat map; and beside it what the network received."""

import streamlit as st

from model.classifier.classes import CLASSES
from model.explain.heat_map import HeatMap
from model.imaging.prepare import INPUT_SIZE
from pages.shared.i18n import _, fill
from pages.shared.pictures.display import ViewWindow, for_viewing
from pages.shared.pictures.layers import MODES, VIEWER_CONFIG, HeatLayer
from pages.shared.pictures.report import (
    how_corrected,
    overlay_name,
    overlay_png,
    record_json,
    record_name,
)
from pages.shared.remembered import lungs_of
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import class_title, evidence_sentence
from pages.views.classify.figures import viewer_figure

# In CSS pixels: fits a screen of 900 below the head of the page; on a phone, about square.
VIEWER_HEIGHT = 556
PHONE_VIEWER_HEIGHT = 430


@st.fragment
def draw_picture(study: Study) -> None:
    """Draws the picture and its tools; only they run again when a tool is used."""
    sha256 = study.radiograph.sha256
    mirrored = study.mirrored if study.accepted else None
    main, tools = st.columns([5, 2], gap="small")
    with tools:
        _draw_received(study)
        chosen = _choose_heat_map(study) if study.accepted else None
        window = _choose_window()
    grey = for_viewing(study.radiograph.pixels, window)
    shown, heat = chosen or (None, None)
    with main:
        st.plotly_chart(
            viewer_figure(grey, heat, _viewer_height(), sha256, mirrored),
            theme=None,
            config=VIEWER_CONFIG,
            key="viewer",
            alt=_describe(study, shown if heat is not None and heat.mode != "off" else None),
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


def _choose_heat_map(study: Study) -> tuple[HeatMap, HeatLayer] | None:
    titles = {label: class_title(label) for label in CLASSES}
    label = st.selectbox(
        _("Evidence for"),
        CLASSES,
        index=CLASSES.index(study.predicted),
        format_func=titles.__getitem__,
        key=f"map:{study.radiograph.sha256}",
        help=term_help("class-activation-map"),
    )
    mode = st.segmented_control(
        _("Heat map"),
        list(MODES),
        default="colour",
        required=True,
        format_func=lambda mode: _(MODES[mode]),
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
    heat = study.grad_cam(label)
    if heat is None:
        return None
    return heat, HeatLayer(heat.picture, label, mode, opacity / 100)


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


def _describe(study: Study, heat: HeatMap | None) -> str:
    """The picture in words, for who cannot see it."""
    text = fill(_("Chest radiograph from the file {name}."), {"name": study.name})
    return text if heat is None else f"{text} {evidence_sentence(heat, lungs_of(study))}"

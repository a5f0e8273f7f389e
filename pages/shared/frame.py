"""The frame around every page: who is let in, settings of the tab, the notice, the languages."""

from pathlib import Path

import streamlit as st

from pages.shared.access.arrival import arrive
from pages.shared.access.entrance import (
    draw_place,
    draw_visitor,
    draw_what_is_noted,
    end_unless_admitted,
)
from pages.shared.i18n import (
    LANGUAGE_KEY,
    LANGUAGE_PARAMETER,
    LANGUAGES,
    WRITTEN_KEY,
    _,
    current_language,
)
from pages.shared.server import put_router_in_charge, set_up_process, spare_the_collector
from pages.shared.settings.table import NOBODY, Settings

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "assets" / "images"
LIGHT_BOX = ROOT / "pages" / "classify.py"
GRADCAM = ROOT / "pages" / "gradcam.py"
AUGMENT = ROOT / "pages" / "augment.py"
EVIDENCE = ROOT / "pages" / "evidence.py"

ROUTED_KEY = "routed"
FRAMED_KEY = "framed"


def go_to_light_box() -> None:
    """The root address leads to the first page and keeps its query."""
    st.switch_page(LIGHT_BOX, query_params=st.query_params.to_dict())


def begin_page(title: str) -> None:
    """What a page begins with: nothing, where the router has drawn the frame in this run.

    On a server that was not started through `st.App`, Streamlit runs the page of the first deep
    link without the router. The router is then put in charge, and the page starts over; where there
    is none, the page draws the frame itself and ends there for whoever is not let in.

    Args:
        title: Name of the page in the reader's language.
    """
    if st.session_state.pop(FRAMED_KEY, False):
        return
    if not st.session_state.get(ROUTED_KEY):
        st.session_state[ROUTED_KEY] = True
        put_router_in_charge()
        st.rerun()
    draw_frame(title)
    del st.session_state[FRAMED_KEY]


def draw_frame(title: str) -> None:
    """Draws the frame of a page, and ends it there for whoever is not let in.

    Args:
        title: Name of the page in the reader's language.
    """
    # A server that was started through `st.App` has done this.
    set_up_process()
    spare_the_collector()
    st.session_state[ROUTED_KEY] = True
    st.set_page_config(
        page_title=f"{title} · Negatoscope",
        page_icon=str(IMAGES / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    masthead = st.container(
        key="masthead",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
    )
    # What Streamlit draws too pale or too wide; each rule says why.
    st.html(ROOT / "assets" / "style.css")
    st.logo(str(IMAGES / "logo.svg"), icon_image=str(IMAGES / "logo.svg"), size="large")
    arrival = arrive()
    with masthead:
        with st.container(width="content", gap=None):
            st.header(title, anchor=False)
            st.caption(_promise(arrival.settings))
        with st.container(width="content", gap="xsmall", horizontal_alignment="right"):
            _switch_language()
            if arrival.visitor is not None:
                draw_visitor(arrival.visitor)
    end_unless_admitted(arrival)
    draw_place()
    draw_what_is_noted()
    st.session_state[FRAMED_KEY] = True


def _promise(settings: Settings | None) -> str:
    """What this is not, and what becomes of an upload where there may be one."""
    said = _("For education and quick checks: not a medical device, not a diagnosis.")
    if settings is None or settings.uploads == NOBODY:
        return said
    kept = _("What you upload stays in memory until you close the tab.")
    return f"{said} {kept}"


def _switch_language() -> None:
    """Draws the switch and keeps `?lang=` in step with it, for a link on a slide.

    Streamlit's own binding would write the label of the option into the address instead of its
    code, and would not understand `?lang=pt`.
    """
    st.session_state[LANGUAGE_KEY] = current_language()
    st.segmented_control(
        "Language · Idioma · 语言",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        key=LANGUAGE_KEY,
        label_visibility="collapsed",
        persist_state="session",
    )
    language = current_language()
    if st.query_params.get(LANGUAGE_PARAMETER) != language:
        st.query_params[LANGUAGE_PARAMETER] = language
    st.session_state[WRITTEN_KEY] = language

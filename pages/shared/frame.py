"""The frame around every page: who is let in, settings of the tab, the notice, the languages."""

from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitDuplicateElementKey
from streamlit.navigation.page import StreamlitPage

from pages.shared.access.arrival import arrive
from pages.shared.access.entrance import draw_visitor, end_unless_admitted
from pages.shared.access.place import draw_place, draw_what_is_noted
from pages.shared.allocator import give_memory_back
from pages.shared.closed_tabs import let_closed_tabs_go
from pages.shared.collector import spare_the_collector
from pages.shared.i18n import (
    LANGUAGE_KEY,
    LANGUAGE_PARAMETER,
    LANGUAGES,
    WRITTEN_KEY,
    _,
    current_language,
)
from pages.shared.legibility import draw_legibly
from pages.shared.settings.table import NOBODY, Settings
from pages.shared.spool import hold_uploads_in_memory

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "assets" / "images"
LIGHT_BOX = ROOT / "pages" / "classify.py"
GRADCAM = ROOT / "pages" / "gradcam.py"
AUGMENT = ROOT / "pages" / "augment.py"
GLOSSARY = ROOT / "pages" / "glossary.py"
EVIDENCE = ROOT / "pages" / "evidence.py"

ROUTED_KEY = "routed"


def _go_to_light_box() -> None:
    """The root address leads to the first page and keeps its query."""
    st.switch_page(LIGHT_BOX, query_params=st.query_params.to_dict())


def all_pages() -> list[StreamlitPage]:
    """Every page of the app, in the order of the menu.

    `url_path` is the stem of the file: on a cold server Streamlit finds a deep link by that stem,
    before the router has ever run. For the same reason no page of the menu is the default one: the
    address of a default page is the root, and `/classify` would not be found.

    None has an icon: Streamlit makes it the icon of the tab, and asks fonts.gstatic.com for it.
    """
    first = _("Light box")
    return [
        st.Page(_go_to_light_box, title=first, url_path="", default=True, visibility="hidden"),
        st.Page(LIGHT_BOX, title=first, url_path="classify"),
        st.Page(GRADCAM, title=_("Grad-CAM explorer"), url_path="gradcam"),
        st.Page(AUGMENT, title=_("Augmentation playground"), url_path="augment"),
        st.Page(GLOSSARY, title=_("Glossary"), url_path="glossary"),
        st.Page(EVIDENCE, title=_("Evidence"), url_path="evidence"),
    ]


def route() -> None:
    """Draws the menu and runs the page that the address names."""
    st.session_state[ROUTED_KEY] = True
    page = st.navigation(all_pages(), position="top")
    begin_page(page.title)
    page.run()


def begin_page(title: str) -> None:
    """Draws what every page starts with, and ends it there for whoever is not let in.

    A second call in the same run does nothing: the first has let the visitor in.

    The router calls it, and so does each page: on a cold server a deep link runs the page without
    the router. The page then names the menu once, which puts the router in charge, and starts over.

    Args:
        title: Name of the page in the reader's language.
    """
    hold_uploads_in_memory()
    let_closed_tabs_go()
    give_memory_back()
    spare_the_collector()
    if not st.session_state.get(ROUTED_KEY):
        st.session_state[ROUTED_KEY] = True
        st.navigation(all_pages(), position="top")
        st.rerun()
    st.set_page_config(
        page_title=f"{title} · Negatoscope",
        page_icon=str(IMAGES / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    try:
        masthead = st.container(
            key="masthead",
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
        )
    except StreamlitDuplicateElementKey:
        return
    draw_legibly()
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

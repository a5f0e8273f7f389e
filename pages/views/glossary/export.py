"""What a reader takes along: a table, a deck for Anki, a sheet to print."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from model.glossary import exports
from model.glossary.entries import LANGUAGES, TOPICS, Term, terms
from pages.shared.i18n import _, current_language, fill, ngettext
from pages.views.glossary.card import in_order, topic_title

LANGUAGES_KEY: Final = "glossary_export_languages"
TOPICS_KEY: Final = "glossary_export_topics"


def draw_export() -> None:
    """Draws the popover; nothing is made before its button is pressed."""
    with st.popover(_("Take along"), icon=":material/download:", key="glossary_export"):
        languages = _languages()
        topics = st.pills(
            _("Topics (none chosen: all)"),
            list(TOPICS),
            selection_mode="multi",
            format_func=topic_title,
            key=TOPICS_KEY,
            persist_state="session",
        )
        found = exports.chosen(terms(), topics or [])
        count = len(found)
        st.caption(fill(ngettext("{count} term", "{count} terms", count), {"count": count}))
        _draw_buttons(found, languages)


def _languages() -> list[str]:
    """Which languages; the reader's where none is chosen, and that one first where it is."""
    if LANGUAGES_KEY not in st.session_state:
        st.session_state[LANGUAGES_KEY] = [current_language()]
    chosen = st.pills(
        _("Languages"),
        list(LANGUAGES),
        selection_mode="multi",
        format_func=exports.LANGUAGE_NAMES.__getitem__,
        key=LANGUAGES_KEY,
        help=_("Flash cards ask in the language of this page, if it is among them."),
        persist_state="session",
    )
    return [one for one in in_order(current_language()) if one in chosen] or [current_language()]


def _draw_buttons(found: Sequence[Term], languages: Sequence[str]) -> None:
    # A session ends with its page: what is translated is translated before the button is pressed.
    title = _("Negatoscope glossary")
    ways: tuple[tuple[str, str, str, Callable[[], str | bytes]], ...] = (
        (_("Table (CSV)"), "csv", "text/csv", partial(_csv, found, languages)),
        (
            _("Flash cards for Anki (APKG)"),
            "apkg",
            "application/octet-stream",
            partial(exports.as_anki, found, languages, title),
        ),
        (
            _("Sheet to print (HTML)"),
            "html",
            "text/html",
            partial(exports.as_sheet, found, languages, title),
        ),
    )
    for label, ending, kind, make in ways:
        lacking = ending == "apkg" and not exports.makes_decks()
        st.download_button(
            label,
            make,
            file_name=f"negatoscope-glossary-{'-'.join(languages)}.{ending}",
            mime=kind,
            key=f"glossary_save_{ending}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
            disabled=lacking,
            help=_("Decks need the package genanki, which is not installed on this server.")
            if lacking
            else None,
        )


def _csv(found: Sequence[Term], languages: Sequence[str]) -> bytes:
    """The table with a byte-order mark: without it Excel takes UTF-8 for something else."""
    return exports.as_csv(found, languages).encode("utf-8-sig")

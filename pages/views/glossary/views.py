"""The views of the glossary: one at a time, and only that one is worked out."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from model.messages import N_
from pages.shared.i18n import _
from pages.views.glossary.bridges import draw_bridges
from pages.views.glossary.choice import CHOICES
from pages.views.glossary.export import draw_export
from pages.views.glossary.flash_cards import draw_cards
from pages.views.glossary.live import draw_live
from pages.views.glossary.lookup import draw_lookup
from pages.views.glossary.quiz import draw_quiz
from pages.views.glossary.timeline import draw_timeline

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
    "figures": draw_live,
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

"""Bridges: what a radiologist and a paper on machine learning call the same, and what not."""

import streamlit as st

from model.glossary.bridges import BRIDGES, WORDS, Bridge
from pages.shared.i18n import LANGUAGES, _
from pages.views.glossary.card import draw_related


def draw_bridges() -> None:
    """Draws the view."""
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

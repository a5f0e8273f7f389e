"""Looking up: a field that forgives, topics, the alphabet, one term alone."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from model.glossary.entries import TOPICS, Term, terms
from model.glossary.search import alphabet, search, sorted_terms
from pages.shared.i18n import _, current_language, fill, ngettext, plain
from pages.shared.viewport import is_narrow
from pages.views.glossary.card import draw_card, draw_related, headline, other_names, topic_title
from pages.views.glossary.choice import CHOICES, GlossaryChoice

PAGE: Final = 20
"""Terms that are shown at a time."""

MOST: Final = 60
"""Terms that a search gives: what comes after is a coincidence."""

QUERY_KEY: Final = CHOICES.widget_key("query")
SHOWN_KEY: Final = "glossary_shown"


def draw_lookup() -> None:
    """Draws the view."""
    narrow = is_narrow()
    query = st.text_input(
        _("Search in English, Portuguese or Chinese"),
        key=QUERY_KEY,
        type="search",
        live="200ms",
        max_chars=80,
        placeholder=_("A word, an acronym, pinyin, with or without accents"),
        persist_state="session",
        on_change=_leave_term,
    )
    if CHOICES.current().term:
        _draw_alone(CHOICES.current().term)
        return
    choice = _choose(narrow)
    found = _found(query or "", choice)
    _draw_list(found, query or "", choice)


def _leave_term() -> None:
    """Who types looks for something else than the term that is open."""
    CHOICES.tell(term="")


def _choose(narrow: bool) -> GlossaryChoice:
    CHOICES.pick(
        st.pills,
        "topic",
        _("Topic"),
        TOPICS,
        format_func=topic_title,
        on_change=_leave_term,
        label_visibility="collapsed",
        wrap=not narrow,
        width="stretch" if narrow else "content",
    )
    letters = alphabet(terms().values(), current_language())
    CHOICES.pick(
        st.pills,
        "letter",
        _("First letter"),
        letters,
        on_change=_leave_term,
        label_visibility="collapsed",
        wrap=not narrow,
        width="stretch" if narrow else "content",
    )
    _choose_side()
    return CHOICES.current()


def _choose_side() -> bool:
    side: bool = CHOICES.ask(st.toggle, "side", _("Three languages side by side"))
    return side


def _draw_alone(name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            _("All terms"), key="glossary_all", icon=":material/arrow_back:", on_click=_leave_term
        )
        side = _choose_side()
    term = terms().get(name)
    if term is None:
        said = fill(_("The glossary has no term “{name}”."), {"name": plain(name)})
        st.info(said, icon=":material/search_off:")
        near = [hit.term.id for hit in search(name, 3)]
        if near:
            st.markdown(_("Perhaps one of these:"))
            draw_related(near, "near")
        return
    language = current_language()
    with st.container(border=True, key="glossary_alone"):
        with st.container(gap=None):
            st.subheader(plain(term.names[language]), anchor=False)
            others = other_names(term, language)
            st.caption(" · ".join([*([others] if others else []), topic_title(term.topic)]))
        draw_card(term, side, "alone")


def _found(query: str, choice: GlossaryChoice) -> list[Term]:
    """What the field, the topic and the letter leave: by likeness, or else by the alphabet."""
    language = current_language()
    if query.strip():
        hits = [hit.term for hit in search(query, MOST)]
    else:
        hits = sorted_terms(terms().values(), language)
    return [
        term
        for term in hits
        if choice.topic in ("", term.topic) and choice.letter in ("", *alphabet([term], language))
    ]


def _draw_list(found: Sequence[Term], query: str, choice: GlossaryChoice) -> None:
    language = current_language()
    if not found:
        st.info(
            _("Nothing fits. Leave out a letter, or choose all topics and all letters."),
            icon=":material/search_off:",
        )
        return
    st.caption(fill(ngettext("{count} term", "{count} terms", len(found)), {"count": len(found)}))
    asked = (query, choice.topic, choice.letter, language)
    shown = _shown(asked)
    with st.container(gap="xsmall"):
        for term in found[:shown]:
            with st.expander(
                headline(term, language), key=f"glossary_entry_{term.id}", on_change="rerun"
            ) as entry:
                if entry.open:
                    draw_card(term, choice.side, f"list_{term.id}")
    if len(found) > shown:
        st.button(
            _("Show more"),
            key="glossary_more",
            icon=":material/expand_more:",
            on_click=_show_more,
            args=(asked, shown),
        )


def _shown(asked: tuple[str, ...]) -> int:
    before, count = st.session_state.get(SHOWN_KEY, (asked, PAGE))
    return count if before == asked else PAGE


def _show_more(asked: tuple[str, ...], shown: int) -> None:
    st.session_state[SHOWN_KEY] = (asked, shown + PAGE)

"""The quiz: a definition, four terms, and at once which one it is."""

from typing import Final

import streamlit as st

from model.glossary.entries import Term, terms
from model.glossary.study import Question, answered, blanked, question
from pages.shared.i18n import _, current_language, fill, plain
from pages.views.glossary.card import draw_related, headline, topic_title
from pages.views.glossary.learning import choose_topic, draw_score, keep_progress, progress_of, seed

KIND: Final = "quiz"

ANSWER_KEY: Final = "glossary_quiz_answer"
"""Topic, term and what was answered; kept until the next question."""


def draw_quiz() -> None:
    """Draws the view."""
    st.markdown(_("Which term is meant? What was wrong comes back soon, what was right later."))
    topic = choose_topic(KIND)
    given = st.session_state.get(ANSWER_KEY)
    if given is not None and given[0] != topic:
        given = None
    name = given[1] if given is not None else progress_of(KIND, topic).card
    if name is None:
        st.success(_("You have named every term three times in a row."), icon=":material/check:")
    else:
        # A term that comes back gets other wrong answers.
        times = progress_of(KIND, topic).seen.get(name, 0) - (given is not None)
        asked = question(terms()[name], terms(), seed() + times)
        with st.container(width=720):
            _draw_question(topic, asked, given[2] if given is not None else None)
    draw_score(KIND, _("Right answers"))


def _draw_question(topic: str, asked: Question, answer: str | None) -> None:
    term = terms()[asked.term]
    language = current_language()
    with st.container(border=True):
        st.caption(topic_title(term.topic))
        st.markdown(plain(blanked(term, language)))
    for choice in asked.choices:
        st.button(
            plain(terms()[choice].names[language]),
            key=f"glossary_quiz_{choice}",
            icon=_mark(choice, asked, answer),
            width="stretch",
            disabled=answer is not None,
            on_click=_answer,
            args=(topic, asked.term, choice),
        )
    if answer is not None:
        _draw_feedback(term, answer)


def _mark(choice: str, asked: Question, answer: str | None) -> str | None:
    if answer is None:
        return None
    if choice == asked.term:
        return ":material/check:"
    return ":material/close:" if choice == answer else None


def _draw_feedback(term: Term, answer: str) -> None:
    language = current_language()
    if answer == term.id:
        st.success(headline(term, language), title=_("That is right"), icon=":material/check:")
    else:
        said = fill(_("It is {name}."), {"name": headline(term, language)})
        st.error(said, title=_("Not this one"), icon=":material/close:")
    draw_related([term.id] if answer == term.id else [term.id, answer], KIND)
    st.button(
        _("Next question"),
        key="glossary_quiz_next",
        type="primary",
        icon=":material/arrow_forward:",
        on_click=_go_on,
    )


def _answer(topic: str, name: str, choice: str) -> None:
    progress = progress_of(KIND, topic)
    keep_progress(KIND, topic, answered(progress, choice == name))
    st.session_state[ANSWER_KEY] = (topic, name, choice)


def _go_on() -> None:
    del st.session_state[ANSWER_KEY]

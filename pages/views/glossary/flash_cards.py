"""Flash cards: a term, its meaning on the back, known or not yet."""

from typing import Final

import streamlit as st

from model.glossary.entries import Term, terms
from model.glossary.study import answered
from pages.shared.i18n import _, current_language, fill, ngettext, plain
from pages.views.glossary.card import draw_card, topic_title
from pages.views.glossary.choice import CHOICES
from pages.views.glossary.learning import choose_topic, draw_score, keep_progress, progress_of

KIND: Final = "cards"

TURNED_KEY: Final = "glossary_turned"
"""Topic and card that lie with their back up."""


def draw_cards() -> None:
    """Draws the view."""
    st.markdown(
        _(
            "Say what the term means, then turn the card. What you do not know comes back after "
            "three cards; what you knew three times in a row is done."
        )
    )
    topic = choose_topic(KIND)
    progress = progress_of(KIND, topic)
    total = len(set(progress.waiting) | set(progress.streaks))
    said = fill(
        ngettext("{learnt} of {count} term learnt", "{learnt} of {count} terms learnt", total),
        {"learnt": progress.learnt, "count": total},
    )
    with st.container(width=720):
        st.progress(progress.learnt / total if total else 0.0, text=said)
        if progress.card is None:
            st.success(_("Every card of this pile is learnt."), icon=":material/check:")
        else:
            _draw_face(topic, terms()[progress.card])
    draw_score(KIND, _("Known"))


def _draw_face(topic: str, term: Term) -> None:
    language = current_language()
    turned = st.session_state.get(TURNED_KEY) == (topic, term.id)
    with st.container(border=True):
        st.caption(topic_title(term.topic))
        st.subheader(plain(term.names[language]), anchor=False)
        if turned:
            others = [plain(name) for code, name in term.names.items() if code != language]
            st.markdown(" · ".join(others))
            draw_card(term, CHOICES.current().side, KIND)
    with st.container(horizontal=True, gap="small"):
        if not turned:
            st.button(
                _("Turn the card"),
                key="glossary_turn",
                type="primary",
                icon=":material/flip:",
                on_click=_turn,
                args=(topic, term.id),
            )
            return
        for label, known, icon in (
            (_("Know"), True, ":material/check:"),
            (_("Not yet"), False, ":material/replay:"),
        ):
            st.button(
                label,
                key=f"glossary_known_{int(known)}",
                type="primary" if known else "secondary",
                icon=icon,
                on_click=_put_back,
                args=(topic, known),
            )


def _turn(topic: str, name: str) -> None:
    st.session_state[TURNED_KEY] = (topic, name)


def _put_back(topic: str, known: bool) -> None:
    keep_progress(KIND, topic, answered(progress_of(KIND, topic), known))
    st.session_state.pop(TURNED_KEY, None)

"""What quiz and flash cards have in common: a topic, a pile for each topic, a score."""

import random
from collections.abc import Mapping
from typing import Final

import streamlit as st

from model.glossary.entries import TOPICS, Term, terms
from model.glossary.exports import chosen
from model.glossary.study import Progress, begin, score_by_topic
from pages.shared.i18n import _, fill, whole_percent
from pages.views.glossary.card import bold, topic_title

ALL: Final = ""
"""The pile of all topics."""

SEED_KEY: Final = "glossary_seed"
_MOST_SEED: Final = 2**31


def seed() -> int:
    """A number of this session: another visitor gets another order."""
    if SEED_KEY not in st.session_state:
        st.session_state[SEED_KEY] = random.SystemRandom().randrange(_MOST_SEED)
    found: int = st.session_state[SEED_KEY]
    return found


def choose_topic(kind: str) -> str:
    """Which topic to learn; `ALL` for all of them.

    Args:
        kind: Which of the two it is.
    """
    topic: str = st.selectbox(
        _("Topic"),
        [ALL, *TOPICS],
        format_func=lambda name: topic_title(name) if name else _("All topics"),
        key=f"glossary_{kind}_topic",
        persist_state="session",
        width=340,
    )
    return topic


def progress_of(kind: str, topic: str) -> Progress:
    """How far the reader is with a topic; a shuffled pile where it has not begun.

    Args:
        kind: Which of the two it is.
        topic: The topic.
    """
    piles = _piles(kind)
    if topic not in piles:
        piles[topic] = begin(chosen(terms(), [topic] if topic else []), seed())
    return piles[topic]


def keep_progress(kind: str, topic: str, progress: Progress) -> None:
    """Remembers how far the reader is, as long as the session lasts."""
    _piles(kind)[topic] = progress


def start_over(kind: str) -> None:
    """Forgets the piles and shuffles anew."""
    st.session_state[SEED_KEY] = seed() + 1
    st.session_state[_key(kind)] = {}


def _piles(kind: str) -> dict[str, Progress]:
    found: dict[str, Progress] = st.session_state.setdefault(_key(kind), {})
    return found


def _key(kind: str) -> str:
    return f"glossary_{kind}_piles"


def draw_score(kind: str, heading: str) -> None:
    """Draws the score by topic, of all piles, once there is one.

    Args:
        kind: Which of the two it is.
        heading: What was counted.
    """
    scores = _scores(kind, terms())
    if not scores:
        return
    rows = [
        {
            _("Topic"): topic_title(topic),
            heading: fill(_("{known} of {given}"), {"known": known, "given": given}),
            _("Share"): whole_percent(known / given),
        }
        for topic in TOPICS
        if topic in scores
        for known, given in [scores[topic]]
    ]
    with st.container(width=560):
        st.markdown(bold(_("Score by topic")))
        st.table(rows, border="horizontal", hide_index=True, alt=_("Score by topic"))
        st.button(
            _("Start over"),
            key=f"glossary_{kind}_over",
            icon=":material/restart_alt:",
            on_click=start_over,
            args=(kind,),
        )


def _scores(kind: str, found: Mapping[str, Term]) -> dict[str, tuple[int, int]]:
    total: dict[str, tuple[int, int]] = {}
    for progress in _piles(kind).values():
        for topic, (known, given) in score_by_topic(progress, found).items():
            before = total.get(topic, (0, 0))
            total[topic] = (before[0] + known, before[1] + given)
    return total

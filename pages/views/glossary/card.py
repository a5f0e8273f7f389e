"""One entry of the glossary: what it means, what it is mistaken for, where to check it."""

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

import streamlit as st

from model.glossary.entries import LANGUAGES, TOPICS, Source, Term, terms
from model.messages import N_
from pages.shared import i18n
from pages.shared.frame import AUGMENT, EVIDENCE, GRADCAM, LIGHT_BOX
from pages.shared.i18n import _, current_language, fill, plain
from pages.views.glossary.choice import open_figure, open_term

LIVE_PAGES: Final = {
    "classify": (LIGHT_BOX, N_("See it live: light box")),
    "gradcam": (GRADCAM, N_("See it live: Grad-CAM explorer")),
    "augment": (AUGMENT, N_("See it live: augmentation playground")),
    "evidence": (EVIDENCE, N_("See it live: the evidence")),
}

LIVE_FIGURES: Final = {
    "convolution": N_("See it live: convolution"),
    "relu": N_("See it live: ReLU"),
    "pooling": N_("See it live: pooling"),
    "softmax": N_("See it live: softmax and temperature"),
    "overfitting": N_("See it live: overfitting"),
    "roc": N_("See it live: ROC curve and prevalence"),
    "iou": N_("See it live: intersection over union"),
    "timeline": N_("See it live: timeline"),
}

READING: Final = 860
"""Width of a text in one language, in CSS pixels."""


def in_order(language: str) -> list[str]:
    """All languages, the reader's first."""
    return [language, *(other for other in LANGUAGES if other != language)]


def headline(term: Term, language: str) -> str:
    """The names of a term as Markdown, the reader's own in bold and first."""
    others = other_names(term, language)
    return " · ".join([f"**{plain(term.names[language])}**", *([others] if others else [])])


def other_names(term: Term, language: str) -> str:
    """The names in the other languages as Markdown; each once, as many are the same everywhere."""
    names = dict.fromkeys(term.names[one] for one in in_order(language))
    return " · ".join(plain(name) for name in names if name != term.names[language])


def draw_card(term: Term, side: bool, place: str) -> None:
    """Draws everything that an entry says, its headline apart.

    Args:
        term: The term.
        side: Whether all languages stand side by side.
        place: Tells the widgets apart from those of the same term elsewhere on the page.
    """
    language = current_language()
    if side:
        columns = st.columns(len(LANGUAGES), gap="medium")
        for column, one in zip(columns, in_order(language), strict=True):
            with column:
                st.markdown(bold(plain(term.names[one])))
                st.caption(i18n.LANGUAGES[one])
                _draw_texts(term, one)
    else:
        # Longer lines are hard to follow.
        with st.container(width=READING):
            _draw_texts(term, language)
    if term.formula:
        st.code(term.formula, language=None, wrap_lines=True)
    _draw_live(term, place)
    draw_related(term.related, place)
    st.caption(_sources(term.sources))
    if not term.reviewed[language]:
        st.caption(
            ":material/pending: "
            + _("No radiologist who speaks this language has reviewed this entry yet.")
        )


def _draw_texts(term: Term, language: str) -> None:
    """The texts of an entry; their labels are in the language of the page."""
    if term.synonyms[language]:
        words = " · ".join(map(plain, term.synonyms[language]))
        st.caption(fill(_("Also: {words}"), {"words": words}))
    st.markdown(plain(term.definition[language]))
    st.markdown(_labelled(_("On a chest radiograph"), term.example[language]))
    if term.confusion:
        st.markdown(_labelled(_("Often confused"), term.confusion[language]))


def _labelled(label: str, text: str) -> str:
    return f"**{label}** · {plain(text)}"


def _sources(sources: Sequence[Source]) -> str:
    # A bracket in a DOI would end the link.
    lines = [
        f"{plain(source.text)} · [{plain(source.label)}]({quote(source.link, safe=':/?&=%#.-_')})"
        if source.link
        else f"{plain(source.text)} · {plain(source.label)}"
        for source in sources
    ]
    return _("Sources") + " · " + "; ".join(lines)


def draw_related(names: Iterable[str], place: str) -> None:
    """Draws links to terms.

    Args:
        names: Ids of terms.
        place: Tells the widgets apart from those of the same terms elsewhere on the page.
    """
    language = current_language()
    with st.container(horizontal=True, gap="small"):
        for name in names:
            st.button(
                plain(terms()[name].names[language]),
                key=f"glossary_go_{place}_{name}",
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=open_term,
                args=(name,),
            )


def _draw_live(term: Term, place: str) -> None:
    if term.live is None:
        return
    kind, _colon, figure = term.live.partition(":")
    if figure:
        st.button(
            _(LIVE_FIGURES[figure]),
            key=f"glossary_live_{place}_{term.id}",
            icon=":material/play_circle:",
            on_click=open_figure,
            args=(figure,),
        )
        return
    page, label = LIVE_PAGES[kind]
    st.page_link(page, label=_(label), icon=":material/play_circle:")


def topic_title(topic: str) -> str:
    """The name of a topic in the reader's language."""
    return _(TOPICS[topic])


def bold(text: str) -> str:
    """A text of ours in bold, as Markdown: Babel does not look into an f-string.

    Args:
        text: Translated.
    """
    return f"**{text}**"

"""Terms anywhere in the app: the short definition as a tooltip, with a link to the glossary."""

from collections.abc import Iterable
from typing import Final

import streamlit as st

from model.glossary.entries import terms
from pages.shared.i18n import _, current_language, plain

METRICS: Final = (
    "sensitivity",
    "specificity",
    "positive-predictive-value",
    "auc",
    "confidence-interval",
    "expected-calibration-error",
    "conformal-prediction",
)
"""Terms that a table of figures takes for granted."""


def term_help(name: str, before: str = "") -> str:
    """The tooltip of a word, for the `help=` of a widget.

    Args:
        name: Id of a term.
        before: What else the tooltip says, as Markdown, in front.

    Returns:
        Markdown in the reader's language.
    """
    language = current_language()
    term = terms()[name]
    title = plain(term.names[language])
    said = f"**{title}**: {plain(term.short(language))} {term_link(name)}"
    return f"{before}\n\n{said}" if before else said


def term_link(name: str) -> str:
    """A link to a term of the glossary, for a text that cannot have a tooltip.

    It is relative, so that it holds under any base path of the server; it opens a tab of its own,
    and what is on the light box stays there.

    Args:
        name: Id of a term.

    Returns:
        Markdown in the reader's language.
    """
    label = _("Glossary")
    return f"[{label}](glossary?term={name}&lang={current_language()})"


def draw_terms(names: Iterable[str]) -> None:
    """Draws words with their tooltips in a row, for a text that has no widgets of its own.

    Args:
        names: Ids of terms.
    """
    language = current_language()
    with st.container(horizontal=True, gap="medium"):
        for name in names:
            st.caption(plain(terms()[name].names[language]), help=term_help(name), width="content")

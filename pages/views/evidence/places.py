"""The sections of the page by anchor: what each is called, and how a link leads there."""

from typing import Final

import streamlit as st

from model.messages import N_
from pages.shared.i18n import _, current_language

PARAMETER: Final = "section"
"""Parameter of the address that names the one section to show alone."""

TITLES: Final[dict[str, str]] = {
    "minute": N_("In one minute"),
    "confound": N_("What would fool it"),
    "glance": N_("Figures at a glance"),
    "charts": N_("The charts"),
    "gate": N_("The gate"),
    "explanations": N_("What the explanations are worth"),
    "attempts": N_("Attempts to do better"),
    "goals": N_("Asked for and reached"),
    "data": N_("Data"),
    "training": N_("Training"),
    "limits": N_("Limits"),
    "reading": N_("Published figures"),
    "files": N_("Files, and each number again"),
    "checklist": N_("Checklist"),
}


def numbered_title(section: str) -> str:
    """The heading of a section with its number.

    Args:
        section: A key of `TITLES`.
    """
    return f"{list(TITLES).index(section) + 1}. {_(TITLES[section])}"


def asked_for() -> str:
    """The section that the address asks to show alone; empty for all."""
    asked = st.query_params.get(PARAMETER, "")
    return asked if asked in TITLES else ""


def address_of(section: str) -> str:
    """Where a link to a section leads: down the page, or to the section alone where one is shown.

    Args:
        section: A key of `TITLES`.
    """
    if asked_for():
        return f"?{PARAMETER}={section}&lang={current_language()}"
    return f"#{section}"


def link_to(section: str) -> str:
    """A link to a section as Markdown.

    Args:
        section: A key of `TITLES`.
    """
    return f"[{numbered_title(section)}]({address_of(section)})"

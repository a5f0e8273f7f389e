"""Who is in front of a page, and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages.shared.settings.table import EVERYBODY, LECTURERS, Settings

LEARNER: Final = "learner"
LECTURER: Final = "lecturer"

VISITOR_KEY: Final = "visitor"


@dataclass(frozen=True)
class Visitor:
    """Somebody who was let in.

    Attributes:
        identity: What tells them from everybody else; empty where there is no login. It is compared
            and never shown, logged or kept.
        name: What they are called, shown to nobody but themselves.
        role: `learner` or `lecturer`.
    """

    identity: str = ""
    name: str = ""
    role: str = LEARNER

    @property
    def is_lecturer(self) -> bool:
        """Whether the visitor teaches here."""
        return self.role == LECTURER


ANYBODY: Final = Visitor()
"""The visitor of a server without a login."""


def role_of(roles: Iterable[str], lecturers: Iterable[str]) -> str:
    """The role that a visitor's roles elsewhere make here; learner unless one makes a lecturer.

    Args:
        roles: What the provider or the proxy says, compared as it is.
        lecturers: Roles that make a lecturer.
    """
    return LECTURER if set(roles) & set(lecturers) else LEARNER


def may_upload(visitor: Visitor, settings: Settings) -> bool:
    """Whether a visitor may bring a radiograph."""
    if settings.uploads == LECTURERS:
        return visitor.is_lecturer
    return settings.uploads == EVERYBODY


def current_visitor() -> Visitor:
    """The visitor of this session; nobody in particular before anybody was let in."""
    found: Visitor = st.session_state.get(VISITOR_KEY, ANYBODY)
    return found

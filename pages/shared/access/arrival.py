"""Whether somebody is let in, before anything of a page is drawn or worked out."""

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from model.errors import NegatoscopeError, SessionChangedError
from pages.shared.access.claims import visitor_of_claims
from pages.shared.access.proxy import visitor_of_headers
from pages.shared.access.visitor import ANYBODY, VISITOR_KEY, Visitor
from pages.shared.settings.current import current_settings
from pages.shared.settings.table import OIDC, PROXY, Settings


@dataclass(frozen=True)
class Arrival:
    """What is known of whoever asks for a page.

    Attributes:
        visitor: Who was let in; None for nobody.
        error: Why nobody was; None for a stranger who may log in, too.
        settings: How the server is set up; None where that is the error.
    """

    visitor: Visitor | None = None
    error: NegatoscopeError | None = None
    settings: Settings | None = None


def arrive() -> Arrival:
    """Decides who is let in. Whatever cannot be decided is decided against."""
    settings = None
    try:
        settings = current_settings()
        visitor = _visitor(settings)
        if visitor is not None:
            _claim_session(visitor)
    except NegatoscopeError as error:
        return Arrival(error=error, settings=settings)
    return Arrival(visitor, settings=settings)


def _visitor(settings: Settings) -> Visitor | None:
    if settings.login == OIDC:
        return visitor_of_claims(st.user.to_dict(), settings, datetime.now(UTC))
    if settings.login == PROXY:
        return visitor_of_headers(st.context.headers.get_all, st.context.ip_address, settings)
    return ANYBODY


def _claim_session(visitor: Visitor) -> None:
    """A session keeps uploads, and a tab that lost its connection takes its session up again.

    Raises:
        SessionChangedError: Somebody else has taken it up.
    """
    before = st.session_state.get(VISITOR_KEY)
    if before is not None and before.identity != visitor.identity:
        raise SessionChangedError
    st.session_state[VISITOR_KEY] = visitor

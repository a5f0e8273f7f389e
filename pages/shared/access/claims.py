"""Who a visitor is by the claims of an identity token (OpenID Connect).

Streamlit checks the token's signature, issuer and audience when it arrives, and keeps its claims in
a signed cookie of 30 days. It does not look at their age; that is done here.

References:
    OpenID Connect Core 1.0, section 2 (ID token) and 5.1 (standard claims).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pages.shared.access.visitor import Visitor, role_of
from pages.shared.settings.table import Settings

CLOCKS_APART: Final = timedelta(minutes=5)
"""By how much the provider's clock may be ahead of ours."""

_NAMES: Final = ("name", "preferred_username", "email")


def visitor_of_claims(
    claims: Mapping[str, Any], settings: Settings, now: datetime
) -> Visitor | None:
    """The visitor whom an identity token names.

    Args:
        claims: The claims with Streamlit's `is_logged_in`; empty for a stranger.
        settings: For the claim with the roles, and the age of a login.
        now: The time, with its zone.

    Returns:
        None for a stranger, for a login that has ended, and for claims that lack who or when.
    """
    subject = claims.get("sub")
    if claims.get("is_logged_in") is not True or not isinstance(subject, str) or not subject:
        return None
    if not _is_fresh(claims.get("iat"), timedelta(hours=settings.login_hours), now):
        return None
    return Visitor(
        identity=f"{claims.get('iss', '')} {subject}",
        name=next((str(claims[name]) for name in _NAMES if claims.get(name)), ""),
        role=role_of(_words(claims.get(settings.role_claim)), settings.lecturers),
    )


def _is_fresh(issued: Any, lasts: timedelta, now: datetime) -> bool:
    if not isinstance(issued, int | float) or isinstance(issued, bool):
        return False
    age = now.timestamp() - issued
    # A comparison with NaN is false, as it should be.
    return -CLOCKS_APART.total_seconds() <= age < lasts.total_seconds()


def _words(claim: Any) -> list[str]:
    """The roles in a claim: a list of texts, or one text with commas."""
    if isinstance(claim, str):
        return [word.strip() for word in claim.split(",")]
    if isinstance(claim, list | tuple):
        return [word for word in claim if isinstance(word, str)]
    return []

"""Every setting of the server: one frozen object, and what docs/settings.md says of each."""

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Final

PREFIX: Final = "NEGATOSCOPE_"
"""What the name of a setting starts with in the environment."""

SECRETS_TABLE: Final = "negatoscope"
"""The table of `.streamlit/secrets.toml` that holds settings, by their names in small letters."""

INTRANET: Final = "intranet"
DEMO: Final = "demo"
EVERYBODY: Final = "everybody"
LECTURERS: Final = "lecturers"
NOBODY: Final = "nobody"
OPEN: Final = "none"
OIDC: Final = "oidc"
PROXY: Final = "proxy"

Network = IPv4Network | IPv6Network


def _row(kind: str, allowed: str, purpose: str) -> dict[str, str]:
    """What the table says of a setting.

    Args:
        kind: What it is made of: `choice`, `text`, `words`, `header`, `hours`, `networks`, `path`.
        allowed: Of a choice the values, else an example: no words, they are shown in any language.
        purpose: What it is for.
    """
    return {"kind": kind, "allowed": allowed, "purpose": purpose}


@dataclass(frozen=True)
class Settings:
    """How this server is set up; read and checked once.

    Attributes:
        profile: `intranet` for a hospital's own network, `demo` for the public internet.
        uploads: Who may bring a radiograph: `everybody`, `lecturers` or `nobody`; empty only
            until `read_settings` has asked the profile.
        place: Where the machine stands, in words.
        login: `none`, `oidc` or `proxy`.
        login_hours: Hours after which a login by OIDC ends.
        role_claim: Claim of the identity token that holds roles.
        lecturers: Values of the claim, or of the header, that make a lecturer.
        user_header: Header by which the proxy names the user.
        role_header: Header by which the proxy names roles; empty where it names none.
        proxy_addresses: Where the proxy connects from.
        audit_log: File of the audit log; None for none.
    """

    profile: str = field(
        default=INTRANET,
        metadata=_row(
            "choice",
            "intranet, demo",
            "`intranet`: a hospital's own network. `demo`: the public internet; every page says "
            "where the server stands, and DICOM files with patient data are refused.",
        ),
    )
    uploads: str = field(
        default="",
        metadata=_row(
            "choice",
            "everybody, lecturers, nobody",
            "Who may bring a radiograph. Without it: everybody in `intranet`, nobody in `demo`. "
            "`lecturers` needs a login.",
        ),
    )
    place: str = field(
        default="",
        metadata=_row(
            "text",
            "Streamlit Cloud, USA",
            "Where the machine stands, as `demo` says on every page; needed there for uploads.",
        ),
    )
    login: str = field(
        default=OPEN,
        metadata=_row(
            "choice",
            "none, oidc, proxy",
            "Who gets in. `none`: everybody. `oidc`: who the provider in `[auth]` of "
            "`secrets.toml` vouches for. `proxy`: who the reverse proxy names in a header.",
        ),
    )
    login_hours: int = field(
        default=12, metadata=_row("hours", "1–168", "Hours after which a login by `oidc` ends.")
    )
    role_claim: str = field(
        default="roles",
        metadata=_row(
            "text", "roles", "Claim of the identity token that holds a role, or several."
        ),
    )
    lecturers: tuple[str, ...] = field(
        default=("lecturer",),
        metadata=_row(
            "words",
            "lecturer, teaching-staff",
            "Roles that make a lecturer; everybody else is a learner.",
        ),
    )
    user_header: str = field(
        default="X-Remote-User",
        metadata=_row("header", "X-Remote-User", "Header in which the proxy names the user."),
    )
    role_header: str = field(
        default="",
        metadata=_row(
            "header",
            "X-Remote-Roles",
            "Header in which the proxy names roles, separated by commas.",
        ),
    )
    proxy_addresses: tuple[Network, ...] = field(
        default=(),
        metadata=_row(
            "networks",
            "10.0.0.5, 10.1.0.0/24",
            "Where the proxy connects from; the header counts from nowhere else.",
        ),
    )
    audit_log: Path | None = field(
        default=None,
        metadata=_row(
            "path",
            "/var/log/negatoscope/audit.jsonl",
            "File that gets a line for every answer; without its line no answer is given.",
        ),
    )

    @property
    def is_public(self) -> bool:
        """Whether the server stands on the public internet."""
        return self.profile == DEMO


def environment_name(name: str) -> str:
    """Name of a setting in the environment: `login_hours` is `NEGATOSCOPE_LOGIN_HOURS`."""
    return PREFIX + name.upper()

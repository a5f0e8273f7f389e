"""From the environment and the secrets file to the settings, with every contradiction named."""

import difflib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from model.errors import (
    ProxyTrustError,
    SecretsUnreadableError,
    SecretTooShortError,
    SettingInvalidError,
    SettingMissingError,
    SettingUnknownError,
)
from pages.shared.settings.table import (
    EVERYBODY,
    LECTURERS,
    NOBODY,
    OIDC,
    OPEN,
    PREFIX,
    PROXY,
    SECRETS_TABLE,
    Settings,
    environment_name,
)
from pages.shared.settings.values import parse

AUTH_TABLE: Final = "auth"
"""Streamlit's own table for `st.login`."""

AUTH_KEYS: Final = (
    "redirect_uri",
    "cookie_secret",
    "client_id",
    "client_secret",
    "server_metadata_url",
)
COOKIE_SECRET_LENGTH: Final = 32

# By this variable uvicorn decides whose `X-Forwarded-For` it takes for the address of a connection.
_TRUSTED: Final = "FORWARDED_ALLOW_IPS"
# How alike a name must be to be taken for a misspelt setting. Others may use the prefix as well.
_ALIKE: Final = 0.8


def read_settings(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> Settings:
    """Reads the settings and checks them against each other.

    Args:
        environment: Variables of the environment; they come first. A blank one counts as absent.
        secrets: What `secrets.toml` holds; empty where there is none.

    Raises:
        SettingError: One of its subclasses, each with a code of its own.
    """
    table = secrets.get(SECRETS_TABLE, {})
    if not isinstance(table, Mapping):
        raise SecretsUnreadableError(file=f"secrets.toml, [{SECRETS_TABLE}]")
    _refuse_unknown(environment, table)
    found: dict[str, Any] = {}
    for field in fields(Settings):
        name = environment_name(field.name)
        value: Any = environment.get(name, "").strip() or table.get(field.name, "")
        if value != "":
            meta = field.metadata
            found[field.name] = parse(name, meta["kind"], meta["allowed"], value)
    settings = Settings(**found)
    if not settings.uploads:
        settings = replace(settings, uploads=NOBODY if settings.is_public else EVERYBODY)
    _check_uploads(settings)
    _check_login(settings, environment, secrets)
    return settings


def _refuse_unknown(environment: Mapping[str, str], table: Mapping[str, Any]) -> None:
    known = [field.name for field in fields(Settings)]
    for key in table:
        if key not in known:
            raise SettingUnknownError(name=key, nearest=_nearest(key, known, 0))
    for name in environment:
        rest = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and rest not in known and (near := _nearest(rest, known)):
            raise SettingUnknownError(name=name, nearest=environment_name(near))


def _nearest(name: str, known: list[str], alike: float = _ALIKE) -> str:
    return next(iter(difflib.get_close_matches(name, known, 1, alike)), "")


def _check_uploads(settings: Settings) -> None:
    if settings.uploads == LECTURERS and settings.login == OPEN:
        raise SettingMissingError(
            name=environment_name("login"), because=f"{environment_name('uploads')}={LECTURERS}"
        )
    if settings.is_public and settings.uploads != NOBODY and not settings.place:
        raise SettingMissingError(
            name=environment_name("place"),
            because=f"{environment_name('uploads')}={settings.uploads}",
        )


def _check_login(
    settings: Settings, environment: Mapping[str, str], secrets: Mapping[str, Any]
) -> None:
    auth = secrets.get(AUTH_TABLE)
    if settings.login == OIDC:
        _check_auth(auth if isinstance(auth, Mapping) else {})
    elif auth is not None:
        # Whoever wrote that table believes that the door is closed.
        raise SettingMissingError(
            name=f"{environment_name('login')}={OIDC}", because=f"secrets.toml, [{AUTH_TABLE}]"
        )
    if settings.login == PROXY:
        because = f"{environment_name('login')}={PROXY}"
        if not settings.proxy_addresses:
            raise SettingMissingError(name=environment_name("proxy_addresses"), because=because)
        if environment.get(_TRUSTED) != "":
            raise ProxyTrustError


def _check_auth(auth: Mapping[str, Any]) -> None:
    because = f"{environment_name('login')}={OIDC}"
    for key in AUTH_KEYS:
        if not isinstance(auth.get(key), str) or not auth[key].strip():
            raise SettingMissingError(name=f"[{AUTH_TABLE}] {key}", because=because)
    if len(auth["cookie_secret"]) < COOKIE_SECRET_LENGTH:
        raise SecretTooShortError(characters=COOKIE_SECRET_LENGTH)
    if not auth["redirect_uri"].endswith("/oauth2callback"):
        raise SettingInvalidError(name=f"[{AUTH_TABLE}] redirect_uri", allowed="…/oauth2callback")

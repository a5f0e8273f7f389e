"""One value of a setting, from a variable of the environment or from TOML."""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from model.errors import SettingInvalidError
from pages.shared.settings.table import Network

HOURS: Final = range(1, 169)
"""A login that outlives a week would outlive the person's employment."""

_HEADER: Final = re.compile(r"[A-Za-z0-9-]+")
_PART = str | int


def parse(name: str, kind: str, allowed: str, value: Any) -> Any:
    """The value of a setting.

    Args:
        name: Name of the setting as its reader wrote it.
        kind: See `table._setting`.
        allowed: The values it takes, for the error.
        value: Text, or what TOML makes of it; never blank.

    Raises:
        SettingInvalidError: The value is not one that the setting takes. The error does not repeat
            it: it may have been meant for another setting, such as a secret.
    """
    try:
        return _PARSERS[kind](value, allowed)
    except (TypeError, ValueError):
        raise SettingInvalidError(name=name, allowed=allowed) from None


def _text(value: Any, _allowed: str = "") -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _choice(value: Any, allowed: str) -> str:
    if _text(value) not in allowed.split(", "):
        raise ValueError
    return _text(value)


def _words(value: Any, _allowed: str = "") -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _text(value).split(",")
    words = tuple(word for word in map(_text, parts) if word)
    if not words:
        raise ValueError
    return words


def _header(value: Any, _allowed: str) -> str:
    # An underscore is left out: many proxies take `X_Remote_User` for `X-Remote-User`.
    if not _HEADER.fullmatch(_text(value)):
        raise ValueError
    return _text(value)


def _hours(value: Any, _allowed: str) -> int:
    # True is an integer to Python.
    number = int(value) if isinstance(value, _PART) and not isinstance(value, bool) else 0
    if number not in HOURS:
        raise ValueError
    return number


def _networks(value: Any, _allowed: str) -> tuple[Network, ...]:
    return tuple(ip_network(word) for word in _words(value))


def _path(value: Any, _allowed: str) -> Path:
    path = Path(_text(value))
    if not path.is_absolute() or not path.parent.is_dir() or path.is_dir():
        raise ValueError
    return path


_PARSERS: Final[Mapping[str, Callable[[Any, str], Any]]] = {
    "choice": _choice,
    "text": _text,
    "words": _words,
    "header": _header,
    "hours": _hours,
    "networks": _networks,
    "path": _path,
}

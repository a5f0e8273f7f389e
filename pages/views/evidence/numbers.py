"""A measured figure as a reader meets it: its value, its interval, and what they rest on."""

from collections.abc import Mapping
from typing import Any, Final

from pages.shared.i18n import _, count, fill, number

Figure = Mapping[str, Any]

NONE: Final = "–"
"""Cell of a figure that the films at hand do not allow."""

EXACT: Final = "†"
"""Marks an exact binomial interval."""


def estimate(figure: Figure | None, digits: int = 3) -> str:
    """A figure with its 95 % interval.

    Args:
        figure: ``value``, ``low`` and ``high`` of the manifest; None where there is none.
        digits: Decimals.
    """
    return _with_interval(figure, lambda value: signed(value, digits))


def share(figure: Figure | None) -> str:
    """A share in per cent with its 95 % interval.

    Args:
        figure: ``value``, ``low`` and ``high`` in [0, 1]; None where there is none.
    """
    return _with_interval(figure, per_cent)


def share_of(figure: Figure | None) -> str:
    """A share with its interval, and of how many films.

    Args:
        figure: The same, with ``n``.
    """
    if figure is None:
        return NONE
    return fill(_("{share} of {films}"), {"share": share(figure), "films": count(figure["n"])})


def per_cent(value: float) -> str:
    """A share in per cent with one decimal.

    Args:
        value: In [0, 1].
    """
    return f"{signed(100 * value, 1)}%"


def signed(value: float, digits: int) -> str:
    """A number with a true minus sign.

    Args:
        value: The number.
        digits: Decimals.
    """
    return ("−" if round(value, digits) < 0 else "") + number(abs(value), digits)


def _with_interval(figure: Figure | None, said: Any) -> str:
    if figure is None:
        return NONE
    if figure["low"] is None or figure["high"] is None:
        return str(said(figure["value"]))
    text = fill(
        _("{value} ({low} to {high})"),
        {name: said(figure[name]) for name in ("value", "low", "high")},
    )
    return text + (EXACT if figure.get("exact") else "")

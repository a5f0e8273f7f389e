"""The reader's language: which one this session speaks, and its sentences and numbers."""

import threading
from collections.abc import Iterable

import streamlit as st

from model.language import DOMAIN, LANGUAGES, LOCALES, Language, Values, match_language
from model.messages import Notice

__all__ = [
    "DOMAIN",
    "LANGUAGES",
    "LANGUAGE_KEY",
    "LANGUAGE_PARAMETER",
    "LOCALES",
    "WRITTEN_KEY",
    "Values",
    "_",
    "advice_of",
    "count",
    "current_language",
    "decimal_sign",
    "either",
    "fill",
    "hold_language",
    "language",
    "match_language",
    "ngettext",
    "number",
    "percent",
    "plain",
    "sentence_of",
    "whole_percent",
]

LANGUAGE_KEY = "language"
LANGUAGE_PARAMETER = "lang"
# What the page itself last wrote into the address.
WRITTEN_KEY = "language_in_address"

# Markdown, LaTeX and Streamlit's own directives (`:red[…]`, `:material/…:`) start with these.
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]()<>#+-!|~$:&^="})


# A run of a page is a thread, and asks for its language hundreds of times.
_run = threading.local()


def hold_language() -> None:
    """Looks the language up for the run that begins; it does not change within one."""
    _run.language = None
    _run.language = current_language()


def current_language() -> str:
    """The language of this session, a key of `LANGUAGES`.

    An address that changed under us (a link, the history of the browser) comes first, then the
    switch, then what the browser prefers, then English.
    """
    held: str | None = getattr(_run, "language", None)
    if held is not None:
        return held
    in_address = match_language(st.query_params.get(LANGUAGE_PARAMETER))
    if in_address and in_address != st.session_state.get(WRITTEN_KEY):
        return in_address
    return (
        match_language(st.session_state.get(LANGUAGE_KEY))
        or in_address
        or match_language(st.context.locale)
        or "en"
    )


def language() -> Language:
    """The language of this session with its sentences and numbers."""
    return Language(current_language())


def _(text: str) -> str:
    """The sentence in the reader's language."""
    return language().say(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The sentence in the reader's language, in the plural form that the count asks for."""
    return language().say_count(singular, plural, count)


def fill(template: str, values: Values) -> str:
    """Fills a translated template; numbers get the reader's decimal sign."""
    return language().fill(template, values)


def plain(text: str) -> str:
    """Text of foreign origin (a file name, a DICOM value) as Markdown that shows it as it is."""
    return " ".join(text.split()).translate(_MARKDOWN)


def _filled(template: str, values: Values) -> str:
    safe = {key: plain(value) if isinstance(value, str) else value for key, value in values.items()}
    return fill(_(template), safe)


def sentence_of(notice: Notice) -> str:
    """What a notice says, in the reader's language, as Markdown."""
    return _filled(notice.sentence, notice.values)


def advice_of(notice: Notice) -> str:
    """What a notice advises, in the reader's language; may be empty."""
    return _(notice.advice) if notice.advice else ""


def percent(share: float) -> str:
    """A probability in whole percent, and never as 0 or 100: no network is certain.

    Args:
        share: Probability in [0, 1].
    """
    if share < 0.01:
        return f"<\u00a0{whole_percent(0.01)}"
    if share > 0.99:
        return f">\u00a0{whole_percent(0.99)}"
    return whole_percent(share)


def whole_percent(share: float) -> str:
    """A share of something counted or summed, in whole percent; 0 and 100 are possible."""
    return language().whole_percent(share)


def count(films: int) -> str:
    """A whole number with the reader's mark between thousands."""
    return language().count(films)


def number(value: float, digits: int) -> str:
    """A number with the reader's decimal sign and a fixed count of decimals."""
    return language().number(value, digits)


def decimal_sign() -> str:
    """What stands between the whole number and its decimals."""
    return language().decimal_sign


def either(items: Iterable[str]) -> str:
    """A list joined by the reader's “or”."""
    return language().either(items)

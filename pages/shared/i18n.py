"""The reader's language: which one, and how its sentences and numbers are written.

English is the source. A catalogue that lacks a sentence shows the English one; a test sees to it
that none is lacking.
"""

import functools
import gettext as _gettext
import string
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_decimal_symbol

from model.messages import Notice

LOCALES = Path(__file__).resolve().parents[2] / "assets" / "locales"
DOMAIN = "negatoscope"

# Code of the catalogue, also in `?lang=` → the language's own name.
LANGUAGES: dict[str, str] = {"en": "English", "pt_BR": "Português", "zh_CN": "中文"}
# The source is British: “a, b or c”.
_BABEL_LOCALES = {"en": "en_GB"}
LANGUAGE_KEY = "language"
LANGUAGE_PARAMETER = "lang"
# What the page itself last wrote into the address.
WRITTEN_KEY = "language_in_address"

# Markdown, LaTeX and Streamlit's own directives (`:red[…]`, `:material/…:`) start with these.
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]()<>#+-!|~$:&^="})


Values = Mapping[str, str | int | float]


def match_language(tag: str | None) -> str | None:
    """The catalogue that serves a language tag.

    Args:
        tag: A BCP 47 tag (`pt-BR`), a POSIX one (`zh_CN`), or a language's own name; None for none.

    Returns:
        A key of `LANGUAGES`, or None where no catalogue serves the tag.
    """
    if not tag:
        return None
    for code, name in LANGUAGES.items():
        if tag in (code, name):
            return code
    primary = tag.replace("_", "-").split("-")[0].lower()
    return next((code for code in LANGUAGES if code.split("_")[0] == primary), None)


def current_language() -> str:
    """The language of this session, a key of `LANGUAGES`.

    An address that changed under us (a link, the history of the browser) comes first, then the
    switch, then what the browser prefers, then English.
    """
    in_address = match_language(st.query_params.get(LANGUAGE_PARAMETER))
    if in_address and in_address != st.session_state.get(WRITTEN_KEY):
        return in_address
    return (
        match_language(st.session_state.get(LANGUAGE_KEY))
        or in_address
        or match_language(st.context.locale)
        or "en"
    )


def _babel_locale() -> str:
    language = current_language()
    return _BABEL_LOCALES.get(language, language)


@functools.cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, LOCALES, languages=[language])


def _(text: str) -> str:
    """The sentence in the reader's language."""
    return _catalogue(current_language()).gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The sentence in the reader's language, in the plural form that the count asks for."""
    return _catalogue(current_language()).ngettext(singular, plural, count)


class _LocalFormatter(string.Formatter):
    """`str.format` whose numbers have the reader's decimal sign."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Formats one field."""
        text = format(value, format_spec)
        return text.replace(".", decimal_sign()) if isinstance(value, int | float) else text


def fill(template: str, values: Values) -> str:
    """Fills a translated template; numbers get the reader's decimal sign."""
    return _LocalFormatter().vformat(template, (), values)


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
    return str(format_percent(share, locale=_babel_locale()))


def count(films: int) -> str:
    """A whole number with the reader's mark between thousands."""
    return str(format_decimal(films, locale=_babel_locale()))


def number(value: float, digits: int) -> str:
    """A number with the reader's decimal sign and a fixed count of decimals."""
    return f"{value:.{digits}f}".replace(".", decimal_sign())


def decimal_sign() -> str:
    """What stands between the whole number and its decimals."""
    return str(get_decimal_symbol(_babel_locale()))


def either(items: Iterable[str]) -> str:
    """A list joined by the reader's “or”."""
    return str(format_list(list(items), style="or", locale=_babel_locale()))

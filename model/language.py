"""Sentences and numbers in one language, for pages, documents and the command line alike.

English is the source. A catalogue that lacks a sentence shows the English one; a test sees to it
that none is lacking.
"""

import functools
import gettext
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_decimal_symbol

LOCALES: Final = Path(__file__).resolve().parents[1] / "assets" / "locales"
DOMAIN: Final = "negatoscope"

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "pt_BR": "Português", "zh_CN": "中文"}
"""Code of the catalogue, also in `?lang=` → the language's own name."""

# The source is British: “a, b or c”.
_BABEL_LOCALES: Final = {"en": "en_GB"}

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


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        code: A key of `LANGUAGES`.
    """

    code: str

    @property
    def locale(self) -> str:
        """What Babel calls it."""
        return _BABEL_LOCALES.get(self.code, self.code)

    @property
    def decimal_sign(self) -> str:
        """What stands between the whole number and its decimals."""
        return str(get_decimal_symbol(self.locale))

    def say(self, text: str) -> str:
        """The sentence in this language."""
        return _catalogue(self.code).gettext(text) if text else ""

    def say_count(self, singular: str, plural: str, count: int) -> str:
        """The sentence in the plural form that the count asks for."""
        return _catalogue(self.code).ngettext(singular, plural, count)

    def fill(self, template: str, values: Values) -> str:
        """Fills a translated template; numbers get this language's decimal sign."""
        return _LocalFormatter(self.decimal_sign).vformat(template, (), values)

    def whole_percent(self, share: float) -> str:
        """A share of something counted or summed, in whole percent; 0 and 100 are possible."""
        return str(format_percent(share, locale=self.locale))

    def count(self, films: int) -> str:
        """A whole number with this language's mark between thousands."""
        return str(format_decimal(films, locale=self.locale))

    def number(self, value: float, digits: int) -> str:
        """A number with this language's decimal sign and a fixed count of decimals."""
        return f"{value:.{digits}f}".replace(".", self.decimal_sign)

    def either(self, items: Iterable[str]) -> str:
        """A list joined by this language's “or”."""
        return str(format_list(list(items), style="or", locale=self.locale))


ENGLISH: Final = Language("en")


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, languages=[language])


class _LocalFormatter(string.Formatter):
    """`str.format` whose numbers have a language's decimal sign."""

    def __init__(self, sign: str) -> None:
        self.sign = sign

    def format_field(self, value: Any, format_spec: str) -> str:
        """Formats one field."""
        text = format(value, format_spec)
        return text.replace(".", self.sign) if isinstance(value, int | float) else text

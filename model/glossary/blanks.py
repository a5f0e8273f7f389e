"""A definition that does not give its term away."""

import re
from typing import Final

from model.glossary.entries import Term

BLANK: Final = "_____"

_FEWEST: Final = 2
"""Shorter words are no names: a single letter is in every sentence."""


def blanked(term: Term, language: str) -> str:
    """The definition with the names and synonyms of its term blanked out.

    Args:
        term: The term.
        language: One of `LANGUAGES`.
    """
    words = {name for texts in (term.names, *_by_language(term)) for name in texts.values()}
    text = term.definition[language]
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _FEWEST:
            text = _pattern(word).sub(BLANK, text)
    return text


def _by_language(term: Term) -> list[dict[str, str]]:
    return [
        {f"{language}{order}": word for order, word in enumerate(words)}
        for language, words in term.synonyms.items()
    ]


def _pattern(word: str) -> re.Pattern[str]:
    if not word.isascii() and any("\u4e00" <= letter <= "\u9fff" for letter in word):
        return re.compile(re.escape(word))
    # An acronym is itself in capitals only: “AI” is a name, “ai” is not.
    flags = 0 if word.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(word)}(?:e?s)?(?!\w)", flags)

"""A search that forgives: accents, case, typing errors, acronyms, synonyms, pinyin."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from model.glossary.entries import LANGUAGES, Term, terms

LEAST: Final = 62.0
"""Score below which a term is not shown."""

_SHORT: Final = 3
"""Keys and queries of so few letters have to agree letter by letter: nearly every three letters are
like some others."""


@dataclass(frozen=True)
class Key:
    """One way to ask for a term.

    Attributes:
        text: Letters and digits, folded.
        weight: What a match counts: less for a transcription than for a name.
    """

    text: str
    weight: float


@dataclass(frozen=True, eq=False)
class Hit:
    """A term that was found.

    Attributes:
        term: The term.
        score: In [0, 100].
    """

    term: Term
    score: float


def folded(text: str) -> str:
    """A text without case, accents, hyphens and brackets; words apart by one space.

    Args:
        text: Anything that can be typed.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        "" if unicodedata.combining(letter) else letter if letter.isalnum() else " "
        for letter in plain
    )
    return " ".join("".join(kept).split())


def pinyin(text: str) -> tuple[str, str] | None:
    """A Chinese text in pinyin without tones: written in one, and the initials.

    Args:
        text: A name.

    Returns:
        Both; None for a text without Chinese characters.
    """
    if not any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return None
    whole = "".join(lazy_pinyin(text, errors="default"))
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default"))
    return folded(whole).replace(" ", ""), folded(initials).replace(" ", "")


def search(query: str, most: int = 20, among: Mapping[str, Term] | None = None) -> list[Hit]:
    """Terms that a reader may mean, the likeliest first; in all languages at once.

    Args:
        query: What was typed.
        most: Length of the list.
        among: The terms to search; all by default.

    Returns:
        The hits; none for an empty query.
    """
    asked = folded(query)
    if not asked:
        return []
    found = terms() if among is None else among
    hits = [Hit(term, score) for term in found.values() if (score := _score(asked, term)) >= LEAST]
    # Equal scores: the shorter name is nearer to what was typed.
    hits.sort(key=lambda hit: (-hit.score, len(hit.term.names["en"])))
    return hits[:most]


def _score(asked: str, term: Term) -> float:
    return max(key.weight * _likeness(asked, key.text) for key in keys(term.id))


@cache
def keys(term_id: str) -> tuple[Key, ...]:
    """Every way to ask for a term.

    Args:
        term_id: Id of a term.
    """
    term = terms()[term_id]
    found: dict[str, float] = {}
    for text, weight in _names(term):
        found[folded(text)] = max(weight, found.get(folded(text), 0.0))
        spoken = pinyin(text)
        if spoken is not None:
            whole, initials = spoken
            found.setdefault(whole, 0.98 * weight)
            if len(initials) > _SHORT:
                found.setdefault(initials, 0.8 * weight)
    return tuple(Key(text, weight) for text, weight in found.items() if text)


def _names(term: Term) -> Iterable[tuple[str, float]]:
    yield term.id.replace("-", " "), 1.0
    for language in LANGUAGES:
        yield term.names[language], 1.0
        for synonym in term.synonyms[language]:
            yield synonym, 0.99
        for mention in term.mentions[language]:
            yield mention, 0.97


def _likeness(asked: str, key: str) -> float:
    """How alike a query and a key are, in [0, 100]."""
    if asked == key:
        return 100.0
    joined, solid = asked.replace(" ", ""), key.replace(" ", "")
    if joined == solid:
        return 99.0
    # A transcription is typed in syllables, a word as it comes: what has been typed so far.
    if solid.startswith(joined):
        return 80.0 + 15.0 * len(joined) / len(solid)
    if min(len(joined), len(solid)) <= _SHORT:
        return 0.0
    if joined in solid:
        return 70.0 + 15.0 * len(joined) / len(solid)
    typed = fuzz.ratio(joined, solid)
    words = fuzz.token_sort_ratio(asked, key)
    within = 0.85 * fuzz.partial_ratio(joined, solid) if len(joined) < len(solid) else 0.0
    return 0.97 * max(typed, words, within)


def sorting_key(term: Term, language: str) -> str:
    """What a name is sorted by: its letters without accents, in Chinese its pinyin.

    Args:
        term: The term.
        language: One of `LANGUAGES`.
    """
    name = term.names[language]
    spoken = pinyin(name)
    return folded(name) if spoken is None else spoken[0]


def sorted_terms(found: Iterable[Term], language: str) -> list[Term]:
    """Terms by the alphabet of a language."""
    return sorted(found, key=lambda term: sorting_key(term, language))


def alphabet(found: Iterable[Term], language: str) -> list[str]:
    """The letters under which there is a term, in order.

    Args:
        found: Terms.
        language: One of `LANGUAGES`.

    Returns:
        Capital letters, or digits.
    """
    return sorted({sorting_key(term, language)[0].upper() for term in found})

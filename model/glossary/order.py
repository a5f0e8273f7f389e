"""The alphabet: how terms are sorted, and under which letter each stands."""

from collections.abc import Iterable

from model.glossary.entries import Term
from model.glossary.search import folded, pinyin


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

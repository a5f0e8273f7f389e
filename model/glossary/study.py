"""Flash cards within one session: what is not known yet comes back soon, what is known later."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from model.glossary.entries import Term

GAPS: Final = (3, 8, 20)
"""Cards until a term comes back: after it was not known, known once, known twice in a row."""

CHOICES: Final = 4
"""Answers that a question of the quiz offers."""


@dataclass(frozen=True)
class Progress:
    """How far a learner is; a value, so that a session can keep it.

    Attributes:
        waiting: Terms still to be seen, the next one first.
        streaks: For each term that was seen, how often in a row it was known.
        seen: For each term that was seen, how often.
        known: For each term that was seen, how often it was known.
    """

    waiting: tuple[str, ...]
    streaks: Mapping[str, int] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)

    @property
    def card(self) -> str | None:
        """The term to ask next; None when all are learnt."""
        return self.waiting[0] if self.waiting else None

    @property
    def learnt(self) -> int:
        """Number of terms known so often in a row that they do not come back."""
        return sum(streak >= len(GAPS) for streak in self.streaks.values())


@dataclass(frozen=True)
class Question:
    """One question of the quiz.

    Attributes:
        term: Id of the term whose definition is shown.
        choices: Ids to choose from; the right one is among them.
    """

    term: str
    choices: tuple[str, ...]


def begin(found: Sequence[Term], seed: int) -> Progress:
    """Shuffle the cards.

    Args:
        found: The terms to learn.
        seed: Seed of the order.
    """
    ids = [term.id for term in found]
    random.Random(seed).shuffle(ids)
    return Progress(tuple(ids))


def answered(progress: Progress, known: bool) -> Progress:
    """Put the card back into the pile, the deeper the better it is known.

    Args:
        progress: How far the learner is.
        known: Whether the learner knew the term that was asked.

    Returns:
        The new state; the same where nothing was asked.
    """
    card = progress.card
    if card is None:
        return progress
    streak = progress.streaks.get(card, 0) + 1 if known else 0
    rest = list(progress.waiting[1:])
    if streak < len(GAPS):
        rest.insert(min(GAPS[streak], len(rest)), card)
    return replace(
        progress,
        waiting=tuple(rest),
        streaks={**progress.streaks, card: streak},
        seen={**progress.seen, card: progress.seen.get(card, 0) + 1},
        known={**progress.known, card: progress.known.get(card, 0) + int(known)},
    )


def score_by_topic(progress: Progress, found: Mapping[str, Term]) -> dict[str, tuple[int, int]]:
    """Answers known and answers given, for each topic that was asked.

    Args:
        progress: How far the learner is.
        found: All terms by id.
    """
    scores: dict[str, tuple[int, int]] = {}
    for card, times in progress.seen.items():
        known, given = scores.get(found[card].topic, (0, 0))
        scores[found[card].topic] = (known + progress.known[card], given + times)
    return scores


def question(term: Term, found: Mapping[str, Term], seed: int) -> Question:
    """A question with wrong answers that are worth a thought: from the same topic, related first.

    Args:
        term: The right answer.
        found: All terms by id.
        seed: Seed of the choice and of its order.
    """
    generator = random.Random(f"{seed}:{term.id}")
    near = [name for name in term.related if found[name].topic == term.topic]
    same = [one.id for one in found.values() if one.topic == term.topic and one.id != term.id]
    others = [name for name in same if name not in near]
    generator.shuffle(near)
    generator.shuffle(others)
    choices = [term.id, *[*near, *others][: CHOICES - 1]]
    generator.shuffle(choices)
    return Question(term.id, tuple(choices))


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

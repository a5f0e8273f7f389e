"""Learning: what is not known comes back soon, what is known later; fair questions."""

import re

import pytest

from model.glossary.entries import LANGUAGES, terms
from model.glossary.exports import chosen
from model.glossary.study import (
    BLANK,
    CHOICES,
    GAPS,
    answered,
    begin,
    blanked,
    question,
    score_by_topic,
)

METRICS = chosen(terms(), ["metrics"])


def test_the_pile_has_every_term_once_in_an_order_of_the_seed():
    pile = begin(METRICS, 1)
    assert sorted(pile.waiting) == sorted(term.id for term in METRICS)
    assert pile == begin(METRICS, 1)
    assert pile.waiting != begin(METRICS, 2).waiting
    assert pile.card == pile.waiting[0]


def test_what_is_not_known_comes_back_after_three_cards():
    pile = begin(METRICS, 1)
    first = pile.card
    after = answered(pile, known=False)
    assert after.waiting[GAPS[0]] == first
    assert after.waiting[: GAPS[0]] == pile.waiting[1 : GAPS[0] + 1]
    assert (after.seen[first], after.known[first], after.streaks[first]) == (1, 0, 0)
    assert pile.seen == {}


def test_what_is_known_three_times_in_a_row_is_learnt():
    pile = begin(METRICS[:2], 1)
    for _time in range(6):
        assert pile.card is not None
        pile = answered(pile, known=True)
    assert pile.card is None
    assert pile.learnt == 2
    assert answered(pile, known=True) is pile


def test_a_mistake_begins_the_count_anew():
    pile = begin(METRICS[:1], 1)
    for known in (True, True, False, True, True):
        pile = answered(pile, known=known)
    assert pile.card == METRICS[0].id
    assert answered(pile, known=True).card is None


def test_the_score_is_by_topic():
    some = [terms()[name] for name in ("sensitivity", "specificity", "pneumonia")]
    pile = begin(some, 1)
    for _time in range(3):
        pile = answered(pile, known=pile.card != "specificity")
    assert score_by_topic(pile, terms()) == {"metrics": (1, 2), "findings": (1, 1)}


def test_every_question_has_one_right_answer_among_four_of_its_topic():
    for name, term in terms().items():
        asked = question(term, terms(), 1)
        assert asked.choices.count(name) == 1, name
        assert len(set(asked.choices)) == len(asked.choices) == CHOICES, name
        assert {terms()[choice].topic for choice in asked.choices} == {term.topic}, name
        assert question(term, terms(), 1) == asked, name


def test_the_right_answer_is_not_always_in_the_same_place():
    places = {question(term, terms(), 1).choices.index(term.id) for term in METRICS}
    assert places == set(range(CHOICES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_definition_gives_its_term_away(language):
    for term in terms().values():
        said = blanked(term, language)
        name = term.names[language]
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE), term.id
        assert re.search(r"\w", said.replace("_", "")), term.id


def test_blanks_take_words_and_not_parts_of_words():
    term = terms()["relu"]
    said = blanked(term, "en")
    assert BLANK not in term.definition["en"]
    assert "ReLU" not in said
    term = terms()["artificial-intelligence"]
    intelligence = blanked(term, "en")
    assert intelligence.startswith("The field that builds computer systems")
    whole = set(re.findall(r"[A-Za-z]+", term.definition["en"]))
    assert set(re.findall(r"[A-Za-z]+", intelligence)) < whole
    assert f"Most of the {BLANK} used in imaging" in intelligence

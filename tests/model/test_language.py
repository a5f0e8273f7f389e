"""Sentences and numbers in each language, without a session and without Streamlit."""

import pytest

from model.language import ENGLISH, LANGUAGES, Language, match_language


def test_english_is_the_source():
    assert ENGLISH.say("Healthy") == "Healthy"
    assert Language("pt_BR").say("Healthy") == "Saudável"
    assert Language("zh_CN").say("Healthy") == "健康"


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_empty_text_stays_empty(code):
    """gettext answers it with the header of the catalogue."""
    assert Language(code).say("") == ""


def test_numbers_follow_the_language():
    portuguese = Language("pt_BR")
    assert (ENGLISH.count(1234567), portuguese.count(1234567)) == ("1,234,567", "1.234.567")
    assert (ENGLISH.number(0.5, 2), portuguese.number(0.5, 2)) == ("0.50", "0,50")
    assert portuguese.fill("{share:.1%}, {name}", {"share": 0.125, "name": "1.2"}) == "12,5%, 1.2"
    assert ENGLISH.either(["a", "b", "c"]) == "a, b or c"


def test_every_language_is_matched_by_its_code_and_its_name():
    for code, name in LANGUAGES.items():
        assert match_language(code) == match_language(name) == code

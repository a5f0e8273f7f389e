"""The errors of the house: codes are stable and sentences can be filled."""

import re
from string import Formatter

import pytest

from model import errors
from model.errors import FrameOutOfRangeError, NegatoscopeError

CLASSES = [
    thing
    for thing in vars(errors).values()
    if isinstance(thing, type) and issubclass(thing, NegatoscopeError)
]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_code_is_kebab_case_and_texts_are_sentences(error):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
    for text in (error.sentence, error.advice):
        assert text[0].isupper() or text[0] == "{"
        assert text.endswith(".")
        assert "!" not in text


def test_codes_are_unique():
    assert len({error.code for error in CLASSES}) == len(CLASSES)


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_advice_has_no_fields_and_sentence_can_be_filled(error):
    assert fields(error.advice) == set()
    values = dict.fromkeys(fields(error.sentence), 7)
    raised = error(**values)
    assert raised.notice.values == values
    assert "{" not in str(raised)


def test_str_is_the_filled_english_sentence():
    error = FrameOutOfRangeError(frame=3, frames=2)
    assert str(error) == "Frame 3 was asked for; the file has 2."
    assert error.notice.values == {"frame": 3, "frames": 2}


def test_an_error_carries_one_notice_with_all_that_is_said():
    notice = FrameOutOfRangeError(frame=3, frames=2).notice
    assert (notice.code, notice.advice) == ("frame-out-of-range", "Choose a frame that exists.")
    assert notice.in_full() == (
        "Frame 3 was asked for; the file has 2. Choose a frame that exists. [frame-out-of-range]"
    )


def test_missing_value_fails_at_construction():
    with pytest.raises(KeyError, match="frames"):
        FrameOutOfRangeError(frame=3)

"""Notices: what the model says, by code."""

import pickle
import re
from string import Formatter

import pytest

from model.messages import N_, NOTICES, REFUSALS, STEPS, WARNINGS, Notice

SAMPLES = {"name": "CHEST", "modality": "CT", "part": "KNEE", "encoding": "PNG"}


def values_for(code: str) -> dict[str, str | int]:
    template = NOTICES[code].sentence
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return {name: SAMPLES.get(name, 7) for name in names}


@pytest.mark.parametrize("code", NOTICES)
def test_notice_can_be_said_in_english(code):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    notice = Notice(code, values_for(code))
    said = notice.english()
    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said
    assert "!" not in said + notice.advice
    assert "{" not in notice.advice


def test_every_refusal_of_the_gate_has_advice():
    assert set(REFUSALS) == {
        "not-radiograph",
        "wrong-modality",
        "wrong-body-part",
        "lateral-view",
        "turned-clockwise",
        "turned-counter-clockwise",
        "upside-down",
        "inverted",
        "cropped",
        "not-a-chest",
        "too-small",
        "out-of-distribution",
    }
    assert all(text.advice for text in REFUSALS.values())


def test_codes_belong_to_one_kind():
    assert len(NOTICES) == len(WARNINGS) + len(STEPS) + len(REFUSALS)


def test_unknown_code_fails_at_construction():
    with pytest.raises(KeyError, match="no-such-code"):
        Notice("no-such-code")


def test_missing_value_fails_at_construction():
    with pytest.raises(KeyError, match="part"):
        Notice("wrong-body-part")


def test_values_are_filled_in():
    notice = Notice("window-linear", {"name": "CHEST", "centre": 2047.5, "width": 4096.0})
    assert notice.english() == "Window “CHEST”: centre 2047.5, width 4096."


def test_notice_survives_serialising():
    # Streamlit's data cache copies results by pickling them.
    notice = Notice("rescale", {"slope": 2.0, "intercept": -1024.0})
    assert pickle.loads(pickle.dumps(notice)) == notice


def test_marker_returns_its_text():
    assert N_("A sentence.") == "A sentence."

"""Figures as a reader meets them, with the reader's decimal sign."""

import pytest

from model.evaluation.blocks import Share
from model.evaluation.measured import Measured
from pages.shared import i18n
from pages.views.evidence.numbers import NONE, estimate, per_cent, share, signed, writer

FIGURE = {"value": 0.825, "low": 0.748, "high": 0.894, "n": 1200, "groups": 94}


def share_of(figure):
    return writer()(Share(figure and Measured({"": figure}).estimate(""), of=True))


@pytest.fixture
def speak(monkeypatch):
    return lambda language: monkeypatch.setattr(i18n, "current_language", lambda: language)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "0.825 (0.748 to 0.894)"), ("pt_BR", "0,825 (0,748 a 0,894)"),
     ("zh_CN", "0.825（0.748 至 0.894）")],
)  # fmt: skip
def test_an_estimate(speak, language, expected):
    speak(language)
    assert estimate(FIGURE) == expected


def test_shares_are_in_per_cent_with_one_decimal(speak):
    speak("en")
    assert share(FIGURE) == "82.5% (74.8% to 89.4%)"
    assert share_of(FIGURE) == "82.5% (74.8% to 89.4%) of 1,200"
    speak("pt_BR")
    assert share_of(FIGURE) == "82,5% (74,8% a 89,4%) de 1.200"


def test_an_exact_interval_is_marked_and_a_missing_one_left_out(speak):
    speak("en")
    assert share(FIGURE | {"exact": True}).endswith("†")
    assert share(FIGURE | {"low": None, "high": None}) == "82.5%"
    assert estimate(None) == share(None) == share_of(None) == NONE


def test_minus_is_a_minus_and_zero_has_none(speak):
    speak("en")
    assert signed(-0.156, 2) == "−0.16"
    assert signed(-0.001, 2) == "0.00"
    assert per_cent(0.5) == "50.0%"

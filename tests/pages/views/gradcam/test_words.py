"""A map in words: what is asked, what it cost."""

import numpy as np
import pytest

from model.explain.heat_map import HeatMap
from model.explain.methods import METHODS
from model.explain.target import Target
from pages.shared import i18n
from pages.shared.wording import target_name
from pages.views.gradcam.words import (
    about_method,
    cost_sentence,
    strength_sentence,
)


def speak(monkeypatch, language):
    monkeypatch.setattr(i18n, "current_language", lambda: language)


def one_cell(row, column, value=0.4):
    values = np.zeros((7, 7), np.float32)
    values[row, column] = value
    return HeatMap("grad-cam", Target("bacterial"), "conv5", values, 1)


def test_an_empty_map_is_not_called_weak(monkeypatch):
    speak(monkeypatch, "en")
    assert strength_sentence(one_cell(0, 0, 0.0), 0.3) == ""


def test_two_classes_make_one_question(monkeypatch):
    speak(monkeypatch, "en")
    target = Target("bacterial", "viral")
    assert target_name(target) == "bacterial pneumonia, rather than viral pneumonia"
    assert target_name(Target("healthy")) == "healthy"


def test_what_it_cost(monkeypatch):
    speak(monkeypatch, "pt_BR")
    assert "0,40 logits" in cost_sentence(one_cell(1, 1))
    speak(monkeypatch, "en")
    assert cost_sentence(one_cell(1, 1)) == "Evidence in all: 0.40 logits · 1 forward pass"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.02, "0.0200: next to nothing"), (0.04, ""), (0.4, ""), (0.5, "0.50: beyond the top")],
)
def test_a_map_that_does_not_fit_the_scale_is_told(value, words, monkeypatch):
    speak(monkeypatch, "en")
    said = strength_sentence(one_cell(1, 1, value), 0.3)
    assert (words in said) if words else said == ""


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("language", ["en", "pt_BR", "zh_CN"])
def test_every_method_has_its_paper_and_its_limit(name, language, monkeypatch):
    speak(monkeypatch, language)
    said = about_method(name)
    method = METHODS[name]
    assert said.startswith(f"[{method.paper}](https://")
    assert method.reference.partition(":")[2] in said
    assert (method.limit in said) == (language == "en")

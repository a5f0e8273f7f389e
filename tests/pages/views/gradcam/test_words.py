"""A map in words: where it peaks, how much of it lies in the lungs, what it cost."""

import numpy as np
import pytest

from model.explain.heat_map import HeatMap
from model.explain.location import HEIGHTS, SIDES
from model.explain.lungs import Lungs
from model.explain.methods import METHODS
from model.explain.target import Target
from pages.shared import i18n
from pages.views.gradcam.words import (
    LUNG_ZONES,
    OUTSIDE,
    about_method,
    cost_sentence,
    place_sentence,
    strength_sentence,
    target_name,
    target_title,
)
from tests.pages.fake_engine import FakeLungFinder

LUNGS = FakeLungFinder().find(None)


def speak(monkeypatch, language):
    monkeypatch.setattr(i18n, "current_language", lambda: language)


def one_cell(row, column, value=0.4):
    values = np.zeros((7, 7), np.float32)
    values[row, column] = value
    return HeatMap("grad-cam", Target("bacterial"), "conv5", values, 1)


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ((1, 1), "right upper zone"),
        ((3, 5), "left middle zone"),
        ((5, 1), "right lower zone"),
        ((6, 3), "outside the lungs, lower third of the patient's left side"),
        ((0, 0), "outside the lungs, upper third of the patient's right side"),
    ],
)
def test_the_peak_is_named_by_the_patients_side(cell, zone, monkeypatch):
    speak(monkeypatch, "en")
    assert place_sentence(one_cell(*cell), LUNGS).startswith(f"Peak: {zone}. ")


def test_the_share_inside_the_lungs_stands_beside_their_share_of_the_picture(monkeypatch):
    speak(monkeypatch, "en")
    everywhere = HeatMap("rise", Target("viral"), "", np.ones((7, 7), np.float32), 1)
    # Two rectangles of 160 × 72 in 224 × 224: an even map has no more in them than their area.
    assert place_sentence(everywhere, LUNGS).endswith(
        "46% of the evidence lies inside the lungs, which cover 46% of the picture."
    )


def test_without_confidence_there_is_no_figure(monkeypatch):
    speak(monkeypatch, "en")
    doubtful = Lungs(LUNGS.left, LUNGS.right, False)
    for lungs in (None, doubtful):
        said = place_sentence(one_cell(1, 1), lungs)
        assert "%" not in said
        assert "no zone" in said
    assert "no lung finder" in place_sentence(one_cell(1, 1), None)


def test_an_empty_map_says_so(monkeypatch):
    speak(monkeypatch, "en")
    said = place_sentence(one_cell(0, 0, 0.0), LUNGS)
    assert said == "There is no evidence for bacterial pneumonia anywhere in the picture."
    assert strength_sentence(one_cell(0, 0, 0.0), 0.3) == ""


def test_two_classes_make_one_question(monkeypatch):
    speak(monkeypatch, "en")
    target = Target("bacterial", "viral")
    assert target_title(target) == "Bacterial pneumonia, rather than viral pneumonia"
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


def test_every_zone_has_a_name():
    every = {(height, side) for height in HEIGHTS for side in SIDES}
    assert set(LUNG_ZONES) == set(OUTSIDE) == every

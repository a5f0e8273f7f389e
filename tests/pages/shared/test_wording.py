"""What stays possible, in words, for every set that there is."""

from itertools import combinations

import numpy as np
import pytest

from model.classifier.classes import CLASSES
from model.explain.heat_map import HeatMap
from model.explain.lungs import HEIGHTS, SIDES, Lungs
from model.explain.target import Target
from pages.shared import i18n
from pages.shared.wording import (
    OUTSIDE,
    ZONES,
    class_name,
    confound_sentence,
    evidence_sentence,
    foreign_sentence,
    meaning_sentence,
    place_sentence,
    set_sentence,
)
from tests.pages.fake_engine import FakeLungFinder

SETS = [labels for size in (1, 2, 3, 4) for labels in combinations(CLASSES, size)]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: "en")


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (("healthy",), "Only **healthy** stays possible."),
        (
            ("viral", "bacterial"),
            "**Bacterial pneumonia or viral pneumonia**: it cannot separate them.",
        ),
        (("covid", "healthy"), "**Healthy or COVID-19 pneumonia**: it cannot separate them."),
        (
            ("viral", "covid", "bacterial"),
            "**COVID-19 pneumonia, bacterial pneumonia or viral pneumonia**: "
            "it cannot tell these apart.",
        ),
        (CLASSES, "**All four classes** stay possible: take this as no answer."),
    ],
)
def test_the_set_is_said_as_a_reader_would(labels, sentence):
    assert set_sentence(labels) == sentence


@pytest.mark.parametrize("language", ["en", "pt_BR", "zh_CN"])
@pytest.mark.parametrize("labels", SETS)
def test_every_set_names_its_classes_in_every_language(labels, language, monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: language)
    sentence = set_sentence(labels)
    assert "{" not in sentence
    assert sentence.count("**") == 2
    named = [class_name(label).lower() in sentence.lower() for label in CLASSES]
    expected = [label in labels for label in CLASSES]
    assert named == expected or len(labels) == len(CLASSES)


@pytest.mark.parametrize(("probability", "count"), [(0.0, 1), (0.724, 72), (0.999, 99)])
def test_the_number_is_said_as_a_frequency_and_never_as_certain(probability, count):
    sentence = meaning_sentence("viral", probability)
    assert f"about {count} turn out to be viral pneumonia" in sentence


@pytest.mark.parametrize(
    ("population", "beginning"),
    [
        ("child", "This looks like the film of a **child**. The films labelled"),
        ("adult", "This looks like the film of an **adult**. The films labelled"),
        (None, "Whether this is the film of a child or of an adult cannot be told. The films"),
    ],
)
def test_an_answer_says_whom_the_film_looks_like_and_who_taught_the_network(population, beginning):
    assert confound_sentence(population).startswith(beginning)


def test_an_answer_learnt_from_others_is_no_answer():
    assert foreign_sentence("bacterial", "adult") == (
        "This looks like the film of an **adult**. Every film labelled bacterial pneumonia that "
        "the network learnt from was of a child. It has nothing to go by here: take this as no "
        "answer."
    )
    assert foreign_sentence("covid", "child") == (
        "This looks like the film of a **child**. Nearly every film labelled COVID-19 pneumonia "
        "that the network learnt from was of an adult. It has little to go by here: take this as "
        "no answer."
    )


LUNGS = FakeLungFinder().find(None)


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
def test_the_peak_is_named_by_the_patients_side(cell, zone):
    assert place_sentence(one_cell(*cell), LUNGS).startswith(f"Peak: {zone}. ")


def test_the_share_inside_the_lungs_stands_beside_their_share_of_the_picture():
    everywhere = HeatMap("rise", Target("viral"), "", np.ones((7, 7), np.float32), 1)
    # Two rectangles of 160 × 72 in 224 × 224: an even map has no more in them than their area.
    assert place_sentence(everywhere, LUNGS).endswith(
        "46% of the evidence lies inside the lungs, which cover 46% of the picture."
    )


def test_without_confidence_there_is_no_figure():
    doubtful = Lungs(LUNGS.right, LUNGS.left, False)
    for lungs in (None, doubtful):
        said = place_sentence(one_cell(1, 1), lungs)
        assert "%" not in said
        assert "no zone" in said
    assert "no lung finder" in place_sentence(one_cell(1, 1), None)


def test_an_empty_map_says_so():
    said = place_sentence(one_cell(0, 0, 0.0), LUNGS)
    assert said == "There is no evidence for bacterial pneumonia anywhere in the picture."


def test_the_light_box_says_what_the_map_is_of_and_where_it_lies_as_the_explorer_does():
    heat = one_cell(3, 5)
    assert evidence_sentence(heat, LUNGS) == (
        "Heat map of the evidence for bacterial pneumonia. " + place_sentence(heat, LUNGS)
    )


@pytest.mark.parametrize(
    ("language", "place"),
    [("pt_BR", "Pico: zona média esquerda"), ("zh_CN", "左中肺野")],
)
def test_a_place_is_named_in_the_readers_language(language, place, monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: language)
    assert place in place_sentence(one_cell(3, 5), LUNGS)


def test_every_zone_has_a_name():
    every = {(height, side) for height in HEIGHTS for side in SIDES}
    assert set(ZONES) == set(OUTSIDE) == every

"""What stays possible, in words, for every set that there is."""

from itertools import combinations

import pytest

from model.classifier.classes import CLASSES
from pages.shared import i18n
from pages.shared.wording import (
    class_name,
    confound_sentence,
    foreign_sentence,
    meaning_sentence,
    set_sentence,
)

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

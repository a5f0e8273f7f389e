import numpy as np
import pytest

from model.classifier.engine import Forward
from model.evaluation.figures.judged import Judged, draw
from model.evaluation.figures.verdict import (
    FITTING_SEEDS,
    HELD_OUT_SEEDS,
    NAMES,
    chance_agreement,
    fit_thresholds,
    numbers,
    of_films,
    rates,
)
from model.explain.faithfulness import Faithfulness
from model.explain.lungs import Lungs
from model.explain.verdict import MapMeasures, Thresholds
from model.training.dataset import Film

THRESHOLDS = Thresholds(lungs=1.1, faithfulness=0.15, agreement=0.4, stability=0.9, survival=0.5)


def measured(lungs, share, agreement=0.5, stability=0.95):
    faithful = None if share is None else Faithfulness(0.5, 2.0, 1.0, 1.2, 1.3, share, 0.9)
    return MapMeasures(lungs, 0.5, 0.35, faithful, agreement, "occlusion", stability, 225)


def film(label, group):
    return Film(f"{group}.jpg", "val", label, "kermany", "pediatric", group)


FOUND = [
    measured(1.5, 0.3),
    measured(1.0, 0.3),
    measured(1.5, 0.3, agreement=0.1),
    measured(1.5, 0.1),
]
FILMS = [film("covid", "a"), film("covid", "b"), film("viral", "c"), film("viral", "c")]


def test_thresholds_are_quantiles_of_what_means_nothing():
    random = [measured(value, value / 10) for value in np.linspace(0, 1, 101)]
    learnt = [measured(1.5, 0.3, stability=value) for value in np.linspace(0, 1, 101)]
    found = fit_thresholds(learnt, [*random, measured(None, None)], np.linspace(-1, 1, 201), 0.6)
    assert found.lungs == pytest.approx(0.95)
    assert found.faithfulness == pytest.approx(0.095)
    assert found.agreement == pytest.approx(0.9)
    assert found.stability == pytest.approx(0.05)
    assert found.survival == 0.6


def test_every_word_is_counted():
    found = rates(FOUND, THRESHOLDS)
    assert [found[word]["value"] for word in ("supported", "weak", "do-not-use")] == [
        0.25,
        0.25,
        0.5,
    ]
    assert found["passed"] == {"lungs": 3, "faithfulness": 3, "agreement": 3, "stability": 4}
    assert found["supported"]["groups"] == 4


def test_films_of_one_patient_count_as_one_group():
    found = of_films(FOUND, THRESHOLDS, FILMS)
    assert found["all"]["weak"]["groups"] == 3
    assert list(found["by_label"]) == ["covid", "viral"]
    assert found["by_label"]["covid"]["do-not-use"]["value"] == 0.5
    assert found["by_label"]["viral"]["supported"]["value"] == 0.0


def test_numbers_leave_out_what_was_not_measured():
    found = numbers([measured(1.0, 0.1), measured(2.0, 0.3), measured(None, None, None, None)])
    assert found["lungs"][2] == 1.5
    assert found["faithfulness"][2] == pytest.approx(0.2)
    assert len(found["stability"]) == 5


def test_networks_that_set_a_threshold_do_not_try_it():
    assert set(FITTING_SEEDS) & set(HELD_OUT_SEEDS) == set()
    assert len(NAMES) == 5


class Cells:
    """The mean grey of each cell is its activation; COVID counts the upper half."""

    head_weights = np.array([[0.0, 1.0, 0.0, 0.0]], np.float32)

    def run(self, inputs):
        maps = inputs[..., :1].reshape(len(inputs), 7, 32, 7, 32, 1).mean(axis=(2, 4)) / 50
        maps[:, 4:] = 0
        logits = np.zeros((len(inputs), 4), np.float32)
        logits[:, 1] = maps.mean(axis=(1, 2, 3))
        return Forward(logits, maps.astype(np.float32), maps.mean(axis=(1, 2)))


class Finder:
    def find(self, picture):
        left, right = np.zeros((224, 224), bool), np.zeros((224, 224), bool)
        left[20:200, 20:100], right[20:200, 120:200] = True, True
        return Lungs(left, right, True)


def test_films_are_measured_on_the_answer_of_the_network():
    pixels = np.random.default_rng(3).integers(0, 255, (2, 224, 224), dtype=np.uint8)
    judged = Judged([film("covid", "a"), film("viral", "b")], pixels, Finder())
    found = judged.measure(Cells())
    assert len(found) == 2
    assert all(one.passes == 225 for one in found)
    assert len(judged.measure(Cells(), count=1)) == 1


def test_random_maps_agree_by_chance_only():
    pictures = np.random.default_rng(4).uniform(0, 255, (3, 224, 224, 1)).astype(np.float32)
    found = chance_agreement(Cells(), np.repeat(pictures, 3, axis=3))
    assert found.shape == (60,)
    assert abs(found.mean()) < 0.25
    assert found.max() < 0.9


@pytest.mark.data
def test_films_are_drawn_with_as_many_of_each_label(data_folder):
    drawn = draw(data_folder, "adult", 20, Finder())
    labels = [film.label for film in drawn.films]
    assert sorted(labels.count(label) for label in set(labels)) == [4] * 5
    again = draw(data_folder, "adult", 20, Finder())
    assert [film.file for film in again.films] == [film.file for film in drawn.films]
    assert drawn.pictures.shape == (20, 224, 224, 3)

import numpy as np
import pytest

from model.evaluation.measure.pointing import (
    TOLERANCE,
    Pointing,
    lung_pointing,
    pointing,
    random_pointing,
)
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs
from model.explain.target import Target


def heat_map(values):
    return HeatMap("planted", Target("covid"), "conv5", np.asarray(values, np.float32), 1)


def square(top, left, bottom, right):
    region = np.zeros((224, 224), bool)
    region[top:bottom, left:right] = True
    return region


def test_evidence_on_the_lesion():
    heat = heat_map(square(100, 100, 110, 110))
    assert pointing(heat, square(90, 90, 120, 120)) == Pointing(1.0, 1.0, 1.0)


@pytest.mark.parametrize(("gap", "near"), [(TOLERANCE, 1.0), (TOLERANCE + 1, 0.0)])
def test_a_peak_beside_the_lesion_is_near_it_up_to_the_tolerance(gap, near):
    values = np.zeros((224, 224))
    values[100, 100] = 1.0
    mask = square(90, 100 + gap, 110, 200)
    assert pointing(heat_map(values), mask) == Pointing(0.0, near, 0.0)


def test_the_share_counts_all_evidence():
    values = square(0, 0, 10, 10) * 1.0 + square(200, 0, 210, 20) * 0.5
    # 100 in the lesion, 100 outside it.
    assert pointing(heat_map(values), square(0, 0, 10, 30)).share == pytest.approx(0.5)


def test_an_empty_map_scores_nothing_and_neither_do_its_random_maps():
    empty, everywhere = heat_map(np.zeros((7, 7))), np.ones((224, 224), bool)
    assert pointing(empty, everywhere) == Pointing(0.0, 0.0, 0.0)
    generator = np.random.default_rng(0)
    assert random_pointing(empty, everywhere, generator) == Pointing(0.0, 0.0, 0.0)


def test_the_lungs_own_score():
    lungs = Lungs(square(50, 20, 150, 60), square(50, 120, 150, 180), confident=True)
    # The middle of the larger lung is at 100, 150; the lesion covers half of it: 3 of 10 thousand.
    assert lung_pointing(lungs, square(50, 120, 150, 150)) == Pointing(0.0, 1.0, 0.3)
    assert lung_pointing(lungs, square(50, 145, 150, 175)) == Pointing(1.0, 1.0, 0.3)
    assert lung_pointing(lungs, square(0, 0, 224, 20)) == Pointing(0.0, 0.0, 0.0)


def test_random_maps_find_a_lesion_as_often_as_its_size_says():
    values = np.zeros((28, 28))
    values[:4, :4] = 1.0
    half = square(0, 0, 224, 112)
    scores = [
        random_pointing(heat_map(values), half, np.random.default_rng(seed)) for seed in range(20)
    ]
    assert np.mean([score.hit for score in scores]) == pytest.approx(0.5, abs=0.1)
    assert np.mean([score.share for score in scores]) == pytest.approx(0.5, abs=0.05)
    assert random_pointing(heat_map(values), half, np.random.default_rng(3)) == scores[3]

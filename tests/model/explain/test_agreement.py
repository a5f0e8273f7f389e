import numpy as np
import pytest
from scipy.stats import spearmanr

from model.explain.agreement import (
    perturbed,
    rank_correlation,
    stability_passes,
)
from model.explain.heat_map import HeatMap
from model.explain.methods import METHODS
from model.explain.target import Target


def test_ranks_and_not_sizes_are_compared():
    first = np.arange(49, dtype=np.float32).reshape(7, 7)
    assert rank_correlation(first, first**3) == pytest.approx(1)
    assert rank_correlation(first, -first) == pytest.approx(-1)
    assert rank_correlation(first, np.kron(first, np.ones((4, 4), np.float32))) == pytest.approx(1)


def test_a_map_that_is_the_same_everywhere_agrees_with_nothing():
    flat = np.ones((7, 7), np.float32)
    assert rank_correlation(flat, np.eye(7, dtype=np.float32)) == 0


def test_five_small_changes_of_the_picture():
    picture = np.repeat(np.linspace(0, 255, 224 * 224).reshape(224, 224, 1), 3, axis=2)
    found = perturbed(picture.astype(np.float32))
    assert len(found) == 5
    for one in found:
        assert one.dtype == np.float32
        assert one.min() >= 0
        assert one.max() <= 255.01
        assert 0 < np.abs(one - picture).mean() < 15
    again = perturbed(picture.astype(np.float32))
    np.testing.assert_array_equal(np.stack(found), np.stack(again))


@pytest.mark.parametrize("name", METHODS)
def test_stability_is_measured_where_it_can_be_afforded(name):
    method = METHODS[name]
    heat = HeatMap(name, Target("covid"), "", np.ones((7, 7), np.float32), method.passes)
    expected = {"occlusion": 250, "score-cam": None, "rise": None}
    assert stability_passes(heat) == expected.get(name, 5 * method.passes)


def test_ranks_are_those_of_scipy_ties_included():
    first, second = np.random.default_rng(5).integers(0, 9, (2, 7, 7)).astype(np.float32)
    expected = spearmanr(first.ravel(), second.ravel()).statistic
    assert rank_correlation(first, second) == pytest.approx(expected)

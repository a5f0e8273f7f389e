import numpy as np
import pytest

from model.explain.heat_map import HeatMap, resized
from model.explain.target import Target


def heat(values):
    return HeatMap("grad-cam", Target("covid"), "conv5", np.asarray(values, np.float32), 1)


def test_totals_do_not_depend_on_the_resolution():
    coarse = np.zeros((7, 7), np.float32)
    coarse[2, 3] = 0.3
    fine = np.kron(coarse, np.ones((4, 4), np.float32))
    assert heat(coarse).total == pytest.approx(0.3)
    assert heat(fine).total == pytest.approx(0.3)


def test_the_peak_is_the_middle_of_the_highest_cell():
    values = np.zeros((7, 7))
    values[6, 0] = 1
    assert heat(values).peak == pytest.approx((6.5 / 7, 0.5 / 7))


def test_the_share_inside_a_region_follows_the_evidence():
    values = np.zeros((2, 2))
    values[:, 0] = 1
    left = np.zeros((224, 224), bool)
    left[:, :112] = True
    assert heat(values).share_inside(left) == pytest.approx(0.875, abs=0.01)
    assert heat(np.ones((7, 7))).share_inside(left) == pytest.approx(0.5)


def test_resizing_keeps_the_mean_when_shrinking():
    fine = np.arange(16, dtype=np.float32).reshape(4, 4)
    np.testing.assert_allclose(resized(fine, 2), [[2.5, 4.5], [10.5, 12.5]])


def test_the_target_is_a_vector_over_the_logits():
    np.testing.assert_array_equal(Target("covid").vector, [0, 1, 0, 0])
    np.testing.assert_array_equal(Target("bacterial", "viral").vector, [0, 0, 1, -1])

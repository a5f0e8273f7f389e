"""The arithmetic of the live figures: exact values, worked out by hand."""

import numpy as np
import pytest

from model.glossary import rates
from model.glossary.figures import (
    KERNELS,
    Rectangle,
    change,
    convolved,
    dice,
    iou,
    pooled,
    rectified,
    shifted,
    shrunk,
    window_at,
)

RAMP = np.arange(20, dtype=np.float64).reshape(4, 5)


class TestConvolution:
    def test_a_ramp_has_the_same_edge_everywhere(self):
        # One column to the next is 1, over two columns 2, weighed 1 + 2 + 1.
        np.testing.assert_array_equal(convolved(RAMP, KERNELS["edge-x"]), np.full((2, 3), 8.0))
        # One row to the next is 5, over two rows 10, weighed 4.
        np.testing.assert_array_equal(convolved(RAMP, KERNELS["edge-y"]), np.full((2, 3), 40.0))

    def test_blur_is_the_mean_of_nine_and_sharpening_leaves_a_ramp_alone(self):
        middle = RAMP[1:-1, 1:-1]
        np.testing.assert_allclose(convolved(RAMP, KERNELS["blur"]), middle)
        np.testing.assert_array_equal(convolved(RAMP, KERNELS["sharpen"]), middle)

    def test_the_kernel_is_not_turned_round(self):
        picture = np.zeros((3, 3))
        picture[0, 2] = 1.0
        assert convolved(picture, KERNELS["edge-x"]).item() == 1.0

    def test_step_by_step_is_the_same_as_at_once(self):
        picture = np.random.default_rng(1).random((6, 7))
        for kernel in KERNELS.values():
            whole = convolved(picture, kernel)
            assert whole.shape == (4, 5)
            for step in range(whole.size):
                window = window_at(picture, kernel, step)
                assert (window.row, window.column) == divmod(step, 5)
                assert window.total == pytest.approx(whole[window.row, window.column])

    def test_nine_products(self):
        window = window_at(RAMP, KERNELS["edge-x"], 4)
        assert (window.row, window.column) == (1, 1)
        np.testing.assert_array_equal(window.values, [[6, 7, 8], [11, 12, 13], [16, 17, 18]])
        np.testing.assert_array_equal(window.products, [[-6, 0, 8], [-22, 0, 26], [-16, 0, 18]])
        assert window.total == 8.0


def test_relu_makes_zero_of_what_is_negative():
    before = np.array([[-2.0, 0.0], [0.5, -0.1]])
    np.testing.assert_array_equal(rectified(before), [[0.0, 0.0], [0.5, 0.0]])


def test_pooling_of_two_by_two_leaves_out_an_odd_column():
    np.testing.assert_array_equal(pooled(RAMP, "max"), [[6, 8], [16, 18]])
    np.testing.assert_array_equal(pooled(RAMP, "average"), [[3, 5], [13, 15]])


def test_a_shift_repeats_the_left_edge():
    np.testing.assert_array_equal(shifted(RAMP, 0), RAMP)
    np.testing.assert_array_equal(shifted(RAMP, 2)[1], [5, 5, 5, 6, 7])
    assert shifted(RAMP, 2).shape == RAMP.shape


def test_change_is_a_share_of_what_was_there():
    assert change(np.array([1.0, -3.0]), np.array([1.0, -3.0])) == 0
    assert change(np.array([1.0, -3.0]), np.array([0.0, -2.0])) == 0.5
    assert change(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 2


def test_a_maximum_does_not_notice_a_shift_within_its_cell():
    row = np.zeros((2, 4))
    row[:, 0] = 1.0
    moved = np.roll(row, 1, axis=1)
    assert change(row, moved) == 2
    assert change(pooled(row, "max"), pooled(moved, "max")) == 0


def test_shrinking_keeps_the_mean():
    picture = np.random.default_rng(2).random((56, 84))
    small = shrunk(picture)
    assert (small.shape, small.dtype) == ((28, 28), np.float64)
    assert small.mean() == pytest.approx(picture.mean())
    assert small[0, 0] == pytest.approx(picture[:2, :3].mean())


class TestBoxes:
    LEFT = Rectangle(0.0, 0.5, 0.0, 1.0)

    def test_half_over_half(self):
        middle = Rectangle(0.25, 0.75, 0.0, 1.0)
        assert iou(self.LEFT, middle) == pytest.approx(1 / 3)
        assert dice(self.LEFT, middle) == pytest.approx(1 / 2)

    def test_the_same_box_and_boxes_apart(self):
        assert iou(self.LEFT, self.LEFT) == dice(self.LEFT, self.LEFT) == 1
        apart = Rectangle(0.6, 0.9, 0.0, 1.0)
        assert iou(self.LEFT, apart) == dice(self.LEFT, apart) == 0

    def test_boxes_without_area(self):
        nothing = Rectangle(0.3, 0.3, 0.1, 0.9)
        assert iou(nothing, nothing) == dice(nothing, nothing) == 0

    def test_dice_follows_from_iou(self):
        one, other = Rectangle(0.1, 0.6, 0.2, 0.9), Rectangle(0.3, 0.8, 0.1, 0.7)
        overlap = iou(one, other)
        assert dice(one, other) == pytest.approx(2 * overlap / (1 + overlap))


class TestRates:
    def test_without_separation_the_test_is_a_coin(self):
        point = rates.operating(0.0, 0.0, 0.2)
        assert (point.sensitivity, point.specificity) == (0.5, 0.5)
        assert point.ppv == pytest.approx(0.2)
        assert point.npv == pytest.approx(0.8)
        assert rates.auc(0.0) == 0.5

    def test_half_way_between_both_are_equal(self):
        point = rates.operating(2.0, 1.0, 0.5)
        # Φ(1)
        assert point.sensitivity == pytest.approx(0.841344746)
        assert point.specificity == pytest.approx(0.841344746)
        assert point.accuracy == pytest.approx(0.841344746)
        # Φ(√2)
        assert rates.auc(2.0) == pytest.approx(0.921350396)

    def test_the_area_under_the_curve_is_the_formula(self):
        curve = sorted(rates.roc(1.5, [float(t) for t in np.linspace(-8, 9, 4001)]))
        x, y = np.array(curve).T
        assert np.trapezoid(y, x) == pytest.approx(rates.auc(1.5), abs=1e-4)

    def test_prevalence_changes_what_a_positive_is_worth_and_nothing_else(self):
        common, rare = (rates.Operating(0.9, 0.9, share) for share in (0.5, 0.01))
        assert common.ppv == pytest.approx(0.9)
        assert rare.ppv == pytest.approx(9 / 108)
        assert rare.npv == pytest.approx(891 / 892)

    def test_whole_patients_add_up(self):
        point = rates.Operating(0.9, 0.8, 0.1)
        assert point.counts() == (90, 10, 180, 720)
        odd = rates.operating(1.3, 0.7, 0.005)
        assert sum(odd.counts()) == rates.PATIENTS
        assert sum(odd.counts()[:2]) == 5

    def test_where_nobody_is_positive_a_positive_is_worth_nothing_known(self):
        point = rates.Operating(0.0, 1.0, 0.1)
        assert point.ppv is None
        assert point.npv == pytest.approx(0.9)

    def test_densities(self):
        assert rates.density(0.0, 0.0) == pytest.approx(0.39894228)
        assert rates.density(3.0, 2.0) == pytest.approx(0.24197072)

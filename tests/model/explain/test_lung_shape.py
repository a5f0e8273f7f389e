import dataclasses

import cv2
import numpy as np
import pytest

from model.explain.lung_shape import SIGNALS, LungSignals, two_lungs

PERFECT = LungSignals(area=1.0, ratio=1.0, overlap=1.0, gap=1.0, certainty=1.0)


def said(regions, certainty=1.0):
    """Probabilities of a network that says `regions` with one certainty everywhere."""
    rest = (1.0 - certainty) / 2
    return np.where(np.eye(3, dtype=bool)[regions], certainty, rest).astype(np.float32)


def boxes(*drawn, size=40):
    """Regions with boxes (number, top, bottom, left, right) painted one over the other."""
    regions = np.zeros((size, size), int)
    for number, top, bottom, left, right in drawn:
        regions[top:bottom, left:right] = number
    return regions


def test_two_boxes_are_measured_to_the_pixel():
    regions = boxes((1, 5, 25, 4, 14), (2, 10, 40, 24, 34))
    left, right, signals = two_lungs(said(regions))
    np.testing.assert_array_equal(left, regions == 1)
    np.testing.assert_array_equal(right, regions == 2)
    # 200 and 300 of 1,600 pixels; rows 10 to 25 of the left box's 20; centres 8.5 and 28.5 of 40.
    assert dataclasses.astuple(signals) == pytest.approx((0.125, 2 / 3, 0.75, 0.5, 1.0))


def test_pieces_go_and_cost_certainty():
    regions = boxes((1, 5, 25, 4, 14), (1, 30, 35, 4, 8), (2, 5, 25, 24, 34))
    left, _, signals = two_lungs(said(regions))
    assert left.sum() == 200
    assert not left[30:].any()
    # 200 of the 220 pixels said are in the lung of 200.
    assert signals.certainty == pytest.approx(2 * 200 / (220 + 200))


def test_holes_are_filled_and_a_bay_is_not():
    regions = boxes((1, 5, 25, 4, 14), (0, 10, 13, 6, 9), (2, 15, 17, 7, 8), (2, 5, 25, 24, 34))
    regions[20:23, 4:8] = 0
    left, right, _ = two_lungs(said(regions))
    assert left[10:13, 6:9].all()
    assert left[15:17, 7].all()
    assert not left[20:23, 4:8].any()
    assert right.sum() == 200


def test_a_hole_that_touches_the_outside_at_a_corner_alone_is_filled():
    regions = boxes((1, 5, 25, 4, 14), (2, 5, 25, 24, 34))
    regions[5, 4] = 0
    regions[6, 5] = 0
    left, _, _ = two_lungs(said(regions))
    assert left[6, 5]
    assert not left[5, 4]


def test_one_lung_inside_the_other_shares_no_pixel():
    regions = boxes((2, 4, 36, 4, 36), (1, 10, 30, 10, 30), (0, 15, 20, 15, 20))
    left, right, _ = two_lungs(said(regions))
    assert not (left & right).any()
    assert left.sum() == 400 - 25
    assert (left | right).sum() == 32 * 32


def test_lungs_on_the_wrong_sides_have_a_negative_gap():
    _, _, signals = two_lungs(said(boxes((2, 5, 25, 4, 14), (1, 5, 25, 24, 34))))
    assert signals.gap == pytest.approx(-0.5)


def test_lungs_above_one_another_have_no_overlap():
    _, _, signals = two_lungs(said(boxes((1, 0, 10, 4, 14), (2, 20, 35, 24, 34))))
    assert signals.overlap == 0.0


@pytest.mark.parametrize("regions", [boxes(), boxes((1, 5, 25, 4, 14)), boxes((2, 5, 25, 4, 14))])
def test_without_two_lungs_no_signal_speaks_for_them(regions):
    _, _, signals = two_lungs(said(regions))
    assert dataclasses.astuple(signals) == (0.0, 0.0, 0.0, -1.0, 0.0)


def test_doubt_costs_certainty():
    regions = boxes((1, 0, 40, 0, 20), (2, 0, 40, 20, 40))
    _, _, signals = two_lungs(said(regions, 0.8))
    # 800 pixels at 0.8 of 800 at 0.8 and 800 at 0.1, with a lung of 800 pixels.
    assert signals.certainty == pytest.approx(2 * 640 / (640 + 80 + 800))


@pytest.mark.parametrize("name", SIGNALS)
def test_one_signal_below_its_threshold_is_enough(name):
    thresholds = dict.fromkeys(SIGNALS, 0.5)
    assert PERFECT.reach(thresholds)
    assert dataclasses.replace(PERFECT, **{name: 0.5}).reach(thresholds)
    assert not dataclasses.replace(PERFECT, **{name: 0.4999}).reach(thresholds)


def test_round_lungs_lose_nothing_to_the_clean_up():
    regions = np.zeros((224, 224), np.uint8)
    cv2.ellipse(regions, (70, 110), (35, 80), 8, 0, 360, 1, -1)
    cv2.ellipse(regions, (155, 110), (33, 78), -8, 0, 360, 2, -1)
    left, right, _ = two_lungs(said(regions))
    np.testing.assert_array_equal(left, regions == 1)
    np.testing.assert_array_equal(right, regions == 2)

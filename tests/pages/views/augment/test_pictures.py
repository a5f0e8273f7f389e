"""Wipe and difference: exact values."""

import numpy as np

from pages.views.augment.pictures import BRIGHTER, DARKER, SAME, difference, wiped

BLACK = np.zeros((224, 224), np.float32)
WHITE = np.ones((224, 224), np.float32)


def test_a_difference_is_on_a_fixed_scale():
    grey = np.full((224, 224), 0.5, np.float32)
    assert tuple(difference(grey, grey)[0, 0]) == SAME
    assert tuple(difference(grey, WHITE)[0, 0]) == BRIGHTER
    assert tuple(difference(BLACK, WHITE)[0, 0]) == BRIGHTER
    assert tuple(difference(grey, BLACK)[0, 0]) == DARKER
    faint = difference(grey, grey + np.float32(0.05))[0, 0].astype(int)
    assert np.abs(faint - SAME).max() < 30


def test_a_wipe_has_before_on_the_left_and_after_on_the_right():
    picture = wiped(BLACK, WHITE, 25)
    assert picture.shape == (448, 448, 3)
    assert picture[:, :108].max() == 0
    assert picture[:, 116:].min() == 255
    assert wiped(BLACK, WHITE, 0).min() == 255
    assert wiped(BLACK, WHITE, 100).max() == 0

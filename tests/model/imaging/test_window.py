"""Windows that make no sense, and the ones that do."""

import math

import numpy as np
import pytest

from model.imaging.window import EXACT, LINEAR, SIGMOID, Window, apply_window, usable


@pytest.mark.parametrize(
    ("centre", "width"),
    [(0, 0), (0, -1), (math.nan, 1), (1, math.nan), (math.inf, 1), (1, math.inf)],
)
@pytest.mark.parametrize("kind", [LINEAR, EXACT, SIGMOID])
def test_windows_without_sense_are_none(kind, centre, width):
    assert usable(kind, centre, width) is None


def test_linear_window_below_one_becomes_exact():
    assert usable(LINEAR, 0.5, 0.25) == Window(EXACT, 0.5, 0.25, "")
    assert usable(LINEAR, 0.5, 1) == Window(LINEAR, 0.5, 1, "")


@pytest.mark.parametrize("kind", [LINEAR, EXACT, SIGMOID])
@pytest.mark.parametrize("width", [1e-300, 1.0, 1e300])
def test_any_width_gives_shades(kind, width):
    inputs = np.array([-1e300, -1, 0, 1, 1e300])
    shades = apply_window(usable(kind, 0.0, width), inputs)
    assert (np.diff(shades) >= 0).all()
    assert (shades >= 0).all()
    assert (shades <= 1).all()


def test_a_linear_window_of_a_byte_spreads_it_from_black_to_white():
    shades = apply_window(Window(LINEAR, 128.0, 256.0, ""), np.array([0.0, 51.0, 255.0]))
    assert shades.tolist() == [0.0, 0.2, 1.0]


def test_centre_of_each_kind():
    # LINEAR has its middle half a step below the centre (PS3.3 C.11.2.1.2.1)
    assert apply_window(Window(LINEAR, 10.5, 5, ""), np.array([10.0])) == 0.5
    assert apply_window(Window(EXACT, 10.0, 5, ""), np.array([10.0])) == 0.5
    assert apply_window(Window(SIGMOID, 10.0, 5, ""), np.array([10.0])) == 0.5

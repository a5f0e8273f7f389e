import dataclasses

import numpy as np
import pytest

from model.explain.heat_map import HeatMap
from model.explain.location import Zone
from model.explain.lung_zones import zone_in_lungs, zone_of_peak
from model.explain.lungs import Lungs
from model.explain.target import Target


@pytest.fixture
def lungs():
    """Boxes of 90 and 60 rows, 40 columns wide, 10 from the edge."""
    left, right = np.zeros((2, 224, 224), bool)
    left[30:120, 10:50] = True
    right[60:120, 170:210] = True
    return Lungs(left, right, confident=True)


def heat(*places):
    """A map with 1 logit per 1/49 of the picture at each pixel (row, column), or its weight."""
    values = np.zeros((224, 224), np.float32)
    for row, column, weight in places:
        values[row, column] = weight
    return HeatMap("grad-cam", Target("covid"), "conv5", values, 1)


def test_the_zone_with_the_most_evidence_and_its_share_of_all_evidence(lungs):
    # Rows 60 to 89 are the middle third of the left lung; rows 60 to 79 the upper of the right.
    found = zone_in_lungs(heat((89, 20, 2), (70, 180, 1), (0, 0, 1)), lungs)
    assert found == Zone("middle", "left", pytest.approx(0.5), pytest.approx(4 * 49 / 224**2))


def test_zones_are_cut_at_the_height_of_their_own_lung(lungs):
    found = zone_in_lungs(heat((70, 180, 1)), lungs)
    assert found is not None
    assert (found.height, found.side) == ("upper", "right")


def test_the_zone_of_the_peak_may_be_another(lungs):
    spread = heat((119, 205, 3), (35, 20, 2), (36, 20, 2))
    best, peak = zone_in_lungs(spread, lungs), zone_of_peak(spread, lungs)
    assert best is not None
    assert peak is not None
    assert (best.height, best.side, best.share) == ("upper", "left", pytest.approx(4 / 7))
    assert (peak.height, peak.side, peak.share) == ("lower", "right", pytest.approx(3 / 7))


def test_a_coarse_map_is_read_in_the_geometry_of_the_picture(lungs):
    values = np.zeros((7, 7), np.float32)
    values[1, 0] = 1.0  # rows 32 to 63, columns 0 to 31; its middle lies at (48, 16)
    found = zone_of_peak(HeatMap("grad-cam", Target("covid"), "conv5", values, 1), lungs)
    assert found is not None
    assert (found.height, found.side) == ("upper", "left")


@pytest.mark.parametrize("function", [zone_in_lungs, zone_of_peak])
def test_nothing_is_said_without_evidence_in_lungs_that_were_found(function, lungs):
    assert function(heat(), lungs) is None
    assert function(heat((0, 0, 1)), lungs) is None
    inside = heat((70, 180, 1))
    assert function(inside, lungs) is not None
    assert function(inside, dataclasses.replace(lungs, confident=False)) is None

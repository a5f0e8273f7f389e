import numpy as np
import pytest

from model.explain.drawn import Box, BoxScore, region_of, score_box
from model.explain.heat_map import HeatMap
from model.explain.target import Target


def heat_map(values):
    return HeatMap("planted", Target("viral"), "", np.asarray(values, np.float32), 1)


def square(top, left, bottom, right, level=1.0):
    """A map in the geometry of the picture with one square of evidence."""
    values = np.zeros((224, 224), np.float32)
    values[top:bottom, left:right] = level
    return heat_map(values)


def test_a_box_on_the_evidence_scores_full_marks():
    score = score_box(square(56, 112, 112, 168), Box(0.25, 0.5, 0.5, 0.75))
    assert score == BoxScore(iou=1.0, hit=True, share=1.0, area=0.0625)


def test_a_box_beside_the_evidence_scores_nothing():
    score = score_box(square(56, 112, 112, 168), Box(0.5, 0.0, 1.0, 0.5))
    assert score == BoxScore(iou=0.0, hit=False, share=0.0, area=0.25)


def test_half_over_the_evidence():
    # The region is 112 × 56, the box 56 × 112; they share 56 × 56.
    score = score_box(square(0, 0, 112, 56), Box(0.0, 0.0, 0.25, 0.5))
    assert score.iou == pytest.approx(1 / 3)
    assert score.share == pytest.approx(0.5)


def test_a_weak_map_has_the_same_region_as_a_strong_one():
    box = Box(0.1, 0.1, 0.5, 0.4)
    assert score_box(square(0, 0, 112, 56, 0.001), box) == score_box(square(0, 0, 112, 56), box)


def test_the_region_ends_at_half_the_peak():
    values = np.zeros((224, 224), np.float32)
    values[0], values[1], values[2] = 4.0, 2.0, 1.9
    rows = np.flatnonzero(region_of(heat_map(values)).any(axis=1))
    assert rows.tolist() == [0, 1]


def test_the_peak_of_a_coarse_map_is_the_centre_of_its_cell():
    values = np.zeros((7, 7), np.float32)
    values[3, 1] = 0.5  # Centre at 3.5/7 and 1.5/7.
    assert score_box(heat_map(values), Box(0.45, 0.2, 0.55, 0.25)).hit
    assert not score_box(heat_map(values), Box(0.45, 0.22, 0.55, 0.25)).hit


def test_an_empty_map_points_nowhere():
    score = score_box(heat_map(np.zeros((7, 7))), Box(0.0, 0.0, 1.0, 1.0))
    assert score == BoxScore(iou=0.0, hit=False, share=None, area=1.0)


@pytest.mark.parametrize(
    ("box", "rows", "columns"),
    [
        (Box(0.0, 0.0, 1.0, 1.0), (0, 224), (0, 224)),
        (Box(3 / 7, 1 / 7, 4 / 7, 2 / 7), (96, 128), (32, 64)),
        # Thinner than a pixel, in the middle and at the last row: one pixel is left.
        (Box(0.5, 0.5, 0.5001, 0.5001), (112, 113), (112, 113)),
        (Box(0.9999, 0.0, 1.0, 1.0), (223, 224), (0, 224)),
    ],
)
def test_the_pixels_of_a_box(box, rows, columns):
    expected = np.zeros((224, 224), bool)
    expected[slice(*rows), slice(*columns)] = True
    np.testing.assert_array_equal(box.mask, expected)


@pytest.mark.parametrize(
    "edges",
    [
        (0.5, 0.1, 0.5, 0.9), (0.1, 0.9, 0.5, 0.1), (-0.1, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 1.1),
        (float("nan"), 0.0, 1.0, 1.0),
    ],
)  # fmt: skip
def test_a_box_has_its_edges_in_order(edges):
    with pytest.raises(ValueError, match=r"expected 0 ≤ top < bottom ≤ 1 .* received top"):
        Box(*edges)

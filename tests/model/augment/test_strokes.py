import cv2
import numpy as np
import pytest

from model.augment.foreign_objects import WORDS
from model.augment.registry import TRANSFORMS
from model.augment.strokes import curve, ink, word_paths, word_width

LEVEL = [np.array([[2.0, 4.0], [7.0, 4.0]])]


def drawn(transform, seed=0, shape=(224, 224), **values):
    return TRANSFORMS[transform].apply(np.zeros(shape), values, np.random.default_rng(seed))


def test_a_level_line_covers_whole_rows_and_half_of_the_next():
    covered = ink((9, 10), LEVEL, 2.0)
    np.testing.assert_array_equal(covered[:, 5], [0, 0, 0, 0.5, 1, 0.5, 0, 0, 0])
    # Its end is round: three pixels beyond it there is nothing.
    np.testing.assert_array_equal(covered[4], [0, 0.5, 1, 1, 1, 1, 1, 1, 0.5, 0])


def test_a_hairline_is_one_pixel_wide_and_faint():
    covered = ink((9, 10), LEVEL, 0.25)
    np.testing.assert_array_equal(covered[:, 5], [0, 0, 0, 0, 0.25, 0, 0, 0, 0])


def test_lines_outside_the_film_and_points_are_drawn_as_far_as_they_show():
    away = np.array([[-30.0, -30.0], [-20.0, -25.0]])
    assert not ink((8, 8), [away], 3.0).any()
    dot = ink((9, 9), [np.array([[4.0, 4.0], [4.0, 4.0]])], 5.0)
    assert dot[4, 4] == 1
    assert dot.sum() == pytest.approx(np.pi * 2.5**2, rel=0.05)


def test_a_curve_starts_and_ends_where_it_should():
    line = curve([(0, 0), (0, 1), (1, 1), (1, 0)], parts=2)
    np.testing.assert_allclose(line, [[0, 0], [0.5, 0.75], [1, 0]])


@pytest.mark.parametrize("word", WORDS)
def test_a_word_fills_its_box(word):
    points = np.vstack(word_paths(word, left=10, top=20, height=30))
    np.testing.assert_allclose(points.min(axis=0), [10, 20])
    np.testing.assert_allclose(points.max(axis=0), [10 + 30 * word_width(word), 50])


@pytest.mark.parametrize("shape", [(224, 224), (16, 20), (300, 120)])
@pytest.mark.parametrize("letter", range(4))
def test_a_marker_stays_on_the_film_clear_of_its_border(letter, shape):
    film = drawn("marker", shape=shape, letter=letter, size=48, brightness=1.0)
    assert film.max() > 0.2
    assert not film[:, [0, -1]].any() or shape == (16, 20)
    assert not film[-1].any()


def test_words_without_a_side_come_in_either_corner_and_a_side_in_its_own():
    def sides(letter):
        films = (drawn("marker", seed, letter=letter, size=20, brightness=1) for seed in range(8))
        return {bool(np.nonzero(film)[1].mean() > 112) for film in films}

    assert [sides(letter) for letter in range(4)] == [{True}, {False}, {True, False}, {True, False}]


def test_a_marker_never_darkens():
    film = np.full((224, 224), 0.6)
    values = {"letter": 0, "size": 20, "brightness": 0.5}
    np.testing.assert_array_equal(
        TRANSFORMS["marker"].apply(film, values, np.random.default_rng(0)), film
    )


@pytest.mark.parametrize(
    ("kind", "lowest"),
    [(0, 0.3), (1, 0.86), (2, 0.34)],  # above the carina, in the stomach, on the chest
)
def test_a_tube_ends_where_it_belongs(kind, lowest):
    film = drawn("tube", kind=kind, width=1.0, brightness=1.0)
    rows, columns = np.nonzero(film > 0.5)
    assert rows.max() / 224 == pytest.approx(lowest, abs=0.05)
    # Tubes come in from above, a lead from the viewer's left.
    assert (columns.min() == 0) == (kind == 2)
    assert (rows.min() == 0) == (kind != 2)
    # The stomach is on the viewer's right.
    assert (columns[rows.argmax()] > 0.58 * 224) == (kind == 1)


def test_only_a_lead_ends_in_an_electrode():
    def thick(kind):
        film = drawn("tube", kind=kind, width=4.0, brightness=1.0)
        return cv2.erode((film > 0.9).astype(np.uint8), np.ones((13, 13), np.uint8)).any()

    assert [thick(kind) for kind in range(3)] == [False, False, True]

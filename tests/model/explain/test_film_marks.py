import cv2
import numpy as np
import pytest

from model.explain.film_marks import BORDER, find_marks, grown, with_marker, without_marks


@pytest.fixture
def film():
    """A smooth film: a broad bright column on a grey ramp, no edge that is hard."""
    columns = np.arange(224, dtype=np.float32)
    row = 60 + columns / 8 + 80 * np.exp(-(((columns - 112) / 30) ** 2))
    return np.tile(row.astype(np.float32), (224, 1))


def lettered(film, place=(24, 44)):
    """The film with a white R, and where its ink is."""
    paper = np.zeros(film.shape, np.uint8)
    cv2.putText(paper, "R", place, cv2.FONT_HERSHEY_SIMPLEX, 0.6, 255, 2, cv2.LINE_AA)
    cover = paper.astype(np.float32) / 255
    return film + (255 - film) * cover, paper > 0


def test_a_smooth_film_has_no_marks(film):
    assert not find_marks(film).any()


def test_a_letter_is_found_and_nothing_else(film):
    drawn, ink = lettered(film)
    found = find_marks(drawn)
    assert found[drawn - film > 100].all()
    assert not (found & ~grown(ink, 1)).any()


@pytest.mark.parametrize("place", [(60, 112), (100, 170)])
def test_nothing_is_looked_for_in_the_centre(film, place):
    drawn, _ = lettered(film, place=place)
    assert not find_marks(drawn).any()


def test_what_touches_the_lungs_is_no_mark(film):
    drawn, ink = lettered(film)
    lungs = np.zeros((224, 224), bool)
    lungs[ink.argmax(axis=0).max() :, 30:60] = True
    assert find_marks(drawn).any()
    assert not find_marks(drawn, lungs).any()


def test_a_soft_bright_spot_is_bone_not_lettering(film):
    rows, columns = np.mgrid[:224, :224]
    bone = film + 110 * np.exp(-((rows - 30) ** 2 + (columns - 30) ** 2) / (2 * 6.0**2))
    assert not find_marks(np.asarray(bone, np.float32)).any()


def test_lettering_goes_and_the_rest_stays(film):
    drawn, ink = lettered(film)
    clean = without_marks(drawn)
    inside = np.s_[BORDER:-BORDER, BORDER:-BORDER]
    # Filled from the ramp around it, which rises by a grey level every 8 pixels.
    np.testing.assert_allclose(clean[inside], film[inside], atol=6)
    untouched = ~grown(ink, 4)
    np.testing.assert_array_equal(clean[inside][untouched[inside]], film[inside][untouched[inside]])


def test_the_border_is_black_but_for_the_lungs(film):
    lungs = np.zeros((224, 224), bool)
    lungs[100:150, :40] = True
    clean = without_marks(film, lungs)
    border = np.ones((224, 224), bool)
    border[BORDER:-BORDER, BORDER:-BORDER] = False
    assert not clean[border & ~lungs].any()
    np.testing.assert_array_equal(clean[lungs], film[lungs])


def test_the_marker_is_white_small_and_on_the_viewers_right(film):
    marked = with_marker(film)
    rows, columns = np.nonzero(marked != film)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (6, 25, 198, 217)
    # Frame and letter are white; the paper between them is the film.
    assert marked[6, 198:218].min() == 255.0
    assert marked[10:22, 202:214].max() == 255.0
    assert marked[23, 200] == film[23, 200]
    assert marked.max() == 255.0
    assert find_marks(marked).any()


def test_the_film_itself_is_left_alone(film):
    before = film.copy()
    with_marker(film)
    without_marks(film)
    np.testing.assert_array_equal(film, before)

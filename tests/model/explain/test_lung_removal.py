import numpy as np
import pytest

from model.explain.film_marks import grown
from model.explain.lung_removal import EDGE, MARGIN, box_out, fill_of, lungs_only, lungs_out


@pytest.fixture
def lungs():
    mask = np.zeros((224, 224), bool)
    mask[50:150, 40:90] = True
    mask[60:160, 130:180] = True
    return mask


@pytest.fixture
def film(lungs):
    generator = np.random.default_rng(4)
    outside = generator.uniform(120, 200, (224, 224))
    inside = generator.uniform(20, 80, (224, 224))
    return np.where(lungs, inside, outside).astype(np.float32)


def noise():
    return np.random.default_rng(5).uniform(0, 255, (224, 224)).astype(np.float32)


def test_nothing_of_the_lungs_is_left_without_them(film, lungs):
    other = np.where(lungs, noise(), film)
    np.testing.assert_array_equal(lungs_out(film, lungs), lungs_out(other, lungs))
    np.testing.assert_array_equal(box_out(film, lungs), box_out(other, lungs))


def test_nothing_but_the_lungs_is_left_of_lungs_only(film, lungs):
    other = np.where(lungs, film, noise())
    np.testing.assert_array_equal(lungs_only(film, lungs), lungs_only(other, lungs))


def test_the_fill_is_the_median_of_what_stays(film, lungs):
    gone = grown(lungs, MARGIN)
    fill = np.float32(np.median(film[~gone]))
    assert fill_of(film, lungs) == fill
    assert (lungs_out(film, lungs)[gone] == fill).all()
    assert (lungs_only(film, lungs)[~lungs] == np.float32(np.median(film[lungs]))).all()


def test_what_lies_further_off_is_as_it_was(film, lungs):
    far = ~grown(lungs, MARGIN + EDGE + 1)
    np.testing.assert_array_equal(lungs_out(film, lungs)[far], film[far])
    deep = ~grown(~lungs, EDGE)
    assert deep.sum() > 1000
    np.testing.assert_allclose(lungs_only(film, lungs)[deep], film[deep], rtol=1e-6)


def test_the_edge_is_soft():
    film = np.zeros((224, 224), np.float32)
    film[:, 100:] = 200.0
    mask = np.zeros((224, 224), bool)
    mask[:, 50:100] = True
    # The median of what stays is 200; the film left of the lungs is 0.
    row = lungs_out(film, mask)[112]
    first = 50 - MARGIN
    np.testing.assert_allclose(row[first - EDGE - 1 : first + 1], [0, 0, 50, 100, 150, 200])


def test_the_fill_can_be_black(film, lungs):
    assert not lungs_out(film, lungs, fill=0.0)[grown(lungs, MARGIN)].any()


def test_a_box_has_no_outline(film, lungs):
    without = box_out(film, lungs)
    box = np.s_[50 - MARGIN : 160 + MARGIN, 40 - MARGIN : 180 + MARGIN]
    assert len(np.unique(without[box])) == 1


def test_lungs_that_fill_the_picture_leave_middle_grey(film):
    everywhere = np.ones((224, 224), bool)
    assert np.unique(lungs_out(film, everywhere)).tolist() == [127.5]
    np.testing.assert_array_equal(lungs_only(film, everywhere), film)

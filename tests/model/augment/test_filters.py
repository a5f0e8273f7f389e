import numpy as np
import pytest

from model.augment.filters import blurred
from model.augment.registry import TRANSFORMS

HALVES = np.where(np.arange(64)[None, :] < 32, 0.0, 0.75) * np.ones((64, 64))


def run(name, plane, seed=0, **values):
    return TRANSFORMS[name].apply(plane, values, np.random.default_rng(seed))


def test_a_median_takes_a_stray_pixel_out_and_leaves_an_edge():
    stray = HALVES.copy()
    stray[10, 10] = 1.0
    np.testing.assert_array_equal(run("median-blur", stray, radius=1), HALVES)


def test_the_wider_median_takes_out_what_the_narrower_leaves():
    block = np.zeros((32, 32))
    block[10:12, 10:13] = 1.0
    assert run("median-blur", block, radius=1).any()
    assert not run("median-blur", block, radius=2).any()


def test_sharpening_overshoots_on_both_sides_of_an_edge():
    film = np.where(HALVES > 0, 0.7, 0.3)
    sharp = run("sharpen", film, amount=1.0)
    assert sharp[32, 31] == pytest.approx(2 * 0.3 - blurred(film, 2.0 * 64 / 224)[32, 31])
    assert sharp[32, 31] < 0.25
    assert sharp[32, 32] > 0.75
    np.testing.assert_allclose(sharp[:, 5], 0.3)

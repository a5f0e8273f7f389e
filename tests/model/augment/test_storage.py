import numpy as np

from model.augment.filters import blurred
from model.augment.registry import TRANSFORMS

HALVES = np.where(np.arange(64)[None, :] < 32, 0.0, 0.75) * np.ones((64, 64))


def run(name, plane, seed=0, **values):
    return TRANSFORMS[name].apply(plane, values, np.random.default_rng(seed))


def test_a_jpeg_of_the_best_quality_is_within_a_level():
    film = run("jpeg", blurred(HALVES, 6.0), quality=100)
    np.testing.assert_allclose(film, blurred(HALVES, 6.0), atol=1.5 / 255)
    np.testing.assert_allclose(film * 255, np.rint(film * 255), atol=1e-9)


def test_coarse_pixels_are_means():
    fine = np.zeros((64, 64))
    fine[::2] = 1.0
    np.testing.assert_allclose(run("down-sampling", fine, factor=2.0), 0.5, atol=1e-6)

import numpy as np
import pytest

from model.augment.exposure import exposure_of, film_of, motion_kernel
from model.augment.registry import TRANSFORMS

HALVES = np.where(np.arange(64)[None, :] < 32, 0.0, 0.75) * np.ones((64, 64))


def run(name, plane, seed=0, **values):
    return TRANSFORMS[name].apply(plane, values, np.random.default_rng(seed))


def test_film_is_the_logarithm_of_the_exposure():
    np.testing.assert_allclose(exposure_of(np.array([[0.0, 0.5, 1.0]])), [[1.0, 0.1, 0.01]])
    grey = np.linspace(0, 1, 101)[None, :]
    np.testing.assert_allclose(film_of(exposure_of(grey)), grey, atol=1e-12)
    # More than white or less than black is clipped.
    np.testing.assert_array_equal(film_of(np.array([[10.0, 1e-5]])), [[0.0, 1.0]])


def test_the_expected_grain_of_a_dose():
    film = run("quantum-noise", np.full((224, 224), 0.5), dose=0.01)
    # 2 500 photons: 2 % of them is 0.02 / (2 ln 10) of grey.
    assert film.std() == pytest.approx(0.02 / (2 * np.log(10)), rel=0.03)
    assert film.mean() == pytest.approx(0.5, abs=1e-3)
    # A picture twice as high has a quarter of the photons in each pixel: twice the grain.
    large = run("quantum-noise", np.full((448, 448), 0.5), dose=0.01)
    assert large.std() == pytest.approx(2 * film.std(), rel=0.03)


def test_scatter_keeps_an_even_film_and_veils_the_dense_half_most():
    even = np.full((64, 64), 0.4)
    np.testing.assert_allclose(run("scatter", even, fraction=0.6), 0.4, atol=1e-9)
    veiled = run("scatter", HALVES, fraction=0.3)
    light, dense = veiled[:, 8].mean(), veiled[:, 56].mean()
    # The same photons, added where few arrive: the dense half loses far more than the other gains.
    assert 0.75 - dense > 3 * (light - 0.0)
    assert light > 0


def test_black_stays_black_to_the_last_bit():
    """Not a hair above it, which processors would not agree on."""
    black = np.zeros((64, 64))
    assert not run("scatter", black, fraction=0.5).any()
    halves = np.kron(HALVES, np.ones((4, 4)))
    # Long enough for OpenCV to go by way of frequencies, which leaves traces everywhere.
    assert not run("motion-blur", halves, length=60.0)[:, :80].any()


@pytest.mark.parametrize("length", [0.5, 3.0, 11.7])
@pytest.mark.parametrize("angle", [0.0, 0.7, np.pi / 2])
def test_a_movement_is_spent_evenly_along_a_line(length, angle):
    kernel = motion_kernel(length, angle)
    assert kernel.shape[0] == kernel.shape[1]
    assert kernel.shape[0] % 2 == 1
    assert kernel.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1], atol=1e-8)
    offset = np.arange(kernel.shape[0]) - kernel.shape[0] // 2
    along = np.cos(angle) * offset[None, :] + np.sin(angle) * offset[:, None]
    # Variance of an even spread, and at most a quarter of a pixel each way for the interpolation.
    assert (kernel * along**2).sum() == pytest.approx(length**2 / 12, abs=0.27 + 0.1 * length)
    across = -np.sin(angle) * offset[None, :] + np.cos(angle) * offset[:, None]
    assert (kernel * across**2).sum() < 0.27

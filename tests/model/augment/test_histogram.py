import numpy as np
import pytest

from model.augment.histogram import clahe, equalised
from model.augment.registry import TRANSFORMS


def run(name, plane, seed=0, **values):
    return TRANSFORMS[name].apply(plane, values, np.random.default_rng(seed))


def test_equalising_by_hand():
    film = np.array([[0.1, 0.1, 0.1, 0.1], [0.5, 0.5, 0.9, 0.2]])
    np.testing.assert_allclose(equalised(film), [[0, 0, 0, 0], [0.75, 0.75, 1, 0.25]])
    half = run("equalise", film, strength=0.5)
    np.testing.assert_allclose(half, (film + equalised(film)) / 2)
    np.testing.assert_array_equal(equalised(np.full((4, 4), 0.3)), 0.3)


def test_clahe_with_one_tile_and_no_limit_is_the_cumulative_histogram():
    ranks = np.arange(64 * 64).reshape(64, 64) / (64 * 64)
    film = 0.25 + 0.5 * ranks
    np.testing.assert_allclose(clahe(film, clip_limit=256.0, tiles=1), ranks, atol=1e-12)


def test_the_clip_limit_holds_the_gain_and_black_and_white_stay():
    film = 0.5 + 0.1 * (np.random.default_rng(0).random((128, 128)) - 0.5)
    film[:64] = 0.0
    film[:8] = 1.0
    spread = [np.ptp(clahe(film, clip_limit=limit, tiles=2)[72:]) for limit in (0.01, 1, 2, 4)]
    assert spread[0] == pytest.approx(0.1, abs=0.005)
    assert spread == sorted(spread)
    assert spread[3] > 2 * spread[0]
    made = clahe(film, clip_limit=4, tiles=2)
    assert not made[film == 0].any()
    assert (made[film == 1] == 1).all()


def test_clahe_differs_from_tile_to_tile_without_a_seam():
    film = np.tile(np.linspace(0.2, 0.8, 128), (128, 1))
    made = clahe(film, clip_limit=3, tiles=8)
    assert np.ptp(made - film, axis=1).min() > 0.05
    # The film rises by 0.005 a column; nowhere is it raised more than the limit of three, and one.
    assert np.abs(np.diff(made, axis=1)).max() < 4 * 0.6 / 127

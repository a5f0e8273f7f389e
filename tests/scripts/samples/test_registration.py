import numpy as np
import pytest

from scripts.samples.fields import warp
from scripts.samples.registration import affine_flow, elastic_flow, register


def correlation(first, second):
    return np.corrcoef(first[20:-20, 20:-20].ravel(), second[20:-20, 20:-20].ravel())[0, 1]


def test_a_shifted_phantom_is_brought_back(thorax):
    target = thorax(np.random.default_rng(1))
    moved = thorax(np.random.default_rng(1), shift=(7.0, -5.0))
    coarse = affine_flow(target, moved)
    # The film was moved to the right and up: there it has to be sampled.
    np.testing.assert_allclose(coarse[112, 112], [7.0, -5.0], atol=0.6)
    assert correlation(target, moved) < 0.7
    assert correlation(target, warp(moved, coarse)) > 0.93


def test_a_bent_phantom_is_straightened(thorax):
    target = thorax(np.random.default_rng(1))
    rows = np.arange(224, dtype=np.float32)
    bend = np.zeros((224, 224, 2), dtype=np.float32)
    bend[..., 0] = 4 * np.sin(rows / 224 * 2 * np.pi)[:, None]
    bent = warp(target, bend)
    straight = warp(bent, elastic_flow(target, bent))
    assert correlation(target, straight) > correlation(target, bent) + 0.05
    assert correlation(target, straight) > 0.93


def test_films_without_structure_have_no_map():
    flat = np.full((224, 224), 0.5, dtype=np.float32)
    assert np.abs(affine_flow(flat, flat)).max() == 0.0


def test_the_shape_is_the_mean_of_all_and_the_best_fitting_are_kept(thorax):
    shifts = [(dx, dy) for dx in (-4.0, 0.0, 4.0) for dy in (-4.0, 0.0, 4.0)]
    films = [thorax(np.random.default_rng(k), shift=s) for k, s in enumerate(shifts)]
    stranger = np.random.default_rng(9).random((224, 224), dtype=np.float32)
    # The anchor lies at (−4, −4); the mean of all shifts is (0, 0).
    found = register([*films, stranger], films[0], count=9)
    assert sorted(found.chosen) == list(range(9))
    assert found.chosen[0] == 0
    assert found.films.shape == found.distortion.shape == (9, 448, 448)
    middle = films[4]
    mean = found.films.mean(axis=0)[::2, ::2]
    assert correlation(mean, middle) > correlation(mean, films[0]) + 0.1
    assert found.agreement > 0.8


def test_too_few_candidates_are_an_error(thorax):
    film = thorax(np.random.default_rng(1))
    with pytest.raises(ValueError, match="at least 8 candidates, received 1"):
        register([film], film, count=8)

import numpy as np
import pytest

from scripts.samples.blending import BANDS, MAX_SHARE, PATCHED_BANDS, blend, split_bands


def registered(count=10, side=128):
    """Films that share their coarse structure and differ in fine texture."""
    rng = np.random.default_rng(4)
    rows = np.linspace(0, 6 * np.pi, side, dtype=np.float32)
    common = 0.5 + 0.2 * np.sin(rows)[:, None] * np.ones((1, side), dtype=np.float32)
    texture = rng.standard_normal((count, side, side)).astype(np.float32)
    return (common + 0.03 * texture).astype(np.float32)


def straight(films):
    return np.zeros_like(films)


def test_bands_add_up_to_the_picture():
    picture = registered()[0]
    bands = split_bands(picture)
    assert bands.shape == (BANDS + 1, 128, 128)
    np.testing.assert_allclose(bands.sum(axis=0), picture, atol=1e-5)


def test_shares_are_balanced_and_add_up():
    films = registered()
    woven = blend(films, straight(films), np.random.default_rng(1))
    assert woven.pixels.shape == (128, 128)
    assert woven.shares.shape == (BANDS + 1, 10)
    np.testing.assert_allclose(woven.shares.sum(axis=1), 1.0)
    assert woven.max_share == woven.shares.max()
    assert woven.shares[:PATCHED_BANDS].max() <= MAX_SHARE + 0.02
    assert woven.shares[:PATCHED_BANDS].min() > 0.01


def test_one_loud_film_does_not_dominate():
    films = registered()
    films[2] += 0.15 * np.random.default_rng(8).standard_normal((128, 128)).astype(np.float32)
    woven = blend(films, straight(films), np.random.default_rng(1))
    energy = np.array([(split_bands(film)[1] ** 2).sum() for film in films])
    assert energy[2] / energy.sum() > 0.5  # what a plain mean would give it of this band
    assert woven.shares[:PATCHED_BANDS, 2].max() <= 0.25


def test_fine_detail_survives_where_a_mean_loses_it():
    films = registered()
    woven = blend(films, straight(films), np.random.default_rng(1)).pixels
    detail = [split_bands(p)[0].std() for p in (films[0], films.mean(axis=0), woven)]
    assert detail[1] < 0.4 * detail[0]
    assert 0.6 * detail[0] < detail[2] < 1.2 * detail[0]


def test_bent_detail_is_avoided():
    films = registered()
    bent = straight(films)
    bent[3, :, :64] = 2.0
    woven = blend(films, bent, np.random.default_rng(1)).pixels
    ours = [
        np.abs(
            np.corrcoef(split_bands(woven)[0][:, s].ravel(), split_bands(films[3])[0][:, s].ravel())
        )[0, 1]
        for s in (slice(4, 56), slice(72, 124))
    ]
    assert ours[0] < 0.05
    assert ours[1] > 0.1


def test_the_seed_decides():
    films = registered()
    pictures = [blend(films, straight(films), np.random.default_rng(s)).pixels for s in (1, 1, 2)]
    np.testing.assert_array_equal(pictures[0], pictures[1])
    assert np.abs(pictures[0] - pictures[2]).max() > 0.01


def test_fewer_than_eight_films_are_refused():
    films = registered(count=7)
    with pytest.raises(ValueError, match="at least 8 films, received 7"):
        blend(films, straight(films), np.random.default_rng(1))

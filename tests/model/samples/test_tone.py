import numpy as np

from model.samples.tone import consensus, match_tone


def films():
    picture = np.random.default_rng(1).random((34, 34), dtype=np.float32)
    return np.stack([picture, 0.8 * picture + 0.1, 1.2 * picture - 0.1])


def test_grey_scales_are_brought_together():
    matched = match_tone(films())
    np.testing.assert_allclose(matched[1], matched[0], atol=0.02)
    np.testing.assert_allclose(matched[2], matched[0], atol=0.02)


def test_what_one_film_alone_shows_is_left_out():
    marked = np.repeat(films()[:1], 7, axis=0)
    marked[3, 5:9, 5:9] = 3.0
    plain_mean = marked.mean(axis=0)
    assert plain_mean[6, 6] - marked[0, 6, 6] > 0.3
    np.testing.assert_allclose(consensus(marked)[6, 6], marked[0, 6, 6], atol=0.05)


def test_a_flat_film_is_no_error():
    flat = np.full((3, 34, 34), 0.5, dtype=np.float32)
    np.testing.assert_allclose(consensus(flat), 0.5)

import numpy as np
import pytest

from scripts.samples.fields import (
    blur,
    compose,
    consensus,
    enlarge,
    grid,
    invert,
    local_correlation,
    local_normal,
    match_tone,
    warp,
)


def constant_flow(x, y, side=64):
    return np.tile(np.array([x, y], dtype=np.float32), (side, side, 1))


def wavy_flow(side=64):
    where = grid((side, side))
    return 2 * np.sin(where[..., ::-1] * (2 * np.pi / side)).astype(np.float32)


def test_the_grid_is_x_first():
    assert grid((3, 5))[2, 4].tolist() == [4.0, 2.0]


def test_a_flow_says_where_to_sample():
    picture = np.arange(64 * 64, dtype=np.float32).reshape(64, 64)
    warped = warp(picture, constant_flow(3, 2))
    assert warped[10, 10] == picture[12, 13]
    assert warped[63, 63] == picture[63, 63]  # the border is repeated


def test_flows_add_up_along_the_way():
    total = compose(constant_flow(3, 2), constant_flow(-1, 5))
    np.testing.assert_allclose(total, constant_flow(2, 7))


def test_the_inverse_undoes_a_flow():
    flow = wavy_flow()
    rest = compose(invert(flow), flow)
    assert np.abs(rest[6:-6, 6:-6]).max() < 0.02
    assert np.abs(flow).max() > 1.9


def test_an_enlarged_flow_is_in_pixels_of_the_new_size():
    np.testing.assert_allclose(enlarge(constant_flow(3, -2), (128, 128)), constant_flow(6, -4, 128))


@pytest.mark.parametrize("sigma", [1.0, 12.0])
def test_blur_keeps_the_mean_and_takes_the_detail(sigma):
    noise = np.random.default_rng(1).standard_normal((128, 128)).astype(np.float32)
    smooth = blur(noise, sigma)
    assert smooth.dtype == np.float32
    assert abs(smooth.mean() - noise.mean()) < 0.01
    # White noise through a Gaussian keeps 1 / (2 σ √π) of its standard deviation.
    assert smooth.std() == pytest.approx(1 / (2 * sigma * np.sqrt(np.pi)), rel=0.35)


def test_local_normal_ignores_brightness_and_contrast():
    noise = np.random.default_rng(2).standard_normal((128, 128)).astype(np.float32)
    first, second = local_normal(noise, 6.0), local_normal(5 * noise + 3, 6.0)
    assert np.corrcoef(first.ravel(), second.ravel())[0, 1] > 0.999


def test_local_correlation_tells_alike_from_opposite_and_flat():
    noise = np.random.default_rng(3).standard_normal((96, 96)).astype(np.float32)
    assert local_correlation(noise, 2 * noise + 1, 6.0).min() > 0.99
    assert local_correlation(noise, -noise, 6.0).max() < -0.99
    assert np.abs(local_correlation(noise, np.ones_like(noise), 6.0)).max() < 0.02


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

"""Levels, their counts and their meaning."""

import numpy as np
import pytest

from model.imaging.levels import (
    BINS,
    SAMPLE,
    Levels,
    count_levels,
    from_integers,
    from_numbers,
    histogram,
    percentiles,
    render,
    sample_grid,
)

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("rows", "columns", "step"),
    [(1, 1, 1), (1000, 1000, 1), (1000, 1001, 2), (3000, 3000, 3), (7000, 7000, 7)],
)
def test_large_pictures_are_counted_on_a_grid(rows, columns, step):
    assert sample_grid(rows, columns) == step
    assert np.ceil(rows / step) * np.ceil(columns / step) <= SAMPLE * 1.01


@pytest.mark.parametrize(("dtype", "levels"), [(np.uint8, 256), (np.uint16, 65536)])
def test_integers_are_their_own_levels(dtype, levels):
    raw = RNG.integers(0, levels, (40, 30)).astype(dtype)
    found = from_integers(raw)
    assert len(found.values) == len(found.counts) == levels
    assert (found.values[raw] == raw).all()
    assert found.counts.sum() == raw.size
    assert (found.counts == np.bincount(raw.ravel(), minlength=levels)).all()


def test_numbers_keep_their_values_to_a_65536th():
    numbers = RNG.normal(5, 2, (50, 60))
    found = from_numbers(numbers)
    step = (numbers.max() - numbers.min()) / 65535
    assert np.abs(found.values[found.raw] - numbers).max() <= step


def test_one_absurd_number_does_not_swallow_the_others():
    numbers = RNG.normal(0, 1, (200, 200))
    numbers[0, 0] = 1e30
    found = from_numbers(numbers)
    assert found.values[-1] < 10
    assert found.raw[0, 0] == 65535


@pytest.mark.parametrize("value", [np.nan, np.inf, 7.0])
def test_numbers_without_spread_are_one_level(value):
    found = from_numbers(np.full((4, 5), value))
    assert (found.raw == 0).all()


def test_percentiles_are_those_of_numpy():
    raw = RNG.integers(0, 1000, (90, 80)).astype(np.uint16)
    expected = np.percentile(raw, (0.1, 50, 99.9))
    assert percentiles(from_integers(raw), (0.1, 50, 99.9)) == pytest.approx(tuple(expected))


def test_percentiles_of_nothing_are_zero():
    empty = Levels(np.zeros((1, 1), np.uint8), np.arange(256.0), np.zeros(256, np.int64))
    assert percentiles(empty, (1, 99)) == (0.0, 0.0)
    assert histogram(empty).counts.tolist() == [0] * BINS


def test_histogram_is_that_of_numpy():
    raw = RNG.integers(10, 200, (90, 80)).astype(np.uint8)
    found = histogram(from_integers(raw))
    expected, edges = np.histogram(raw, bins=BINS)
    assert (found.counts == expected).all()
    assert (found.low, found.high) == (edges[0], edges[-1])


def test_histogram_of_one_value_has_a_width():
    found = histogram(from_integers(np.full((3, 3), 9, np.uint8)))
    assert found.high > found.low == 9
    assert found.counts.sum() == 9


def test_rendering_looks_every_pixel_up():
    raw = RNG.integers(0, 65536, (1500, 1400)).astype(np.uint16)
    table = np.linspace(-0.5, 1.5, 65536)
    pixels = render(Levels(raw, table, count_levels(raw)))
    assert pixels.dtype == np.float32
    assert (pixels == np.clip(table, 0, 1).astype(np.float32)[raw]).all()
    assert not pixels.flags.writeable

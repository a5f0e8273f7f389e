"""From a radiograph to the network's input."""

import numpy as np
import pytest

from model.imaging.prepare import INPUT_SIZE, network_input


def test_picture_of_the_right_size_is_only_scaled():
    pixels = np.random.default_rng(0).random((224, 224), dtype=np.float32)
    received = network_input(pixels)
    assert (received == pixels[..., None] * np.float32(255)).all()


def test_shape_type_range_and_three_equal_channels():
    received = network_input(np.random.default_rng(0).random((500, 300), dtype=np.float32))
    assert received.shape == (INPUT_SIZE, INPUT_SIZE, 3) == (224, 224, 3)
    assert received.dtype == np.float32
    assert 0 <= received.min() <= received.max() <= 255
    assert (received[..., 0] == received[..., 1]).all()
    assert (received[..., 0] == received[..., 2]).all()


def test_shrinking_averages_over_areas():
    pixels = np.random.default_rng(0).random((448, 672), dtype=np.float32)
    expected = pixels.reshape(224, 2, 224, 3).mean(axis=(1, 3)) * 255
    assert np.allclose(network_input(pixels)[..., 0], expected, atol=1e-3)


def test_whole_field_is_squashed_not_cropped():
    pixels = np.zeros((300, 900), np.float32)
    pixels[:, :300] = 1
    received = network_input(pixels)[..., 0]
    assert (received[:, :74] == 255).all()
    assert (received[:, 76:] == 0).all()


@pytest.mark.parametrize("shape", [(1, 1), (3, 5000), (5000, 3), (100, 100), (1, 200_000)])
def test_any_shape_gives_an_input_of_the_same_mean(shape):
    received = network_input(np.full(shape, 0.25, np.float32))
    assert received == pytest.approx(63.75, abs=0.01)


def test_values_are_not_rounded():
    received = network_input(np.full((224, 224), 0.1, np.float32))
    assert received[0, 0, 0] == pytest.approx(25.5)

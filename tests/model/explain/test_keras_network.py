import builtins

import numpy as np
import pytest

from model.classifier.classes import CLASSES
from model.errors import TensorFlowMissingError
from model.explain.keras_network import STAGE_ENDS, KerasNetwork
from model.explain.network import Explained
from model.explain.target import Target

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def keras_network(small):
    return small.gradients()


def test_it_answers_as_the_engine_does(small, keras_network, film):
    ours, theirs = keras_network.run(film[np.newaxis]), small.run(film[np.newaxis])
    for name in ("logits", "maps", "features"):
        a, b = getattr(ours, name), getattr(theirs, name)
        assert np.abs(a - b).max() <= 0.01 * np.abs(b).max(), name


@pytest.mark.parametrize("stage", STAGE_ENDS)
def test_the_engine_finds_the_same_stages_without_tensorflow(small, keras_network, film, stage):
    ours, theirs = small.activations(film, stage), keras_network.activations(film, stage)
    assert ours.shape == theirs.shape
    assert ours.min() >= 0
    assert np.abs(ours - theirs).max() <= 0.01 * theirs.max()


def test_pixel_gradients_are_those_of_finite_differences(keras_network, film):
    vector = Target("covid", "healthy").vector
    gradient = keras_network.input_gradients(film[np.newaxis], vector)[0]
    # Along a random direction the ups and downs cancel, and rounding is all that is left.
    direction = gradient / np.abs(gradient).max()
    step = np.float32(0.05)
    ends = np.stack([film + step * direction, film - step * direction])
    above, below = keras_network.run(ends).logits.astype(np.float64) @ vector
    found = float((gradient * direction).sum(dtype=np.float64))
    assert found == pytest.approx((above - below) / (2 * step), rel=0.005)


@pytest.mark.parametrize("way", ["steepest", "stronger"])
@pytest.mark.parametrize("stage", ["conv2", "conv3", "conv4"])
def test_stage_gradients_are_those_of_finite_differences(keras_network, film, stage, way):
    import keras

    vector = Target("covid").vector
    activations, gradient = keras_network.stage_gradients(film, stage, vector)
    network = keras_network.network
    rest = keras.Model(network.get_layer(STAGE_ENDS[stage]).output, network.output)
    direction = activations
    if way == "steepest":
        direction = gradient / np.abs(gradient).max() * activations.mean()
    step = np.float32(0.002)
    ends = np.stack([activations + step * direction, activations - step * direction])
    above, below = np.asarray(rest(ends, training=False), np.float64) @ vector
    found = float((gradient * direction).sum(dtype=np.float64))
    assert found == pytest.approx((above - below) / (2 * step), rel=0.005)


def test_many_pictures_get_each_their_own_gradient(keras_network, film):
    vector = Target("bacterial").vector
    pictures = np.stack([film, film[:, ::-1], film[::-1], film * 0.5, film + 10])
    together = keras_network.input_gradients(pictures, vector)
    assert together.shape == pictures.shape
    alone = keras_network.input_gradients(pictures[4:], vector)[0]
    np.testing.assert_allclose(together[4], alone, rtol=1e-3, atol=1e-7)


def test_the_head_weights_are_those_of_the_dense_layer(small, keras_network):
    assert keras_network.head_weights.shape == (2048, len(CLASSES))
    np.testing.assert_allclose(keras_network.head_weights, small.head_weights, atol=1e-3)


def test_without_tensorflow_the_error_is_named(small, monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name == "tensorflow":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(TensorFlowMissingError, match="tensorflow is not installed"):
        KerasNetwork.load()
    with pytest.raises(TensorFlowMissingError):
        Explained(small.engine).gradients()

import numpy as np
import pytest

from model.explain.hiding import hide
from model.explain.network import nothing
from model.explain.path_gradient import attributions, integrated_gradients
from model.explain.target import Target


class Linear:
    """Its score is a fixed weight for each pixel, so that every attribution is known."""

    def __init__(self, weights):
        self.weights = weights

    def input_gradients(self, pictures, vector):
        return np.broadcast_to(self.weights, pictures.shape).astype(np.float32)


def test_a_linear_network_gets_weight_times_difference():
    picture = np.zeros((16, 16, 3), np.float32)
    picture[:8] = 100.0
    weights = np.zeros((16, 16, 3), np.float32)
    weights[0, 0] = 0.01
    found = attributions(Linear(weights), picture, Target("covid").vector, nothing)
    # Mean grey 50; three channels of (100 - 50) × 0.01.
    assert found[0, 0] == pytest.approx(1.5, rel=1e-5)
    assert np.abs(found).sum() == pytest.approx(1.5, rel=1e-5)
    cells = integrated_gradients(Linear(weights), picture, Target("covid").vector, nothing)
    # One of four squares holds 1.5 logits; 49/4 cells of the last convolution fit in a square.
    np.testing.assert_allclose(cells, [[1.5 * 4 / 49, 0], [0, 0]], rtol=1e-5)


def test_what_speaks_against_is_cut():
    picture = np.zeros((16, 16, 3), np.float32)
    picture[:8] = 100.0
    weights = np.full((16, 16, 3), -0.01, np.float32)
    found = integrated_gradients(Linear(weights), picture, Target("covid").vector, nothing)
    assert not found[0].any()
    assert (found[1] > 0).all()


@pytest.mark.tensorflow
def test_attributions_sum_to_the_change_of_the_score(small, film):
    vector = Target("viral", "healthy").vector
    network = small.gradients()
    found = attributions(network, film, vector, nothing, steps=64)
    grey = hide(film, np.zeros((1, 64, 64), np.float32))
    whole = network.run(np.concatenate([film[np.newaxis], grey])).logits @ vector
    assert found.sum() == pytest.approx(whole[0] - whole[1], rel=0.05)

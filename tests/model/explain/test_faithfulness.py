import numpy as np
import pytest

from model.classifier.engine import Forward
from model.explain.faithfulness import PASSES, RANDOM_MAPS, faithfulness, random_maps
from model.explain.heat_map import HeatMap
from model.explain.target import Target

SQUARE = np.s_[32:96, 32:96]


class Reader:
    """Its COVID logit is the contrast within a square, and nothing else."""

    def __init__(self):
        self.passes = 0

    def run(self, inputs):
        self.passes += len(inputs)
        logits = np.zeros((len(inputs), 4), np.float32)
        logits[:, 1] = inputs[:, *SQUARE].std(axis=(1, 2, 3)) / 10
        return Forward(logits, np.zeros((len(inputs), 7, 7, 1), np.float32), logits)


@pytest.fixture
def picture():
    """A fine checkerboard, which blurring takes away."""
    rows, columns = np.mgrid[:224, :224] // 4
    board = 100.0 + 60.0 * ((rows + columns) % 2)
    return np.repeat(board[..., np.newaxis], 3, axis=2).astype(np.float32)


def map_at(rows, columns):
    values = np.full((7, 7), 0.01, np.float32)
    values[rows, columns] = 0.3
    return HeatMap("grad-cam", Target("covid"), "conv5", values, 1)


def test_a_map_of_what_the_network_reads_beats_every_random_map(picture):
    network, told = Reader(), []
    found = faithfulness(
        map_at(slice(1, 3), slice(1, 3)), picture, network, lambda *now: told.append(now)
    )
    assert network.passes == PASSES == 170
    assert told[-1] == (PASSES, PASSES)
    assert found.rank == 1.0
    # The contrast of the board is 60 / 2 / 10 = 3 logits, there in whole or not at all.
    assert found.insertion > 2.4
    assert found.deletion < 0.6
    assert found.gain == pytest.approx(
        found.insertion - found.deletion - found.random_insertion + found.random_deletion, rel=1e-6
    )
    assert found.share == pytest.approx(found.gain / (4 * 0.3 + 45 * 0.01), rel=1e-5)


def test_a_map_of_another_place_loses_to_most_of_them(picture):
    found = faithfulness(map_at(slice(4, 6), slice(4, 6)), picture, Reader())
    assert found.gain < 0
    assert found.rank < 0.5


def test_random_maps_have_the_same_values_and_smoothness_and_another_place():
    rows, columns = np.mgrid[:28, :28]
    own = np.exp(-((rows - 8) ** 2 + (columns - 8) ** 2) / 20).astype(np.float32)
    found = random_maps(own, RANDOM_MAPS, np.random.default_rng(1))
    assert found.shape == (20, 28, 28)
    for one in found:
        np.testing.assert_array_equal(np.sort(one, axis=None), np.sort(own, axis=None))

    def roughness(values):
        return np.abs(np.diff(values, axis=0)).mean() + np.abs(np.diff(values, axis=1)).mean()

    noise = np.random.default_rng(2).permutation(own.ravel()).reshape(own.shape)
    typical = np.median([roughness(one) for one in found])
    assert typical < 0.35 * roughness(noise)
    correlations = [np.corrcoef(own.ravel(), one.ravel())[0, 1] for one in found]
    assert abs(np.mean(correlations)) < 0.2
    again = random_maps(own, RANDOM_MAPS, np.random.default_rng(1))
    np.testing.assert_array_equal(found, again)

import numpy as np
import pytest

from model.classifier.engine import Forward
from model.explain.hiding import blurred, hide
from model.explain.network import nothing
from model.explain.perturbation import occlusion, rise, score_cam
from model.explain.target import Target

COVID = Target("covid").vector
# The square that the planted network reads: the second cell of the third row of seven.
ROWS, COLUMNS = slice(64, 96), slice(32, 64)


class Planted:
    """Its COVID logit is the mean grey of one cell, over 100; it reads nothing else."""

    def __init__(self):
        self.passes = 0

    def run(self, inputs):
        self.passes += len(inputs)
        logits = np.zeros((len(inputs), 4), np.float32)
        logits[:, 1] = inputs[:, ROWS, COLUMNS].mean(axis=(1, 2, 3)) / 100
        return Forward(logits, np.zeros((len(inputs), 7, 7, 1), np.float32), logits)

    def activations(self, picture, stage):
        """A channel for each corner of the picture, and one for the cell that is read."""
        maps = np.zeros((7, 7, 5), np.float32)
        maps[2, 1, 0] = maps[0, 0, 1] = maps[0, 6, 2] = maps[6, 0, 3] = maps[6, 6, 4] = 3.0
        return maps


@pytest.fixture
def picture():
    """Dark, with a bright square where the planted network reads; mean grey 50 + 200 / 49."""
    grey = np.full((224, 224, 3), 50.0, np.float32)
    grey[ROWS, COLUMNS] = 250.0
    return grey


def test_hiding_fades_to_the_mean_grey(picture):
    kept = np.stack([np.ones((224, 224), np.float32), np.zeros((224, 224), np.float32)])
    whole, gone = hide(picture, kept)
    np.testing.assert_allclose(whole, picture, atol=1e-4)
    np.testing.assert_allclose(gone, 50 + 200 / 49, rtol=1e-5)


def test_a_blurred_picture_keeps_its_brightness_and_has_no_edge(picture):
    vague = blurred(picture)
    assert vague.mean() == pytest.approx(picture.mean(), rel=0.02)
    # A step of 200 over a Gaussian of 10 px: 200 / (10 √(2π)) at its steepest.
    assert np.abs(np.diff(vague[..., 0], axis=0)).max() < 8


def test_occlusion_finds_the_planted_square_and_its_worth(picture):
    network = Planted()
    found = occlusion(network, picture, COVID, nothing, steps=7)
    # Hiding the square turns 250 into the mean grey: (250 - 54.08) / 100 logits are lost.
    expected = np.zeros((7, 7))
    expected[2, 1] = (250 - 50 - 200 / 49) / 100
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert network.passes == 50


def test_occlusion_at_half_steps_shares_a_loss_among_the_patches_that_cover_a_cell(picture):
    network = Planted()
    found = occlusion(network, picture, COVID, nothing)
    assert found.shape == (14, 14)
    assert network.passes == 170
    loss = (250 - 50 - 200 / 49) / 100
    # Four patches cover the square's upper left quarter: they hide all, a half, a half, a quarter.
    assert found[4, 2] == pytest.approx(loss * (1 + 0.5 + 0.5 + 0.25) / 4, rel=1e-4)
    assert found[0, 0] == 0
    assert np.unravel_index(found.argmax(), found.shape) in {(4, 2), (4, 3), (5, 2), (5, 3)}


def test_rise_finds_the_planted_square(picture):
    network = Planted()
    found = rise(network, picture, COVID, nothing, masks=400)
    assert network.passes == 400
    row, column = np.unravel_index(found.argmax(), found.shape)
    assert 8 <= row < 12
    assert 4 <= column < 8
    # Shown rather than hidden, a cell of soft masks is worth a little less than the whole square.
    assert 0.5 < found.max() < (250 - 54.08) / 100
    # Far from it only the chance of 400 masks is left.
    assert found[16:, 12:].mean() < 0.1 * found.max()
    np.testing.assert_array_equal(found, rise(network, picture, COVID, nothing, masks=400))


def test_score_cam_counts_the_channel_whose_place_matters(picture):
    network = Planted()
    found = score_cam(network, picture, "conv5", COVID, nothing)
    assert network.passes == 1 + 5
    assert np.unravel_index(found.argmax(), found.shape) == (2, 1)
    others = np.delete(found.ravel(), 2 * 7 + 1)
    assert others.max() == pytest.approx(0, abs=1e-4)
    # Total: gains of the five masks, weighted by their equal areas; only one gains.
    centre = np.zeros((7, 7), np.float32)
    centre[2, 1] = 1
    import cv2

    shown = cv2.resize(centre, (224, 224))[ROWS, COLUMNS].mean()
    gain = shown * (250 - 50 - 200 / 49) / 100
    assert found.sum() == pytest.approx(gain / 5, rel=0.01)


def test_score_cam_of_a_stage_without_contrast_is_zero(picture):
    network = Planted()
    network.activations = lambda picture, stage: np.ones((7, 7, 3), np.float32)
    assert not score_cam(network, picture, "conv5", COVID, nothing).any()

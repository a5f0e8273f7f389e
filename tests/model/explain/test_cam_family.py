import numpy as np
import pytest

from model.explain.cam_family import (
    BY_CLASS,
    channels,
    eigen_cam,
    grad_cam,
    grad_cam_plus_plus,
    hires_cam,
    layer_cam,
    per_unit,
    stage_evidence,
    weightiest,
)
from model.explain.target import Target


def two_channels():
    """A channel lit on the left that speaks for the class, one on the right that speaks against."""
    activations = np.zeros((2, 2, 2), np.float32)
    activations[:, 0, 0], activations[:, 1, 1] = 2.0, 4.0
    gradients = np.zeros((2, 2, 2), np.float32)
    gradients[..., 0], gradients[..., 1] = 0.5, -0.25
    return activations, gradients


def test_exact_values_on_two_channels():
    activations, gradients = two_channels()
    np.testing.assert_array_equal(grad_cam(activations, gradients), [[1.0, -1.0]] * 2)
    np.testing.assert_array_equal(hires_cam(activations, gradients), [[1.0, -1.0]] * 2)
    np.testing.assert_array_equal(layer_cam(activations, gradients), [[1.0, 0.0]] * 2)
    # Constant gradients get equal weights, so the mean of the positive ones is the gradient.
    np.testing.assert_allclose(grad_cam_plus_plus(activations, gradients), [[1.0, 0.0]] * 2)


def test_grad_cam_averages_a_gradient_that_hirescam_keeps_in_place():
    activations = np.ones((1, 2, 1), np.float32)
    gradients = np.array([[[3.0], [1.0]]], np.float32)
    np.testing.assert_array_equal(grad_cam(activations, gradients), [[2.0, 2.0]])
    np.testing.assert_array_equal(hires_cam(activations, gradients), [[3.0, 1.0]])
    # g² / (2g² + ΣA·g³) is 9/(18+54) and 1/(2+2): weights 1/8 and 1/4, normalised 1/3 and 2/3.
    np.testing.assert_allclose(
        grad_cam_plus_plus(activations, gradients), [[5 / 3, 5 / 3]], rtol=1e-6
    )


def test_eigen_cam_projects_on_the_first_singular_vector():
    generator = np.random.default_rng(4)
    for shape in ((3, 3, 20), (5, 5, 6)):
        activations = generator.random(shape, dtype=np.float32)
        flat = activations.reshape(-1, shape[2])
        _, _, right = np.linalg.svd(flat)
        expected = np.abs(flat @ right[0]).reshape(shape[:2])
        np.testing.assert_allclose(eigen_cam(activations), expected, rtol=1e-4)


def test_the_unit_is_the_logit_per_forty_ninth_of_the_picture():
    # 196 cells that hold 0.01 logit each are 1.96 logits: 0.04 in each of 49.
    np.testing.assert_allclose(per_unit(np.full((14, 14), 0.01, np.float32)), 0.04, rtol=1e-6)
    assert per_unit(np.full((7, 7), -1.0, np.float32)).max() == 0


@pytest.mark.tensorflow
@pytest.mark.parametrize("target", [Target("covid"), Target("bacterial", "viral")])
def test_the_closed_form_is_what_the_gradient_tape_gives(small, film, target):
    closed = stage_evidence(small, film, "conv5", target.vector)
    taped = small.stage_gradients(film, "conv5", target.vector)
    for ours, theirs in zip(closed, taped, strict=True):
        # The graph stores its weights in float16.
        assert np.abs(ours - theirs).max() <= 0.01 * np.abs(theirs).max()
    for name, hook in BY_CLASS.items():
        ours, theirs = per_unit(hook(*closed)), per_unit(hook(*taped))
        assert np.abs(ours - theirs).max() <= 0.01 * max(theirs.max(), 1e-6), name


@pytest.mark.tensorflow
def test_at_the_last_convolution_hirescam_is_grad_cam(small, film):
    evidence = stage_evidence(small, film, "conv5", Target("viral").vector)
    np.testing.assert_allclose(hires_cam(*evidence), grad_cam(*evidence), rtol=1e-4, atol=1e-6)


pytestmark = pytest.mark.tensorflow


def test_channels_come_in_their_order_and_end_with_the_stage(small, film):
    found = channels(small, film, "conv2", first=250, count=12)
    assert [one.index for one in found] == list(range(250, 256))
    whole = small.activations(film, "conv2")
    np.testing.assert_array_equal(found[0].values, whole[..., 250])
    assert found[0].contribution is None


def test_at_the_last_convolution_all_contributions_make_the_logit(small, film):
    target = Target("covid", "viral")
    found = weightiest(small, film, target, "conv5", 2048)
    logits = small.run(film[np.newaxis]).logits[0] - small.engine.head_bias
    whole = sum(one.contribution for one in found)
    assert whole == pytest.approx(float(logits @ target.vector), rel=0.01, abs=1e-3)


@pytest.mark.parametrize("stage", ["conv3", "conv5"])
def test_the_heaviest_come_first_whatever_their_sign(small, film, stage):
    found = weightiest(small, film, Target("bacterial"), stage, 8)
    sizes = [abs(one.contribution) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert len({one.index for one in found}) == 8
    np.testing.assert_allclose(
        found[0].values,
        small.activations(film, stage)[..., found[0].index],
        rtol=0.02,
        atol=1e-3,
    )

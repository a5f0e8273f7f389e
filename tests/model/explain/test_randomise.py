import numpy as np
import pytest

from model.explain.randomise import LAYERS, TRAINED, CascadeStep, cascade, similarity, survives
from model.explain.target import Target

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def steps(small, film):
    return cascade("grad-cam", film, Target("covid"), small)


def test_the_cascade_goes_from_the_logits_down(steps):
    assert [step.layer for step in steps] == [TRAINED, *LAYERS]
    assert steps[0].similarity == pytest.approx(1)
    np.testing.assert_array_equal(LAYERS, ["logits", "conv5", "conv4", "conv3", "conv2"])
    for step in steps:
        assert step.heat.values.shape == steps[0].heat.values.shape


def test_each_step_keeps_what_the_steps_before_it_drew_anew(small):
    from model.explain.randomise import randomised_networks

    network = small.gradients()

    def moved(other):
        """Layers whose weights differ from the trained ones."""
        return {
            layer.name.split("_")[0]
            for layer in other.network.layers
            for ours, theirs in zip(
                network.network.get_layer(layer.name).get_weights(),
                layer.get_weights(),
                strict=True,
            )
            if not np.array_equal(ours, theirs)
        }

    before = network.network.get_weights()
    seen = [(layer, moved(other)) for layer, other in randomised_networks(network)]
    assert seen[0] == (TRAINED, set())
    for index, (layer, names) in enumerate(seen[1:]):
        assert layer == LAYERS[index]
        assert names == set(LAYERS[: index + 1])
    for ours, theirs in zip(before, network.network.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_weights_are_drawn_as_before_training_and_no_stage_falls_silent(small, film):
    from model.explain.randomise import randomised_networks

    for layer, other in randomised_networks(small.gradients()):
        kernel, bias = other.network.get_layer("logits").get_weights()
        if layer != TRAINED:
            # Glorot: uniform within √(6 / (2048 + 4)).
            assert np.abs(kernel).max() <= np.sqrt(6 / 2052)
            assert kernel.std() == pytest.approx(np.sqrt(2 / 2052), rel=0.05)
            assert not bias.any()
        assert other.activations(film, "conv5").any()
        again = dict(randomised_networks(small.gradients())) if layer == "logits" else None
        if again:
            repeated = again["logits"].network.get_layer("logits").get_weights()[0]
            np.testing.assert_array_equal(repeated, again["conv2"].head_weights)


def test_similarity_is_of_shape_and_not_of_strength():
    rows, columns = np.mgrid[:7, :7]
    corner = np.exp(-(rows**2 + columns**2) / 4).astype(np.float32)
    assert similarity(corner, 3 * corner) == pytest.approx(1, abs=1e-5)
    assert similarity(corner, corner[::-1, ::-1]) < 0.5
    nothing = np.zeros((7, 7), np.float32)
    assert similarity(corner, nothing) == 0
    assert similarity(nothing, nothing) == 1


def test_a_map_that_outlives_the_weights_is_called_out(steps):
    def ends_at(value):
        return (*steps[:-1], CascadeStep("conv2", steps[-1].heat, value))

    assert survives(ends_at(0.8), 0.6)
    assert not survives(ends_at(0.6), 0.6)


def test_progress_covers_all_steps_and_can_stop_them(small, film):
    told = []
    cascade("eigen-cam", film, Target("covid"), small, progress=lambda *now: told.append(now))
    assert told == [(2 * step, 12) for step in range(1, 7)]

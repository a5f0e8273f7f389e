import pytest

from model.training.loop import Phase, freeze, learning_rate, phases

pytestmark = pytest.mark.tensorflow


def test_the_head_comes_first_and_at_ten_times_the_rate():
    head, tune = phases(1, 8, unfrozen_from="conv4", rate=2e-4)
    assert (head.name, head.epochs, head.rate) == ("head", 1, pytest.approx(2e-3))
    assert (tune.name, tune.epochs, tune.rate, tune.unfrozen_from) == (
        "fine-tune",
        8,
        2e-4,
        "conv4",
    )


def test_a_phase_without_epochs_is_left_out():
    assert [phase.name for phase in phases(0, 2, unfrozen_from="all", rate=1e-4)] == ["fine-tune"]


def test_rate_climbs_then_falls_to_a_hundredth():
    phase = Phase("p", "head", 1, 1.0, warm_up=0.1)
    rates = [learning_rate(phase, step, 100) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9] == rates[10] == pytest.approx(1.0)
    assert rates[55] == pytest.approx(0.505)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert learning_rate(phase, 100, 100) == pytest.approx(0.01)


def test_frozen_backbone_leaves_the_head_alone(tiny_network):
    import keras

    network = keras.models.clone_model(tiny_network)
    freeze(network, Phase("head", "head", 1, 1e-3))
    assert [variable.path for variable in network.trainable_variables] == [
        "logits/kernel",
        "logits/bias",
    ]


def test_unfreezing_starts_at_the_block_and_spares_batch_normalisation(tiny_network):
    import keras

    network = keras.models.clone_model(tiny_network)
    freeze(network, Phase("fine-tune", "conv5", 1, 1e-4))
    learning = {variable.path.split("/")[0] for variable in network.trainable_variables}
    assert "logits" in learning
    assert all(name == "logits" or name.startswith("conv5") for name in learning)
    assert not any(name.endswith("_bn") for name in learning)
    assert len(learning) == 11  # ten convolutions of the last stage, and the head

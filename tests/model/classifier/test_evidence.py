import numpy as np
import pytest

from model.classifier.evidence import EvidenceMaps, evidence_maps


def test_contributions_sum_to_the_logit_without_its_bias():
    generator = np.random.default_rng(3)
    maps = generator.random((7, 7, 16), dtype=np.float32)
    weights = generator.normal(size=(16, 4)).astype(np.float32)
    evidence = evidence_maps(maps, weights)
    np.testing.assert_allclose(
        evidence.contributions.sum(axis=(1, 2)), maps.mean(axis=(0, 1)) @ weights, rtol=1e-4
    )


def test_negative_evidence_is_cut_and_nothing_is_rescaled():
    contributions = np.zeros((4, 7, 7), np.float32)
    contributions[2, 0, 0], contributions[2, 6, 6] = 0.25, -3.0
    evidence = EvidenceMaps(contributions)
    bacterial = evidence.map_of("bacterial")
    assert bacterial[0, 0] == np.float32(0.25)
    assert bacterial.sum() == np.float32(0.25)
    assert evidence.map_of("viral").max() == 0.0


def test_a_zero_map_stays_zero_when_enlarged():
    evidence = EvidenceMaps(np.zeros((4, 7, 7), np.float32))
    enlarged = evidence.upsampled("covid")
    assert enlarged.shape == (224, 224)
    assert enlarged.dtype == np.float32
    assert not enlarged.any()


def test_enlarging_keeps_the_scale():
    evidence = EvidenceMaps(np.full((4, 7, 7), 0.5, np.float32))
    np.testing.assert_allclose(evidence.upsampled("healthy", 56), np.full((56, 56), 0.5))


@pytest.mark.tensorflow
def test_closed_form_equals_the_gradient_tape(tiny_network):
    import tensorflow as tf

    from model.classifier.export import serving_network

    picture = np.random.default_rng(5).random((1, 32, 32, 3), dtype=np.float32) * 255
    network = serving_network(tiny_network)
    head = tiny_network.get_layer("logits")
    with tf.GradientTape(persistent=True) as tape:
        _, maps, _ = network(picture)
        tape.watch(maps)
        logits = head(tf.reduce_mean(maps, axis=(1, 2)))
        scores = [logits[0, index] for index in range(4)]
    closed = evidence_maps(maps.numpy()[0], head.kernel.numpy())
    for index, score in enumerate(scores):
        importance = tf.reduce_mean(tape.gradient(score, maps), axis=(1, 2))
        expected = tf.nn.relu(tf.reduce_sum(maps * importance[:, None, None, :], axis=-1))
        np.testing.assert_allclose(closed.values[index], expected.numpy()[0], rtol=1e-4, atol=1e-6)

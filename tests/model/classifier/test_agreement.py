"""The committed serving graph against the committed Keras weights, on 100 pictures.

Twenty of them each time, all hundred with the slow tests.
"""

from pathlib import Path

import numpy as np
import pytest

from model.augment.presets import PRESETS
from model.classifier.artefacts import KERAS_WEIGHTS, weights_folder
from model.classifier.engine import Engine
from model.classifier.evidence import evidence_maps
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from model.training.dataset import read_index, read_pixels

pytestmark = pytest.mark.tensorflow

SAMPLES = Path(__file__).resolve().parents[3] / "assets" / "samples"
COUNT = 100
HOW_MANY = pytest.mark.parametrize("count", [20, pytest.param(COUNT, marks=pytest.mark.slow)])


def changed_samples():
    """The committed samples, each augmented until there are 100 pictures."""
    files = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".png", ".jpg", ".dcm"})
    small = [network_input(read_radiograph(path.read_bytes()).pixels)[..., 0] for path in files]
    generator = np.random.default_rng(20261121)
    grey = [
        PRESETS["first-run"].pipeline.apply(small[index % len(small)] / np.float32(255), generator)
        for index in range(COUNT)
    ]
    return np.repeat(np.stack(grey)[..., np.newaxis] * np.float32(255), 3, axis=-1)


def val_films(folder):
    """Every seventh film of val."""
    films = read_index(folder, ["val"])[::7][:COUNT]
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    return np.repeat(pixels[..., np.newaxis].astype(np.float32), 3, axis=-1)


def gradient_maps(network, pictures):
    """Grad-CAM of the likeliest class through a gradient, float32 ``(N, 7, 7)``; logits."""
    import tensorflow as tf

    from model.classifier.export import serving_network

    both = serving_network(network)
    with tf.GradientTape() as tape:
        logits, maps, _ = both(tf.constant(pictures), training=False)
        likeliest = tf.reduce_max(logits, axis=1)
    gradients = tape.gradient(likeliest, maps)
    importance = tf.reduce_mean(gradients, axis=(1, 2), keepdims=True)
    heatmaps = tf.nn.relu(tf.reduce_sum(maps * importance, axis=-1))
    return heatmaps.numpy(), logits.numpy()


@pytest.fixture(scope="module")
def network():
    from model.classifier.network import build_network

    return build_network(weights_folder() / KERAS_WEIGHTS)


def agree(pictures, network):
    assert len(pictures) in {20, COUNT}
    engine = Engine.load("fp32")
    for start in range(0, len(pictures), 20):
        part = pictures[start : start + 20]
        expected_maps, expected = gradient_maps(network, part)
        forward = engine.run(part)
        np.testing.assert_allclose(forward.logits, expected, atol=0.05, rtol=0)
        for own, their, logits in zip(forward.maps, expected_maps, expected, strict=True):
            evidence = evidence_maps(own, engine.head_weights).values[logits.argmax()]
            assert np.corrcoef(evidence.ravel(), their.ravel())[0, 1] >= 0.999


@HOW_MANY
def test_engine_and_keras_agree_on_changed_samples(network, count):
    agree(changed_samples()[:: COUNT // count], network)


@pytest.mark.data
@HOW_MANY
def test_engine_and_keras_agree_on_val(data_folder, network, count):
    agree(val_films(data_folder)[:: COUNT // count], network)

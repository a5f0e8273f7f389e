import numpy as np
import pytest

from tests.dicom_factory import chest


@pytest.fixture(scope="session")
def small_network():
    """The classifier's graph, seeded random weights, 64 × 64 input, 2 × 2 maps at the end."""
    import keras

    from model.classifier.network import build_network

    keras.utils.set_random_seed(20261121)
    return build_network(None, input_size=64)


@pytest.fixture(scope="session")
def small_folder(small_network, write_artefacts, tmp_path_factory):
    return write_artefacts(small_network, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small(small_network, small_folder):
    """The small network behind the real engine, as the explorer has the real one."""
    from model.classifier.engine import Engine
    from model.explain.keras_network import KerasNetwork
    from model.explain.network import Explained

    explained = Explained(Engine.load(folder=small_folder), small_folder)
    # The shipped network has 224 × 224 pixels; `load` would build it that large.
    explained._keras = KerasNetwork(small_network)
    return explained


@pytest.fixture(scope="session")
def film():
    """A made-up chest radiograph as the small network takes it, float32 (64, 64, 3)."""
    return np.repeat(255 * chest(64, 64)[..., np.newaxis], 3, axis=2).astype(np.float32)

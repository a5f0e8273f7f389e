import numpy as np
import pytest

from model.errors import WeightsUnavailableError

pytestmark = pytest.mark.tensorflow


def test_the_graph_is_flat_and_answers_logits(tiny_network):
    import keras

    assert not any(isinstance(layer, keras.Model) for layer in tiny_network.layers)
    assert tiny_network.get_layer("conv5_block3_out").output.shape[-1] == 2048
    logits = tiny_network.predict_on_batch(np.full((2, 32, 32, 3), 128, np.float32))
    assert logits.shape == (2, 4)
    assert tiny_network.get_layer("logits").activation is keras.activations.linear


def test_preprocessing_is_inside(tiny_network):
    # The graph subtracts the ImageNet means of blue, green and red; a picture of just those greys
    # must reach the first convolution as zero.
    import keras

    red, green, blue = 123.68, 116.779, 103.939
    first = keras.Model(tiny_network.input, tiny_network.get_layer("conv1_pad").output)
    padded = first.predict_on_batch(
        np.broadcast_to(np.array([red, green, blue], np.float32), (1, 32, 32, 3)).copy()
    )
    np.testing.assert_allclose(padded, 0, atol=1e-4)


def test_weights_come_back_as_they_were_stored(tiny_network, tmp_path):
    from model.classifier.network import build_network, save_weights

    save_weights(tiny_network, tmp_path / "w.npz")
    again = build_network(tmp_path / "w.npz", input_size=32)
    for old, new in zip(tiny_network.variables, again.variables, strict=True):
        if "seed_generator" not in old.path:
            expected = np.asarray(old.value).astype(np.float16).astype(np.float32)
            np.testing.assert_array_equal(np.asarray(new.value), expected)


def test_weights_that_are_not_there_or_do_not_fit(tiny_network, tmp_path):
    from model.classifier.network import load_weights

    with pytest.raises(WeightsUnavailableError, match=r"nowhere\.npz"):
        load_weights(tiny_network, tmp_path / "nowhere.npz")
    np.savez(tmp_path / "other.npz", kernel=np.zeros(3))
    with pytest.raises(WeightsUnavailableError, match=r"other\.npz"):
        load_weights(tiny_network, tmp_path / "other.npz")


def test_imagenet_without_the_internet_is_a_coded_error(monkeypatch):
    import keras

    from model.classifier.network import build_network

    def no_network(**_):
        from urllib.error import URLError

        try:
            raise URLError("no route to host")
        except URLError:
            # What keras.utils.get_file does with it.
            raise Exception("URL fetch failure") from None  # noqa: TRY002

    monkeypatch.setattr(keras.applications, "ResNet50", no_network)
    with pytest.raises(WeightsUnavailableError, match="imagenet"):
        build_network("imagenet")

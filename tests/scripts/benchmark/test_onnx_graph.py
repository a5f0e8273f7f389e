import numpy as np
import onnx
import onnxruntime
import pytest

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def exported(tiny_network, tmp_path_factory):
    from scripts.benchmark.onnx_graph import write_onnx

    path = tmp_path_factory.mktemp("onnx") / "network.onnx"
    write_onnx(tiny_network, path)
    return path


def test_it_is_valid(exported):
    onnx.checker.check_model(onnx.load(exported), full_check=True)


def test_it_answers_as_keras_does(exported, tiny_network):
    import keras

    pictures = np.random.default_rng(7).uniform(0, 255, (3, 32, 32, 3)).astype(np.float32)
    outputs = [tiny_network.output, tiny_network.get_layer("conv5_block3_out").output]
    expected = keras.Model(tiny_network.input, outputs).predict(pictures, verbose=0)
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    logits, maps = session.run(["logits", "maps"], {"picture": pictures})
    np.testing.assert_allclose(logits, expected[0], rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(maps, expected[1], rtol=1e-3, atol=1e-3)

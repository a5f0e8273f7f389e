import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from model.classifier.engine import Engine, load_feature_space
from model.errors import ArtefactDamagedError, ArtefactMissingError

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def engine(tiny_artefacts):
    return Engine.load("fp32", tiny_artefacts)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(2).random((6, 32, 32, 3), dtype=np.float32) * 255


def test_engine_and_keras_agree(engine, tiny_network, pictures):
    from model.classifier.export import serving_network

    logits, maps, features = serving_network(tiny_network).predict_on_batch(pictures)
    forward = engine.run(pictures)
    # Storage is float16; the largest differences come from its rounding.
    np.testing.assert_allclose(forward.logits, logits, atol=0.05)
    np.testing.assert_allclose(forward.features, features, atol=0.05)
    np.testing.assert_allclose(forward.maps, maps, atol=0.05)
    assert forward.maps.shape == (6, 1, 1, 2048)


def test_logits_are_the_features_times_the_head(engine, pictures):
    forward = engine.run(pictures)
    np.testing.assert_allclose(
        forward.features @ engine.head_weights + engine.head_bias, forward.logits, atol=0.01
    )


def test_threads_do_not_mix_their_pictures(engine, pictures):
    alone = [engine.run(picture[np.newaxis]).logits for picture in pictures]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda index: engine.run(pictures[index % 6][None]), range(48)))
    for index, forward in enumerate(together):
        np.testing.assert_array_equal(forward.logits, alone[index % 6])


def test_many_pictures_come_back_in_their_order(engine):
    """From `MANY` on, they are shared out among the cores; 11 do not divide evenly."""
    many = np.random.default_rng(8).random((11, 32, 32, 3), dtype=np.float32) * 255
    together = engine.run(many)
    for index, picture in enumerate(many):
        alone = engine.run(picture[np.newaxis])
        np.testing.assert_allclose(together.logits[index], alone.logits[0], atol=1e-4)
        np.testing.assert_allclose(together.maps[index], alone.maps[0], atol=1e-4)
        np.testing.assert_allclose(together.features[index], alone.features[0], atol=1e-4)


def test_threads_do_not_mix_their_batches(engine):
    batches = np.random.default_rng(9).random((6, 9, 32, 32, 3), dtype=np.float32) * 255
    alone = [engine.run(batch).logits for batch in batches]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda index: engine.run(batches[index % 6]).logits, range(24)))
    for index, logits in enumerate(together):
        np.testing.assert_array_equal(logits, alone[index % 6])


def test_results_outlive_the_next_run(engine, pictures):
    first = engine.run(pictures[:1])
    kept = first.logits.copy()
    engine.run(pictures[1:2])
    np.testing.assert_array_equal(first.logits, kept)


def test_fp32_runs_the_network_as_it_was_trained(tiny_artefacts, tmp_path, pictures):
    """Where the manifest knows a float16 graph, the serving graph is another."""
    from model.classifier.artefacts import file_sha256

    folder = shutil.copytree(tiny_artefacts, tmp_path / "weights")
    for ending in ("xml", "bin"):
        (folder / f"negatoscope.{ending}").rename(folder / f"negatoscope.fp16.{ending}")
        (folder / f"negatoscope.{ending}").write_bytes(b"another")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for path in folder.glob("negatoscope.*"):
        size = path.stat().st_size
        manifest["files"][path.name] = {"sha256": file_sha256(path), "size": size}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    engine = Engine.load("fp32", folder)
    assert engine.run(pictures).logits.shape == (6, 4)
    assert engine.model_sha256 == manifest["files"]["negatoscope.fp16.bin"]["sha256"]
    assert engine.model_sha256 != engine.manifest.model_sha256
    with pytest.raises(ArtefactDamagedError, match=r"negatoscope\.xml"):
        Engine.load("auto", folder)


@pytest.mark.parametrize("name", ["negatoscope.xml", "negatoscope.bin", "feature_space.npz"])
def test_a_changed_file_is_refused(tiny_artefacts, tmp_path, name):
    folder = shutil.copytree(tiny_artefacts, tmp_path / "weights")
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ArtefactDamagedError, match=name):
        Engine.load(folder=folder)


def test_a_missing_file_is_named(tiny_artefacts, tmp_path):
    folder = shutil.copytree(tiny_artefacts, tmp_path / "weights")
    (folder / "negatoscope.bin").unlink()
    with pytest.raises(ArtefactMissingError, match=r"negatoscope\.bin"):
        Engine.load(folder=folder)


def test_a_graph_that_the_manifest_vouches_for_but_openvino_cannot_read(tiny_artefacts, tmp_path):
    from model.classifier.artefacts import file_sha256

    folder = shutil.copytree(tiny_artefacts, tmp_path / "weights")
    (folder / "negatoscope.xml").write_text("not a graph", encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["negatoscope.xml"]["sha256"] = file_sha256(folder / "negatoscope.xml")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ArtefactDamagedError, match=r"negatoscope\.xml"):
        Engine.load(folder=folder)


def test_a_feature_space_without_an_array(tmp_path):
    np.savez(tmp_path / "space.npz", head_weights=np.zeros((2, 4)))
    with pytest.raises(ArtefactDamagedError, match=r"space\.npz"):
        load_feature_space(tmp_path / "space.npz")

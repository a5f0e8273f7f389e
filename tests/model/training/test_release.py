import json
import shutil

import numpy as np
import pytest

from model.classifier.artefacts import FEATURE_SPACE, GRAPH_WEIGHTS, file_sha256, load_manifest
from model.classifier.engine import load_feature_space
from model.training import release
from model.training.feature_space import fit_feature_space
from model.training.gate_fit import FIXED_GATE, Gate
from tests.model.training.lessons import make_lessons

pytestmark = pytest.mark.tensorflow


def test_the_record_keeps_the_order_of_the_runs(tmp_path):
    from model.training.release import training_record

    starts = {"a": "/somewhere/start.npz", "b": str(tmp_path / "a" / "best.npz")}
    for name, rate, recall in [("a", 0.1, 0.7), ("b", 0.2, 0.8)]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "settings.json").write_text(
            json.dumps({"plan": {"rate": rate, "weights": starts[name]}}), encoding="utf-8"
        )
        (tmp_path / name / "history.csv").write_text(
            f"epoch,macro_recall\n1,{recall}\n", encoding="utf-8"
        )
    assert training_record([tmp_path / "a", tmp_path / "b", tmp_path / "missing"]) == {
        "runs": [
            {"run": 1, "plan": {"rate": 0.1, "weights": "start.npz"}},
            {"run": 2, "plan": {"rate": 0.2, "weights": "runs/1/best.npz"}},
        ],
        "history": [
            {"run": "1", "epoch": "1", "macro_recall": "0.7"},
            {"run": "2", "epoch": "1", "macro_recall": "0.8"},
        ],
    }


def test_runs_that_went_on_from_released_weights_are_numbered_on(tmp_path):
    from model.training.release import training_record

    start = tmp_path / "weights" / "negatoscope.keras.npz"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "settings.json").write_text(
        json.dumps({"plan": {"weights": str(start)}}), encoding="utf-8"
    )
    (tmp_path / "more" / "history.csv").write_text("epoch\n1\n", encoding="utf-8")
    before = {"runs": [{"run": 1}, {"run": 2}], "history": [{"run": "2", "epoch": "1"}]}
    runs = [tmp_path / "more"]
    assert training_record(runs, start, before) == {
        "runs": [{"run": 1}, {"run": 2}, {"run": 3, "plan": {"weights": "runs/2/best.npz"}}],
        "history": [{"run": "2", "epoch": "1"}, {"run": "3", "epoch": "1"}],
    }
    elsewhere = tmp_path / "other.npz"
    assert training_record(runs, elsewhere, before)["runs"] == [
        {"run": 1, "plan": {"weights": "negatoscope.keras.npz"}}
    ]
    assert training_record(runs, start, {})["runs"][0]["run"] == 1


def test_calibration_is_the_one_of_the_module(tmp_path):
    from model.classifier.calibration import probabilities
    from model.training.release import calibration

    generator = np.random.default_rng(0)
    truth = np.repeat(np.arange(4), 50)
    logits = (generator.normal(0, 1, (200, 4)) + 2 * np.eye(4)[truth]).astype(np.float32)
    entries = calibration(logits, truth)
    assert entries["conformal"]["coverage"] == 0.9
    own = probabilities(logits, entries["temperature"])[truth == 3, 3]
    # Fifty films: floor(51 × 0.1) = 5, the fifth smallest.
    assert entries["conformal"]["thresholds"]["viral"] == pytest.approx(np.sort(own)[4])


def test_the_operating_point_is_part_of_the_bias(tiny_network):
    import keras

    from model.training.fit import Examples, predict_logits
    from model.training.release import set_operating_point

    network = keras.models.clone_model(tiny_network)
    network.set_weights(tiny_network.get_weights())
    generator = np.random.default_rng(0)
    truth = np.repeat(np.arange(4), 3)
    val = Examples(
        pixels=generator.integers(0, 255, (12, 32, 32), dtype=np.uint8),
        targets=np.eye(4, dtype=np.float32)[truth],
        drawing=np.full(12, 1 / 12),
    )
    before = predict_logits(network, val.pixels)
    offsets = set_operating_point(network, val)
    assert offsets["healthy"] == 0
    moved = predict_logits(network, val.pixels) - before
    np.testing.assert_allclose(moved, np.tile(list(offsets.values()), (12, 1)), atol=1e-3)


@pytest.mark.parametrize(("int8_recall", "serves"), [(0.8, b"int8"), (0.7, b"fp16")])
def test_int8_serves_only_where_it_costs_next_to_nothing(
    tiny_network, tmp_path, monkeypatch, int8_recall, serves
):
    from model.training import release
    from model.training.fit import Examples
    from model.training.quantise import Comparison

    def quantise(graph, pixels, output):
        assert len(pixels) == release.CALIBRATION_FILMS
        for path in (output, output.with_suffix(".bin")):
            path.write_bytes(b"int8")

    for ending in ("xml", "bin"):
        (tmp_path / f"negatoscope.fp16.{ending}").write_bytes(b"fp16")
    monkeypatch.setattr(release, "quantise", quantise)
    monkeypatch.setattr(release, "read_graph", lambda graph: graph)
    monkeypatch.setattr(release, "compile_graph", lambda graph: graph)
    monkeypatch.setattr(release, "compare", lambda *_: Comparison(0.8, int8_recall, 0.99, 0.98))
    films = np.zeros((release.CALIBRATION_FILMS, 2, 2), np.uint8)
    val = Examples(films[:1], np.eye(4, dtype=np.float32)[:1], np.ones(1))
    release.choose_graph(tmp_path, tiny_network, films, val)
    for ending in ("xml", "bin"):
        assert (tmp_path / f"negatoscope.{ending}").read_bytes() == serves
        assert (tmp_path / f"negatoscope.fp16.{ending}").exists() == (serves == b"int8")


def test_new_weights_keep_the_lung_finder_and_nothing_measured_on_the_old():
    from model.training.release import FILES, lasting_explanation

    parts = {"lungs": {"thresholds": {"area": 0.05}}, "verdict": {"n": 1}, "shortcuts": {"n": 2}}
    kept = {"lungs": {"thresholds": {"area": 0.05}}}
    assert lasting_explanation({"explanation": parts}) == kept
    assert lasting_explanation({}) == {}
    assert {"lungs.xml", "lungs.bin"} <= set(FILES)


LIMITS = {"distance": 1.0, "view": -1.0, "child": 0.5, "adult": -0.5}


@pytest.fixture
def folder(tiny_artefacts, tmp_path):
    return shutil.copytree(tiny_artefacts, tmp_path / "weights")


def test_the_gate_is_replaced_and_the_network_stays(folder, tmp_path, monkeypatch):
    asked = []

    def fit_gate(see, source, head_weights, head_bias):
        asked.append((source, see(np.zeros((1, 32, 32), np.uint8), "one").shape))
        space = fit_feature_space(make_lessons(2048), head_weights, head_bias, components=6)
        return Gate(space, LIMITS, {"learnt_from": {"films": 40}})

    monkeypatch.setattr(release, "fit_gate", fit_gate)
    monkeypatch.setattr(release, "data_folder", lambda path: path)
    before = load_manifest(folder)
    head = load_feature_space(folder / FEATURE_SPACE).head_weights
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    release.release_gate(tmp_path, folder)
    after = load_manifest(folder)
    # Features of the graph in the folder, 2,048 of them.
    assert asked == [(tmp_path, (1, 2048))]
    assert after.gate == {**FIXED_GATE, **LIMITS}
    assert after.training["gate"] == {"learnt_from": {"films": 40}}
    assert after.files[FEATURE_SPACE].sha256 == file_sha256(folder / FEATURE_SPACE)
    assert after.files[FEATURE_SPACE] != before.files[FEATURE_SPACE]
    assert after.files[GRAPH_WEIGHTS] == before.files[GRAPH_WEIGHTS]
    assert (after.temperature, after.figures) == (before.temperature, before.figures)
    space = load_feature_space(folder / FEATURE_SPACE)
    assert space.basis.shape == (2048, 6)
    assert (space.head_weights == head).all()
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert list(found) == list(entries)

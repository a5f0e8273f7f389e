"""The gate alone is fitted anew, and the manifest vouches for it."""

import json
import shutil

import numpy as np
import pytest

from model.classifier.artefacts import FEATURE_SPACE, GRAPH_WEIGHTS, file_sha256, load_manifest
from model.classifier.engine import load_feature_space
from model.training import gate_release
from model.training.feature_space import fit_feature_space
from model.training.gate_fit import Gate
from tests.model.training.lessons import make_lessons

pytestmark = pytest.mark.tensorflow

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

    monkeypatch.setattr(gate_release, "fit_gate", fit_gate)
    monkeypatch.setattr(gate_release, "data_folder", lambda path: path)
    before = load_manifest(folder)
    head = load_feature_space(folder / FEATURE_SPACE).head_weights
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    gate_release.release_gate(tmp_path, folder)
    after = load_manifest(folder)
    # Features of the graph in the folder, 2,048 of them.
    assert asked == [(tmp_path, (1, 2048))]
    assert after.gate == {**gate_release.FIXED_GATE, **LIMITS}
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

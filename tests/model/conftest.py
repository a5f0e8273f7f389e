import json

import numpy as np
import pytest


@pytest.fixture(scope="session")
def write_artefacts():
    """`write_artefacts(network, folder)`: a folder like `model/weights`, from any network."""
    return _write_artefacts


@pytest.fixture(scope="session")
def tiny_artefacts(tiny_network, tmp_path_factory):
    """A folder like `model/weights`, made from the tiny network; 32 × 32 input, 1 × 1 maps."""
    return _write_artefacts(tiny_network, tmp_path_factory.mktemp("weights"))


def _write_artefacts(network, folder):
    from model.classifier.artefacts import (
        FEATURE_SPACE,
        GRAPH,
        GRAPH_WEIGHTS,
        KERAS_WEIGHTS,
        MANIFEST,
        file_sha256,
    )
    from model.classifier.classes import CLASSES
    from model.classifier.export import export_graph
    from model.training.feature_space import fit_feature_space, save_feature_space
    from tests.model.training.lessons import make_lessons

    export_graph(network, folder)
    head = network.get_layer("logits")
    space = fit_feature_space(
        make_lessons(2048), np.asarray(head.kernel), np.asarray(head.bias), components=8
    )
    save_feature_space(space, folder / FEATURE_SPACE)
    manifest = {
        "labels": list(CLASSES),
        "temperature": 1.5,
        "conformal": {"coverage": 0.9, "thresholds": dict.fromkeys(CLASSES, 0.2)},
        "gate": {
            "smallest_side": 128,
            "chroma": 0.02,
            "flat": 0.33,
            "distance": 1.9,
            "view": 99.0,
            "child": 0.0,
            "adult": 0.0,
        },
        "training": {},
        "figures": {},
        "files": {
            name: {"sha256": file_sha256(folder / name), "size": (folder / name).stat().st_size}
            for name in (GRAPH, GRAPH_WEIGHTS, KERAS_WEIGHTS, FEATURE_SPACE)
        },
    }
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return folder

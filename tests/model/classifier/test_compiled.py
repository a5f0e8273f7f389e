from pathlib import Path

import pytest

from model.classifier.artefacts import GRAPH, GRAPH_WEIGHTS, weights_folder
from model.classifier.compiled import compile_graph, read_graph

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("hint", ["LATENCY", "THROUGHPUT"])
def test_no_processor_rounds_to_bfloat16(hint):
    network = read_graph(weights_folder() / GRAPH, weights_folder() / GRAPH_WEIGHTS)
    compiled = compile_graph(network, hint)
    assert compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name() == "f32"
    assert compiled.get_property("PERFORMANCE_HINT") == hint


def test_every_graph_is_compiled_here():
    found = [
        path for path in (ROOT / "model").rglob("*.py") if "compile_model(" in path.read_text()
    ]
    assert found == [ROOT / "model" / "classifier" / "compiled.py"]


def test_weights_are_looked_for_beside_the_graph(tmp_path):
    with pytest.raises(RuntimeError):
        read_graph(tmp_path / "graph.xml")

"""One way to compile a graph, so that every processor gives the same answer."""

from pathlib import Path
from typing import Any, Literal

import openvino

Hint = Literal["LATENCY", "THROUGHPUT"]
"""One picture as soon as possible, or many in the shortest time."""


def read_graph(graph: Path, weights: Path | None = None) -> openvino.Model:
    """Read a graph from its two files.

    Args:
        graph: The ``.xml``.
        weights: The ``.bin``; the file beside `graph` where there is none given.

    Raises:
        RuntimeError: The files are no graph.
    """
    return openvino.Core().read_model(graph, weights or graph.with_suffix(".bin"))


def compile_graph(network: openvino.Model, hint: Hint = "LATENCY") -> Any:
    """Compile a graph for the processor, with float32 wherever it is not int8.

    Left to itself OpenVINO takes bfloat16 where the processor has it: a network that is not int8
    would then answer differently on another machine, by up to 2 % of a logit. The int8 graph gains
    nothing from it.

    Args:
        network: The graph.
        hint: What to compile for.

    Returns:
        OpenVINO compiled model.

    Raises:
        RuntimeError: The graph cannot be compiled.
    """
    options = {"PERFORMANCE_HINT": hint, "INFERENCE_PRECISION_HINT": "f32"}
    return openvino.Core().compile_model(network, "CPU", options)

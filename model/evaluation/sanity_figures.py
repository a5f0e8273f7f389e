"""Cascading weight randomisation over several films: which maps outlive the weights."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES
from model.explain.heat_map import HeatMap
from model.explain.methods import METHODS, explain
from model.explain.network import Explained
from model.explain.randomise import randomised_networks, similarity
from model.explain.target import Target

FILMS: Final = 16

NAMES: Final = tuple(name for name, method in METHODS.items() if not method.slow)
"""Methods that are tried here: those of one forward pass. The page tries every other on request."""


def sanity_figures(network: Explained, pictures: NDArray[np.float32]) -> dict[str, Any]:
    """Similarity of the maps to those of the trained network, step by step.

    Args:
        network: The shipped network.
        pictures: float32 ``(N, 224, 224, 3)`` in [0, 255]; the first `FILMS` are used.

    Returns:
        JSON values. ``similarity``: for each method the mean SSIM after each step. ``unrelated``:
        median and 95th percentile of the SSIM between the trained network's maps of two films.
    """
    chosen = pictures[:FILMS]
    targets = [
        Target(CLASSES[int(row.argmax())])
        for row in (network.run(picture[np.newaxis]).logits[0] for picture in chosen)
    ]
    steps: dict[str, list[list[HeatMap]]] = {name: [] for name in NAMES}
    layers = []
    for layer, changed in randomised_networks(network.gradients()):
        layers.append(layer)
        for name in NAMES:
            steps[name].append(
                [
                    explain(name, picture, target, changed)
                    for picture, target in zip(chosen, targets, strict=True)
                ]
            )
    means = {
        name: {
            layer: round(
                float(
                    np.mean(
                        [
                            similarity(before.values, after.values)
                            for before, after in zip(found[0], now, strict=True)
                        ]
                    )
                ),
                4,
            )
            for layer, now in zip(layers, found, strict=True)
        }
        for name, found in steps.items()
    }
    pairs = [
        similarity(one.values, other.values)
        for found in steps.values()
        for index, one in enumerate(found[0])
        for other in found[0][:index]
    ]
    return {
        "films": len(chosen),
        "similarity": means,
        "unrelated": {
            "median": round(float(np.median(pairs)), 4),
            "p95": round(float(np.quantile(pairs, 0.95)), 4),
        },
    }

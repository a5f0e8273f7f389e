"""What the gate measures on the network's own features: strangeness, view, age.

All of it comes from the pooled features of the one forward pass that answers as well.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.engine import FeatureSpace

VIEWS: Final = (
    "lateral-view",
    "turned-clockwise",
    "turned-counter-clockwise",
    "upside-down",
    "inverted",
    "cropped",
    "not-a-chest",
)
"""What a picture may be instead of a whole, upright, frontal chest film: the codes of the refusals,
in the order of `FeatureSpace.views`."""

CHILD: Final = "child"
"""Name of the signal for the age of the patient."""


def feature_signals(
    features: NDArray[np.float32], space: FeatureSpace
) -> dict[str, NDArray[np.float32]]:
    """Measure where pooled features lie among the training films.

    A network squeezes what it has learnt into few directions; a picture of something else has parts
    in the others. The length of those parts finds what nobody thought of. What can be named is told
    apart by linear heads on the same coordinates.

    Args:
        features: float32 ``(N, 2048)``, pooled features.
        space: The training films, and what is told apart.

    Returns:
        ``distance``: float32 ``(N,)``, Euclidean distance from the span of the training films, in
        units of activation, ≥ 0. For each of `VIEWS`, and for ``child``: float32 ``(N,)``, log-odds
        against a frontal film, or against an adult; positive = more likely than that.

    References:
        Distance from the principal span: Wang et al. 2022 (ViM), arXiv:2203.10807.
    """
    distance, coordinates = locate(features, space)
    views = coordinates @ space.views[:-1] + space.views[-1]
    child = coordinates @ space.age[:-1] + space.age[-1]
    return {
        "distance": distance,
        **{name: views[:, index].astype(np.float32) for index, name in enumerate(VIEWS)},
        CHILD: child.astype(np.float32),
    }


def locate(
    features: NDArray[np.float32], space: FeatureSpace
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Split features into the part within the training films' span and the part outside.

    Args:
        features: float32 ``(N, 2048)``.
        space: The training films.

    Returns:
        Distance from the span, float32 ``(N,)``; direction in whitened coordinates, the distance
        being the last one, float32 ``(N, D + 1)``, each row of length 1.
    """
    centred = features - space.mean
    components = centred @ space.basis
    distance = np.linalg.norm(centred - components @ space.basis.T, axis=1)
    mean, deviation = space.residual
    whitened = np.column_stack([components / space.scales, (distance - mean) / deviation])
    norms = np.linalg.norm(whitened, axis=1, keepdims=True)
    return distance.astype(np.float32), (whitened / np.maximum(norms, 1e-12)).astype(np.float32)

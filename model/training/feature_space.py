"""Fit the space in which the gate measures how far a picture is from the training films."""

import dataclasses
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from model.classifier.engine import FeatureSpace
from model.classifier.gate import locate

COMPONENTS = 128
"""Principal components that span the training films; they hold over 99 % of the variance."""

SHRINKAGE = 0.01
"""Inverse strength of the discriminant's penalty: few lateral views are at hand to learn from."""


def fit_feature_space(
    features: NDArray[np.float32],
    lateral: NDArray[np.float32],
    head_weights: NDArray[np.float32],
    head_bias: NDArray[np.float32],
    components: int = COMPONENTS,
) -> FeatureSpace:
    """Find the span of the training features and what a lateral view looks like in it.

    Args:
        features: float32 ``(M, 2048)``, pooled features of frontal training films.
        lateral: float32 ``(K, 2048)``, pooled features of lateral views.
        head_weights: float32 ``(2048, 4)``, kernel of the dense layer.
        head_bias: float32 ``(4,)``, its bias.
        components: Principal components to keep.

    Returns:
        The space.
    """
    analysis = PCA(components, svd_solver="randomized", random_state=0).fit(features)
    span = FeatureSpace(
        head_weights=head_weights,
        head_bias=head_bias,
        mean=analysis.mean_.astype(np.float32),
        basis=analysis.components_.T.astype(np.float32),
        scales=np.sqrt(analysis.explained_variance_).astype(np.float32),
        residual=np.array([0, 1], np.float32),
        lateral=np.zeros(components + 2, np.float32),
    )
    distance, _ = locate(features, span)
    located = dataclasses.replace(
        span, residual=np.array([distance.mean(), distance.std()], np.float32)
    )
    views = np.concatenate([locate(part, located)[1] for part in (features, lateral)])
    # Rows of length 1 would make the penalty depend on the number of components.
    scale = np.sqrt(views.shape[1])
    discriminant = LogisticRegression(class_weight="balanced", C=SHRINKAGE, max_iter=3000)
    discriminant.fit(views * scale, np.arange(len(views)) >= len(features))
    weights = np.append(discriminant.coef_[0] * scale, discriminant.intercept_)
    return dataclasses.replace(located, lateral=weights.astype(np.float32))


def save_feature_space(space: FeatureSpace, path: Path) -> None:
    """Write a space as ``.npz``.

    Args:
        space: The space.
        path: The file to write.
    """
    with path.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **vars(space))

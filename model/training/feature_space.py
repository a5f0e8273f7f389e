"""Fit the space in which the gate measures, and the heads that name what a picture is."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from model.classifier.engine import FeatureSpace
from model.classifier.signals import VIEWS, locate

COMPONENTS: Final = 128
"""Principal components that span the training films; they hold over 99 % of the variance."""

SHRINKAGE: Final = 0.1
"""Inverse strength of the penalty on the heads. Of 0.003, 0.01, 0.03, 0.1 and 0.3 the one that
refuses most cut-out films of val while it accepts as many whole ones."""

WHOLE: Final = 9000.0
"""Weight of all frontal films together, as many as there are."""
OTHER: Final = 1200.0
"""Weight of all pictures together of each thing that is not one: few lateral views are at hand."""


@dataclass(frozen=True, eq=False)
class Lessons:
    """Pooled features of everything that the gate learns from.

    Attributes:
        films: float32 ``(M, 2048)``, films of train as they are.
        source: str ``(M,)``, data set of each.
        child: bool ``(M,)``, whether it is of a child.
        group: str ``(M,)``, films of one patient share it.
        softened: float32 ``(S, 2048)``, whole films without detail: to be accepted.
        others: For each of `VIEWS`, float32 ``(K, 2048)``.
        kinds: str ``(K,)``, kind of each picture of ``not-a-chest``.
    """

    films: NDArray[np.float32]
    source: NDArray[np.str_]
    child: NDArray[np.bool_]
    group: NDArray[np.str_]
    softened: NDArray[np.float32]
    others: Mapping[str, NDArray[np.float32]]
    kinds: NDArray[np.str_]


def fit_feature_space(
    lessons: Lessons,
    head_weights: NDArray[np.float32],
    head_bias: NDArray[np.float32],
    components: int = COMPONENTS,
) -> FeatureSpace:
    """Find the span of the training features, and in it what is no frontal film, and children.

    Args:
        lessons: What there is to learn from.
        head_weights: float32 ``(2048, 4)``, kernel of the dense layer.
        head_bias: float32 ``(4,)``, its bias.
        components: Principal components to keep.

    Returns:
        The space.
    """
    analysis = PCA(components, svd_solver="randomized", random_state=0).fit(lessons.films)
    span = FeatureSpace(
        head_weights=head_weights,
        head_bias=head_bias,
        mean=analysis.mean_.astype(np.float32),
        basis=analysis.components_.T.astype(np.float32),
        scales=np.sqrt(analysis.explained_variance_).astype(np.float32),
        residual=np.array([0, 1], np.float32),
        views=np.zeros((components + 2, len(VIEWS)), np.float32),
        age=np.zeros(components + 2, np.float32),
    )
    distance, _ = locate(lessons.films, span)
    located = dataclasses.replace(
        span, residual=np.array([distance.mean(), distance.std()], np.float32)
    )
    return dataclasses.replace(
        located, views=fit_views(lessons, located), age=fit_age(lessons, located)
    )


def fit_views(
    lessons: Lessons, space: FeatureSpace, leave_out: str | None = None
) -> NDArray[np.float32]:
    """Fit the head that tells a whole, upright, frontal chest film from everything else.

    Args:
        lessons: What there is to learn from.
        space: The span; its heads are not used.
        leave_out: A kind of picture that is kept from the lesson.

    Returns:
        float32 ``(D + 2, 7)``, see `FeatureSpace.views`.
    """
    learnt = lessons.kinds != leave_out
    others = {**lessons.others, "not-a-chest": lessons.others["not-a-chest"][learnt]}
    parts = [lessons.films, lessons.softened, *(others[name] for name in VIEWS)]
    frontal = rarity(lessons.source)
    weights = [
        frontal * (WHOLE / frontal.sum()),
        _alike(lessons.softened),
        *(
            _alike(others[name]) if name != "not-a-chest" else _by_kind(lessons.kinds[learnt])
            for name in VIEWS
        ),
    ]
    truth = np.repeat([0, *range(len(VIEWS) + 1)], [len(part) for part in parts])
    head = LogisticRegression(C=SHRINKAGE, max_iter=1000)
    head.fit(_coordinates(np.concatenate(parts), space), truth, np.concatenate(weights))
    table = np.column_stack([head.coef_ * _unit(space), head.intercept_])
    return np.asarray((table[1:] - table[0]).T, dtype=np.float32)


def fit_age(
    lessons: Lessons, space: FeatureSpace, films: NDArray[np.bool_] | None = None
) -> NDArray[np.float32]:
    """Fit the head that tells children from adults.

    Args:
        lessons: What there is to learn from.
        space: The span; its heads are not used.
        films: bool ``(M,)``, which films to learn from; all by default.

    Returns:
        float32 ``(D + 2,)``, see `FeatureSpace.age`.
    """
    chosen = np.ones(len(lessons.films), dtype=np.bool_) if films is None else films
    child = lessons.child[chosen]
    family = np.char.add(lessons.source[chosen], np.where(child, "/child", "/adult"))
    weights = rarity(family)
    for side in (child, ~child):
        weights[side] *= WHOLE / 2 / weights[side].sum()
    head = LogisticRegression(C=SHRINKAGE, max_iter=1000)
    head.fit(_coordinates(lessons.films[chosen], space), child, weights)
    return np.append(head.coef_[0] * _unit(space), head.intercept_).astype(np.float32)


def rarity(source: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weights between "films alike" and "sources alike": the root of a source's films counts.

    A head that counts films learns the largest hospital; one that counts hospitals hangs on a few
    dozen films of the smallest.

    Args:
        source: str ``(N,)``.

    Returns:
        float64 ``(N,)``, > 0.
    """
    _, position, count = np.unique(source, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / np.sqrt(count[position]), dtype=np.float64)


def _alike(features: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.full(len(features), OTHER / max(1, len(features)))


def _by_kind(kinds: NDArray[np.str_]) -> NDArray[np.float64]:
    """Kinds alike, and the pictures of a kind alike."""
    _, position, count = np.unique(kinds, return_inverse=True, return_counts=True)
    return np.asarray(OTHER / len(count) / count[position], dtype=np.float64)


def _coordinates(features: NDArray[np.float32], space: FeatureSpace) -> NDArray[np.float32]:
    return np.asarray(locate(features, space)[1] * np.float32(_unit(space)), dtype=np.float32)


def _unit(space: FeatureSpace) -> float:
    """Rows of length 1 would make the penalty depend on the number of components."""
    return float(np.sqrt(len(space.scales) + 1))


def save_feature_space(space: FeatureSpace, path: Path) -> None:
    """Write a space as ``.npz``.

    Args:
        space: The space.
        path: The file to write.
    """
    with path.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **vars(space))

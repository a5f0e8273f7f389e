"""All that the gate learns, in one call: the span, its heads, its thresholds."""

import dataclasses
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from model.classifier.engine import FeatureSpace
from model.classifier.signals import CHILD, VIEWS, feature_signals, locate
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from model.training.alterations import ALTERATIONS, SOFTENED, altered
from model.training.dataset import (
    NOT_CHEST_ARCHIVE,
    Film,
    lateral_films,
    other_pictures,
    read_index,
    read_pixels,
)
from model.training.feature_space import COMPONENTS, Lessons, fit_age, fit_feature_space, fit_views

Features = NDArray[np.float32]
See = Callable[[NDArray[np.uint8], str], Features]
"""Pooled features, float32 ``(N, 2048)``, of films uint8 ``(N, H, W)`` by the graph that serves;
the text names them beside a progress bar."""

ACCEPTANCE: Final = 0.99
"""Share of val that the whole gate accepts. At 0.95 it would refuse one film of six from hospitals
that it did not learn from, and find hardly one more picture that it should."""
UNNAMED: Final = 0.005
"""Share of val that the distance alone may refuse: it is there for what no head has a name for."""
MISTAKEN: Final = 0.005
"""Share of the adults of val that may pass for children, and of the children for adults."""
FIXED_GATE: Final = {"smallest_side": 128.0, "chroma": 0.02, "flat": 0.33}
"""Limits set by hand: below 128 px the picture would be blown up to the network's 224; up to 2 % of
coloured pixels may be an annotation; no film of train or val has as large a share of its pixels in
one grey other than black (a test measures it), and the page of a program has a larger one."""
ALTERED: Final = 1200
"""Films of train that are altered in each way; twice as many are cut: there are more ways to."""
FOLDS: Final = 5
HOME_OF_CHILDREN: Final = "kermany"
"""The data set that nearly all children come from."""


@dataclass(frozen=True, eq=False)
class Gate:
    """A fitted gate.

    Attributes:
        space: The span and its heads.
        thresholds: ``distance``, ``view``, ``child`` and ``adult``, for the manifest.
        record: What it learnt from, and how it does on what was kept from it, for the manifest.
    """

    space: FeatureSpace
    thresholds: dict[str, float]
    record: dict[str, Any]


def fit_gate(
    see: See,
    source: Path,
    head_weights: NDArray[np.float32],
    head_bias: NDArray[np.float32],
    components: int = COMPONENTS,
) -> Gate:
    """Fit the gate on train, on the learning halves of the other pictures, and on val.

    Args:
        see: What the serving graph makes of films.
        source: The data folder.
        head_weights: float32 ``(2048, 4)``, kernel of the dense layer.
        head_bias: float32 ``(4,)``, its bias.
        components: Principal components to keep.

    Returns:
        The gate.

    Raises:
        DataUnavailableError: A file of the data set is not there.
    """
    lessons = gather_lessons(see, source)
    films, pixels = _films(source, "val")
    val = see(pixels, "val")
    child = np.array([film.population == "pediatric" for film in films], dtype=np.bool_)
    space = fit_feature_space(lessons, head_weights, head_bias, components)
    thresholds = gate_thresholds(val, child, space)
    return Gate(space, thresholds, _record(lessons, val, child, space, thresholds))


def gather_lessons(see: See, source: Path) -> Lessons:
    """Everything that the gate may learn from, as features.

    Args:
        see: What the serving graph makes of films.
        source: The data folder.
    """
    films, pixels = _films(source, "train")
    side, _ = lateral_films(source)
    pictures, _ = other_pictures(source)
    found = {kind: see(_altered_films(pixels, kind), kind) for kind in (*ALTERATIONS, SOFTENED)}
    archive = source / "radiographs.zip"
    return Lessons(
        films=see(pixels, "train"),
        source=np.array([film.source for film in films], dtype=np.str_),
        child=np.array([film.population == "pediatric" for film in films], dtype=np.bool_),
        group=np.array([film.group for film in films], dtype=np.str_),
        softened=found.pop(SOFTENED),
        others={
            **found,
            "lateral-view": see(read_pixels(archive, [film.file for film in side]), "lateral"),
            "not-a-chest": see(_pictures(source / NOT_CHEST_ARCHIVE, pictures), "not chest"),
        },
        kinds=np.array([picture.label for picture in pictures], dtype=np.str_),
    )


def gate_thresholds(
    val: Features, child: NDArray[np.bool_], space: FeatureSpace
) -> dict[str, float]:
    """Choose the thresholds on val.

    Args:
        val: float32 ``(N, 2048)``, features of val, frontal films only.
        child: bool ``(N,)``, whether each is of a child.
        space: The feature space.

    Returns:
        ``distance`` refuses `UNNAMED` of val; ``view`` as many more as `ACCEPTANCE` allows. Above
        ``child`` there are `MISTAKEN` of the adults at most, below ``adult`` as many of the
        children; where the two overlap, it cannot be told.
    """
    signals = feature_signals(val, space)
    distance = float(np.quantile(signals["distance"], 1 - UNNAMED))
    near = signals["distance"] <= distance
    likeliest = np.max([signals[name] for name in VIEWS], axis=0)
    allowed = int((1 - ACCEPTANCE) * len(val)) - int((~near).sum())
    view = float(np.sort(likeliest[near])[::-1][max(0, allowed)])
    age = signals[CHILD]
    ends = (np.quantile(age[~child], 1 - MISTAKEN), np.quantile(age[child], MISTAKEN))
    return {
        "distance": distance,
        "view": view,
        "child": float(max(ends)),
        "adult": float(min(ends)),
    }


def _record(
    lessons: Lessons,
    val: Features,
    child: NDArray[np.bool_],
    space: FeatureSpace,
    thresholds: dict[str, float],
) -> dict[str, Any]:
    """What it learnt from; how it does on a kind of picture, and on children, kept from it."""
    unseen = {}
    for kind in sorted({str(name) for name in lessons.kinds}):
        blind = dataclasses.replace(space, views=fit_views(lessons, space, kind))
        limits = gate_thresholds(val, child, blind)
        own = feature_signals(lessons.others["not-a-chest"][lessons.kinds == kind], blind)
        likeliest = np.max([own[name] for name in VIEWS], axis=0)
        refused = (likeliest > limits["view"]) | (own["distance"] > limits["distance"])
        unseen[kind] = {"n": len(refused), "refused": int(refused.sum())}
    elsewhere = lessons.child & (lessons.source != HOME_OF_CHILDREN)
    age = _age_of_others(lessons, space)[elsewhere]
    return {
        "learnt_from": {
            "films": len(lessons.films),
            SOFTENED: len(lessons.softened),
            **{name: len(lessons.others[name]) for name in VIEWS},
        },
        "unseen_kinds": unseen,
        "children_elsewhere": {
            "n": int(elsewhere.sum()),
            "child": int((age > thresholds["child"]).sum()),
            "adult": int((age < thresholds["adult"]).sum()),
        },
    }


def _age_of_others(lessons: Lessons, space: FeatureSpace) -> NDArray[np.float32]:
    """Log-odds of a child for each film of train, from a head that did not learn from its group."""
    found = np.zeros(len(lessons.films), np.float32)
    _, coordinates = locate(lessons.films, space)
    folds = GroupKFold(FOLDS).split(lessons.films, groups=lessons.group)
    for learning, asked in folds:
        chosen = np.zeros(len(found), dtype=np.bool_)
        chosen[learning] = True
        head = fit_age(lessons, space, chosen)
        found[asked] = coordinates[asked] @ head[:-1] + head[-1]
    return found


def _films(source: Path, split: str) -> tuple[list[Film], NDArray[np.uint8]]:
    films = read_index(source, [split])
    return films, read_pixels(source / "radiographs.zip", [film.file for film in films])


def _altered_films(pixels: NDArray[np.uint8], kind: str) -> NDArray[np.uint8]:
    wanted = ALTERED * 2 if kind == "cropped" else ALTERED
    generator = np.random.default_rng([*kind.encode()])
    chosen = generator.choice(len(pixels), min(wanted, len(pixels)), replace=False)
    return np.stack([altered(pixels[index], kind, int(index)) for index in np.sort(chosen)])


def _pictures(archive: Path, pictures: list[Film]) -> NDArray[np.uint8]:
    """Other pictures as the app reads them, uint8 ``(N, 224, 224)``."""
    with zipfile.ZipFile(archive) as stored:
        read = [read_radiograph(stored.read(picture.file)).pixels for picture in pictures]
    return np.stack([np.rint(network_input(one)[..., 0]).astype(np.uint8) for one in read])

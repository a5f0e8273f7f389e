"""`evaluate --localisation`: heat maps against lesions drawn by hand."""

import csv
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.classifier.engine import Engine
from model.errors import DataUnavailableError
from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import LEVEL, REPLICATES, SEED, replicate_weights
from model.evaluation.measure.metrics import Cohort, Mask, mean, share
from model.evaluation.measure.pointing import (
    TOLERANCE,
    Pointing,
    lung_pointing,
    pointing,
    random_pointing,
)
from model.explain.faithfulness import RANDOM_MAPS
from model.explain.heat_map import HeatMap
from model.explain.lungs import LungFinder, Lungs
from model.explain.methods import METHODS, explain
from model.explain.network import Explained
from model.explain.target import Target
from model.imaging.prepare import network_input
from model.training.dataset import Film, data_folder, read_index, read_pixels

KINDS: Final = ("ground_glass", "consolidation")
"""Masks that count as a lesion."""

_SPLITS: Final = ("train", "val", "test", "adult")


@dataclass(frozen=True, eq=False)
class Lesion:
    """A film and where its lesions are.

    Attributes:
        film: The film.
        picture: float32 ``(224, 224, 3)`` in [0, 255], the network's input.
        mask: bool ``(224, 224)``: ground glass and consolidation together, not empty.
    """

    film: Film
    picture: NDArray[np.float32]
    mask: NDArray[np.bool_]


def read_lesions(folder: Path) -> tuple[list[Lesion], int]:
    """Read all films with a hand-drawn lesion.

    Args:
        folder: The data folder, with ``masks.zip`` and ``masks.csv`` besides the films.

    Returns:
        The films whose lesions cover a pixel at least, in the order of the index; the number of
        films whose masks are empty.

    Raises:
        DataUnavailableError: The masks are not there.
    """
    if not (folder / "masks.csv").is_file() or not (folder / "masks.zip").is_file():
        raise DataUnavailableError(folder=str(folder))
    names: dict[str, list[str]] = {}
    with (folder / "masks.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["kind"] in KINDS:
                names.setdefault(row["file"], []).append(row["mask"])
    films = [film for film in read_index(folder, _SPLITS) if film.file in names]
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    found = []
    with zipfile.ZipFile(folder / "masks.zip") as stored:
        for film, grey in zip(films, pixels, strict=True):
            masks = [_decode(stored.read(name)) for name in names[film.file]]
            mask = np.asarray(np.any(masks, axis=0), dtype=np.bool_)
            if mask.any():
                picture = network_input(grey.astype(np.float32) / np.float32(255))
                found.append(Lesion(film, picture, mask))
    return found, len(films) - len(found)


def _decode(content: bytes) -> NDArray[np.bool_]:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(np.asarray(image) > 127, dtype=np.bool_)


Document = dict[str, Any]
Maker = Callable[[str, str, Lesion, Target], HeatMap]
"""Method, stage, film, target → map."""

"""All films; those that the classifier was trained on; the others."""

SETTINGS: Final = (
    *((name, "conv5" if method.stages else "") for name, method in METHODS.items()),
    *((name, "conv4") for name, method in METHODS.items() if method.stages),
)
"""Method and stage: each at its default stage, the CAM family one stage further down as well."""

_SCORES: Final = ("hit", "near", "share")


@dataclass
class Scores:
    """Scores of `N` films: one row of `pointing`'s three for each, NaN where there is none.

    Attributes:
        lungs: float64 ``(N, 3)``, evidence spread over the lungs; NaN where none were found.
        maps: For each setting float64 ``(N, 3)``.
        random: For each setting float64 ``(N, 3)``, mean over random maps like the setting's own.
        empty: For each setting bool ``(N,)``, whether the map is empty.
    """

    lungs: NDArray[np.float64]
    maps: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict)
    random: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict)
    empty: dict[tuple[str, str], Mask] = field(default_factory=dict)


def measure(folder: Path, data: str | Path | None) -> Document:
    """Measure every method on every film with a lesion drawn by hand.

    Args:
        folder: Folder of the artefacts.
        data: Data folder, see `training.dataset.data_folder`.

    Returns:
        See `localisation_figures`.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set, or its masks, are not there.
        PackageMissingError: TensorFlow is not installed.
    """
    lesions, no_lesion = read_lesions(data_folder(data))
    engine = Engine.load("auto", folder)
    network = Explained(engine, folder)
    finder = LungFinder.load(folder)
    lungs = [finder.find(lesion.picture) for lesion in lesions]
    logits = engine.run(np.stack([lesion.picture for lesion in lesions])).logits
    targets = [target_of(one.film.label, row) for one, row in zip(lesions, logits, strict=True)]
    answered = np.array(
        [CLASSES[row.argmax()] == one.label for row, one in zip(logits, targets, strict=True)]
    )

    def make(name: str, stage: str, lesion: Lesion, target: Target) -> HeatMap:
        return explain(name, lesion.picture, target, network, stage=stage or "conv5")

    scores = score_all(lesions, lungs, targets, make)
    return {
        **localisation_figures(lesions, lungs, answered, scores),
        "empty_masks": no_lesion,
        "method": {
            "model_sha256": engine.model_sha256,
            "tolerance": TOLERANCE,
            "random_maps": RANDOM_MAPS,
            "bootstrap": {"replicates": REPLICATES, "level": LEVEL, "seed": SEED},
        },
    }


def target_of(label: str, logits: NDArray[np.float32]) -> Target:
    """What is explained: the class of the label; the likelier one where it allows two.

    Args:
        label: A label of `PARTIAL_LABELS`.
        logits: float32 ``(4,)``.

    Returns:
        The target, whether or not the network answers that class.
    """
    allowed = PARTIAL_LABELS[label]
    return Target(max(allowed, key=lambda name: float(logits[CLASSES.index(name)])))


def score_all(
    lesions: Sequence[Lesion], lungs: Sequence[Lungs], targets: Sequence[Target], make: Maker
) -> Scores:
    """Make and score all maps.

    Args:
        lesions: The films.
        lungs: Their lungs.
        targets: What is explained on each.
        make: Makes a map.

    Returns:
        The scores. Random maps are drawn anew, but alike in every run, for each film and setting.
    """
    nothing = np.full((len(lesions), len(_SCORES)), np.nan)
    scores = Scores(nothing.copy())
    for setting in SETTINGS:
        scores.maps[setting], scores.random[setting] = nothing.copy(), nothing.copy()
        scores.empty[setting] = np.zeros(len(lesions), dtype=np.bool_)
    with tqdm(total=len(lesions) * len(SETTINGS), unit="map", mininterval=5) as progress:
        for index, (lesion, own, target) in enumerate(zip(lesions, lungs, targets, strict=True)):
            if own.confident:
                scores.lungs[index] = _row(lung_pointing(own, lesion.mask))
            for order, setting in enumerate(SETTINGS):
                heat = make(*setting, lesion, target)
                generator = np.random.default_rng([SEED, index, order])
                scores.maps[setting][index] = _row(pointing(heat, lesion.mask))
                scores.random[setting][index] = _row(random_pointing(heat, lesion.mask, generator))
                scores.empty[setting][index] = heat.is_empty
                progress.update()
    return scores


def localisation_figures(
    lesions: Sequence[Lesion],
    lungs: Sequence[Lungs],
    answered: Mask,
    scores: Scores,
    replicates: int = REPLICATES,
) -> Document:
    """Compute the figures.

    Args:
        lesions: The films, `N`.
        lungs: Their lungs.
        answered: bool ``(N,)``, whether the network answers the explained class.
        scores: Their scores.
        replicates: Replicates of the bootstrap.

    Returns:
        ``films`` by split; for ``all``, ``train`` and ``other`` what the lesions cover and how the
        lungs' own baseline does (``cover``); ``settings``: a row for each method and stage, with
        its scores, those of its random maps, and the paired differences to both, for each subset.
    """
    splits = np.array([lesion.film.split for lesion in lesions])
    names = list(dict.fromkeys(lesion.film.group for lesion in lesions))
    groups = np.array([names.index(lesion.film.group) for lesion in lesions], dtype=np.int64)
    cohort = Cohort(groups, replicate_weights(groups, replicates, np.random.default_rng(SEED)))
    trained = np.asarray(splits == "train")
    subsets = {"all": np.ones(len(lesions), np.bool_), "train": trained, "other": ~trained}
    found = ~np.isnan(scores.lungs[:, 0])
    area = np.array([lesion.mask.mean() for lesion in lesions])
    lung_area = np.array([own.share for own in lungs])
    return {
        "films": {name: int((splits == name).sum()) for name in sorted(set(splits.tolist()))},
        "groups": len(names),
        "cover": {
            name: {
                "answered": document(share(cohort, answered, films)),
                "lesion_of_picture": document(mean(cohort, area, films)),
                "lungs_of_picture": document(mean(cohort, lung_area, films & found)),
                "lungs": _summary(cohort, scores.lungs, films & found),
            }
            for name, films in subsets.items()
        },
        "settings": [
            {
                "method": name,
                "title": METHODS[name].title,
                "stage": stage,
                "empty": int(scores.empty[name, stage].sum()),
                **{
                    subset: _compare(cohort, scores, (name, stage), films, found)
                    for subset, films in subsets.items()
                },
            }
            for name, stage in SETTINGS
        ],
    }


def _compare(
    cohort: Cohort, scores: Scores, setting: tuple[str, str], films: Mask, found: Mask
) -> Document:
    own, random = scores.maps[setting], scores.random[setting]
    return {
        "scores": _summary(cohort, own, films),
        "random": _summary(cohort, random, films),
        "over_random": _gain(cohort, own - random, films),
        "over_lungs": _gain(cohort, own - scores.lungs, films & found),
    }


def _summary(cohort: Cohort, values: NDArray[np.float64], films: Mask) -> Document:
    """Mean of each score, with an interval that admits doubt where all films are alike."""
    return {
        name: document(
            share(cohort, np.asarray(values[:, column] == 1.0), films)
            if np.isin(values[films, column], (0.0, 1.0)).all()
            else mean(cohort, values[:, column], films)
        )
        for column, name in enumerate(_SCORES)
    }


def _gain(cohort: Cohort, values: NDArray[np.float64], films: Mask) -> Document:
    """Mean of each difference; it may be negative, so that it is no share."""
    return {
        name: document(mean(cohort, values[:, column], films))
        for column, name in enumerate(_SCORES)
    }


def _row(one: Pointing) -> tuple[float, float, float]:
    return one.hit, one.near, one.share

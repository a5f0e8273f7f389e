"""How well the lungs are found, and whether the finder knows when they are not."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.artefacts import LUNGS_GRAPH, LUNGS_WEIGHTS
from model.errors import DataUnavailableError
from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import REPLICATES, SEED, Estimate, replicate_weights
from model.evaluation.measure.metrics import Cohort, mean, share
from model.explain.lungs import LungFinder, Lungs
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from model.training.dataset import data_folder, read_index, read_pixels
from model.training.lung_data import HAND_COVID, HAND_JSRT, SILVER, MaskedFilm, masked_films

Document = dict[str, Any]

HELD_OUT: Final = ("val", "test", "adult")
"""Splits whose hand-drawn masks nothing is trained on."""
BATCH: Final = 16
DECIMALS: Final = 4


def measure(folder: Path, data: str | Path | None) -> Document:
    """Measure the lung finder on masks that it did not learn from, and on pictures without lungs.

    Args:
        folder: Folder of the artefacts.
        data: Data folder, see `data_folder`.

    Returns:
        ``dice``: agreement with held-out masks; ``found``: share of the pictures of each kind in
        which two lungs count as found; ``bytes``: size of the graph.

    Raises:
        ArtefactError: A file of the lung finder is missing or damaged.
        DataUnavailableError: A file of the data set is not there.
    """
    source = data_folder(data)
    finder = LungFinder.load(folder)
    files = (folder / name for name in (LUNGS_GRAPH, LUNGS_WEIGHTS))
    return {
        "dice": _agreement(finder, source),
        "found": _found(finder, source),
        "bytes": sum(file.stat().st_size for file in files),
        "bootstrap": {"replicates": REPLICATES, "seed": SEED},
    }


def dice(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Overlap of two masks, in [0, 1]: twice what they share over what they hold together.

    Args:
        one: bool ``(H, W)``.
        other: bool ``(H, W)``; 1 is the answer for two empty masks.

    References:
        Dice 1945, doi:10.2307/1932409.
    """
    held = int(one.sum()) + int(other.sum())
    return 2.0 * int((one & other).sum()) / held if held else 1.0


def dice_figures(films: Sequence[MaskedFilm], lungs: Sequence[Lungs]) -> Document | None:
    """Dice of the lungs together and of each.

    Args:
        films: Films with masks.
        lungs: What was found in each.

    Returns:
        For ``lungs``, ``left`` and ``right`` (the viewer's): mean with its interval, median and
        worst; None without films.
    """
    if not films:
        return None
    pairs = {
        "lungs": [(own.mask, film.regions > 0) for film, own in zip(films, lungs, strict=True)],
        "left": [(own.right, film.regions == 1) for film, own in zip(films, lungs, strict=True)],
        "right": [(own.left, film.regions == 2) for film, own in zip(films, lungs, strict=True)],
    }
    cohort = _cohort([film.film.group for film in films])
    every = np.ones(len(films), dtype=np.bool_)
    figures = {}
    for name, masks in pairs.items():
        values = np.array([dice(found, drawn) for found, drawn in masks])
        figures[name] = {
            "mean": document(_without_lone_group(mean(cohort, values, every))),
            "median": round(float(np.median(values)), DECIMALS),
            "worst": round(float(values.min()), DECIMALS),
        }
    return figures


def _without_lone_group(estimate: Estimate | None) -> Estimate | None:
    """An estimate without the interval that films of one group cannot give."""
    if estimate is None or estimate.groups > 1:
        return estimate
    return replace(estimate, low=None, high=None)


def found_figures(lungs: Sequence[bool], groups: Sequence[str]) -> Document | None:
    """Share of pictures in which two lungs count as found, with its interval.

    Args:
        lungs: Whether they do, for each picture.
        groups: Its group.

    Returns:
        The share; None without pictures.
    """
    if not groups:
        return None
    event = np.array(lungs, dtype=np.bool_)
    return document(share(_cohort(groups), event, np.ones(len(event), dtype=np.bool_)))


def _cohort(groups: Sequence[str]) -> Cohort:
    _, numbers = np.unique(np.array(groups, dtype=np.str_), return_inverse=True)
    numbers = numbers.astype(np.int64)
    return Cohort(numbers, replicate_weights(numbers, REPLICATES, np.random.default_rng(SEED)))


def _agreement(finder: LungFinder, source: Path) -> Document:
    """Dice on every held-out mask, by who drew it and what of."""
    jsrt = masked_films(source, ["adult"], [HAND_JSRT])
    figures: Document = {"jsrt": dice_figures(jsrt, _find(finder, source, jsrt))}
    for name, less_heart in (("as_drawn", False), ("less_heart", True)):
        figures[name] = {}
        for split in HELD_OUT:
            films = masked_films(source, [split], [HAND_COVID], less_heart=less_heart)
            figures[name][split] = dice_figures(films, _find(finder, source, films))
    silver = masked_films(source, ["test"], SILVER)
    found = _find(finder, source, silver)
    figures["silver"] = {
        label: dice_figures(*_of_label(label, silver, found))
        for label in sorted({film.film.label for film in silver})
    }
    return figures


def _of_label(
    label: str, films: Sequence[MaskedFilm], lungs: Sequence[Lungs]
) -> tuple[list[MaskedFilm], list[Lungs]]:
    chosen = [index for index, film in enumerate(films) if film.film.label == label]
    return [films[index] for index in chosen], [lungs[index] for index in chosen]


def _find(finder: LungFinder, source: Path, films: Sequence[MaskedFilm]) -> list[Lungs]:
    return _find_files(finder, source, [film.film.file for film in films], "masks")


def _find_files(finder: LungFinder, source: Path, files: Sequence[str], name: str) -> list[Lungs]:
    if not files:
        return []
    pixels = read_pixels(source / "radiographs.zip", files)
    lungs = []
    for start in tqdm(range(0, len(pixels), BATCH), desc=name, mininterval=5):
        films = pixels[start : start + BATCH, ..., np.newaxis].astype(np.float32)
        lungs += finder.find_many(np.repeat(films, 3, axis=-1))
    return lungs


def _found(finder: LungFinder, source: Path) -> Document:
    """How often two lungs count as found: in films by split and source, and in other pictures."""
    figures: Document = {}
    for split in (*HELD_OUT, "lateral"):
        films = read_index(source, [split])
        lungs = _find_files(finder, source, [film.file for film in films], split)
        confident = [own.confident for own in lungs]
        groups = [film.group for film in films]
        figures[split] = {"all": found_figures(confident, groups)}
        for column in ("label", "source"):
            names = [getattr(film, column) for film in films]
            figures[split][f"by_{column}"] = {
                name: found_figures(*_where(name, names, confident, groups))
                for name in sorted(set(names))
            }
    figures["not_chest"] = _not_chest(finder, source / "not_chest.zip")
    return figures


def _where(
    name: str, names: Sequence[str], confident: Sequence[bool], groups: Sequence[str]
) -> tuple[list[bool], list[str]]:
    chosen = [index for index, own in enumerate(names) if own == name]
    return [confident[index] for index in chosen], [groups[index] for index in chosen]


def _not_chest(finder: LungFinder, archive: Path) -> Document:
    """The share by kind of picture; each picture is read as an upload is."""
    if not archive.is_file():
        raise DataUnavailableError(folder=str(archive.parent))
    confident: dict[str, list[bool]] = {}
    with zipfile.ZipFile(archive) as stored:
        names = [name for name in stored.namelist() if not name.endswith("/")]
        for name in tqdm(names, desc="not_chest", mininterval=5):
            picture = network_input(read_radiograph(stored.read(name)).pixels)
            confident.setdefault(name.split("/")[0], []).append(finder.find(picture).confident)
    return {
        kind: found_figures(own, [str(index) for index in range(len(own))])
        for kind, own in sorted(confident.items())
    }

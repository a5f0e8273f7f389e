"""Put every film that was kept from training through the door that the app uses."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from tqdm import tqdm

from model.classifier.engine import Engine
from model.classifier.gate import feature_refusals, feature_signals, header_refusals
from model.errors import DataUnavailableError
from model.evaluation.table import LATERAL_LEARNT, NOT_CHEST, Predictions
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from model.training.dataset import Film, lateral_films, read_index

MEASURED: Final = ("val", "test", "adult")
"""Splits of ``index.csv`` that are measured, in this order."""

BATCH: Final = 16


@dataclass(frozen=True)
class _Row:
    film: Film
    logits: tuple[float, ...]
    distance: float
    lateral: float
    refusals: str


def measure(engine: Engine, folder: Path) -> Predictions:
    """Run the engine and the gate over all splits that are measured, and over non-chest pictures.

    Each file is read, prepared and judged by the functions that the app calls, from its bytes on.

    Args:
        engine: The engine.
        folder: The data folder, with ``index.csv``, ``radiographs.zip`` and ``not_chest.zip``.

    Returns:
        The table. Groups are numbered in order of appearance: no name or patient goes into it.

    Raises:
        DataUnavailableError: A file of the data set is not there.
    """
    films = read_index(folder, MEASURED)
    films.sort(key=lambda film: MEASURED.index(film.split))
    learnt, held_out = lateral_films(folder)
    films += held_out + [replace(film, split=LATERAL_LEARNT) for film in learnt]
    rows = list(_judge(engine, folder / "radiographs.zip", films))
    others = _non_chest(folder / "not_chest.zip")
    rows += _judge(engine, folder / "not_chest.zip", others)
    number = {name: code for code, name in enumerate(dict.fromkeys(r.film.group for r in rows))}
    return Predictions(
        split=np.array([row.film.split for row in rows], dtype=np.str_),
        label=np.array([row.film.label for row in rows], dtype=np.str_),
        source=np.array([row.film.source for row in rows], dtype=np.str_),
        population=np.array([row.film.population for row in rows], dtype=np.str_),
        group=np.array([number[row.film.group] for row in rows], dtype=np.int64),
        logits=np.array([row.logits for row in rows], dtype=np.float32),
        distance=np.array([row.distance for row in rows], dtype=np.float32),
        lateral=np.array([row.lateral for row in rows], dtype=np.float32),
        refusals=np.array([row.refusals for row in rows], dtype=np.str_),
    )


def _non_chest(archive: Path) -> list[Film]:
    """The pictures in ``not_chest.zip``; each is a group of its own."""
    if not archive.is_file():
        raise DataUnavailableError(folder=str(archive.parent))
    with zipfile.ZipFile(archive) as stored:
        names = [name for name in stored.namelist() if not name.endswith("/")]
    return [
        Film(name, NOT_CHEST, name.split("/")[0], source="", population="", group=name)
        for name in names
    ]


def _judge(engine: Engine, archive: Path, films: list[Film]) -> Iterator[_Row]:
    thresholds = engine.manifest.gate
    with (
        zipfile.ZipFile(archive) as stored,
        tqdm(total=len(films), desc=archive.stem, unit="film", mininterval=5) as progress,
    ):
        for start in range(0, len(films), BATCH):
            batch = films[start : start + BATCH]
            radiographs = [read_radiograph(stored.read(film.file)) for film in batch]
            forward = engine.run(np.stack([network_input(one.pixels) for one in radiographs]))
            signals = feature_signals(forward.features, engine.feature_space)
            for index, film in enumerate(batch):
                own = {name: float(values[index]) for name, values in signals.items()}
                notices = header_refusals(radiographs[index], thresholds)
                notices += feature_refusals(own, thresholds)
                yield _Row(
                    film,
                    tuple(float(logit) for logit in forward.logits[index]),
                    own["distance"],
                    own["lateral"],
                    "+".join(notice.code for notice in notices),
                )
            progress.update(len(batch))

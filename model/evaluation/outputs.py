"""Put every film that was kept from training through the door that the app uses."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from tqdm import tqdm

from model.classifier.engine import Engine
from model.classifier.gate import feature_refusals, header_refusals
from model.classifier.signals import CHILD, VIEWS, feature_signals
from model.evaluation.predictions import (
    ALTERED,
    LATERAL_LEARNT,
    NOT_CHEST,
    NOT_CHEST_LEARNT,
    Predictions,
)
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from model.training.alterations import ALTERATIONS, SOFTENED, altered
from model.training.dataset import (
    NOT_CHEST_ARCHIVE,
    Film,
    lateral_films,
    other_pictures,
    read_index,
)

MEASURED: Final = ("val", "test", "adult")
"""Splits of ``index.csv`` that are measured, in this order."""

BATCH: Final = 16

Load = Callable[[Film], bytes]


@dataclass(frozen=True)
class _Row:
    film: Film
    logits: tuple[float, ...]
    signals: dict[str, float]
    refusals: str


def measure(engine: Engine, folder: Path) -> Predictions:
    """Run the engine and the gate over all splits that are measured, and over all to be refused.

    Each file is read, prepared and judged by the functions that the app calls, from its bytes on;
    altered films are written as files first.

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
    seen, unseen = other_pictures(folder)
    others = unseen + [replace(film, split=NOT_CHEST_LEARNT) for film in seen]
    side = held_out + [replace(film, split=LATERAL_LEARNT) for film in learnt]
    with (
        zipfile.ZipFile(folder / "radiographs.zip") as archive,
        zipfile.ZipFile(folder / NOT_CHEST_ARCHIVE) as pictures,
    ):
        rows = list(_judge(engine, films + side, lambda film: archive.read(film.file), "films"))
        rows += _judge(engine, others, lambda film: pictures.read(film.file), NOT_CHEST)
        for kind in (*ALTERATIONS, SOFTENED):
            rows += _judge_altered(engine, films, kind, archive)
    number = {name: code for code, name in enumerate(dict.fromkeys(r.film.group for r in rows))}
    return Predictions(
        split=np.array([row.film.split for row in rows], dtype=np.str_),
        label=np.array([row.film.label for row in rows], dtype=np.str_),
        source=np.array([row.film.source for row in rows], dtype=np.str_),
        population=np.array([row.film.population for row in rows], dtype=np.str_),
        group=np.array([number[row.film.group] for row in rows], dtype=np.int64),
        logits=np.array([row.logits for row in rows], dtype=np.float32),
        distance=np.array([row.signals["distance"] for row in rows], dtype=np.float32),
        views=np.array([[row.signals[name] for name in VIEWS] for row in rows], dtype=np.float32),
        child=np.array([row.signals[CHILD] for row in rows], dtype=np.float32),
        refusals=np.array([row.refusals for row in rows], dtype=np.str_),
    )


def _judge_altered(
    engine: Engine, films: Sequence[Film], kind: str, archive: zipfile.ZipFile
) -> Iterator[_Row]:
    """Films of test and adult, turned, inverted, cut or softened."""
    place = {film.file: index for index, film in enumerate(films)}

    def load(film: Film) -> bytes:
        stored = np.frombuffer(archive.read(film.file), np.uint8)
        grey = np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
        return cv2.imencode(".png", altered(grey, kind, place[film.file]))[1].tobytes()

    chosen = [
        replace(film, split=ALTERED[film.split], label=kind)
        for film in films
        if film.split in ALTERED
    ]
    return _judge(engine, chosen, load, kind)


def _judge(engine: Engine, films: Sequence[Film], load: Load, name: str) -> Iterator[_Row]:
    thresholds = engine.manifest.gate
    with tqdm(total=len(films), desc=name, unit="film", mininterval=5) as progress:
        for start in range(0, len(films), BATCH):
            batch = films[start : start + BATCH]
            radiographs = [read_radiograph(load(film)) for film in batch]
            forward = engine.run(np.stack([network_input(one.pixels) for one in radiographs]))
            signals = feature_signals(forward.features, engine.feature_space)
            for index, film in enumerate(batch):
                own = {name: float(values[index]) for name, values in signals.items()}
                notices = header_refusals(radiographs[index], thresholds)
                notices += feature_refusals(own, thresholds)
                yield _Row(
                    film,
                    tuple(float(logit) for logit in forward.logits[index]),
                    own,
                    "+".join(notice.code for notice in notices),
                )
            progress.update(len(batch))

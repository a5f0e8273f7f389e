"""Answers to films in every disguise of the shortcut lab, and how many outlive the lungs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.classifier.engine import Engine
from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import LEVEL, REPLICATES, SEED, replicate_weights
from model.evaluation.measure.metrics import Cohort, Mask, macro_recall, share
from model.evaluation.measure.sample import NO_CLASS
from model.explain.lung_removal import box_out, fill_of, lungs_out
from model.explain.lungs import LungFinder, Lungs
from model.explain.shortcuts import (
    AS_IS,
    NEEDS_LUNGS,
    VARIANTS,
    Classifier,
    as_picture,
    shortcut_variants,
)
from model.imaging.prepare import INPUT_SIZE, network_input
from model.training.dataset import Film, data_folder, read_index, read_pixels

SPLITS: Final = ("test", "adult")

CONTROLS: Final = ("black-lungs", "no-box", "fill-alone")
"""What is measured besides the variants, to judge "lungs-out" by: lungs filled with black instead
of grey; the whole rectangle around the lungs filled, so that their outline goes too; and a picture
of nothing but the fill."""

DISGUISES: Final = (*VARIANTS, *CONTROLS)
WITH_LUNGS: Final = (*NEEDS_LUNGS, *CONTROLS)

LEFT_OUT: Final = -1
"""Answer to a disguise that a film does not have, because its lungs were not found."""

GREYS: Final = tuple(range(0, 256, 15))
"""Greys of the pictures of one grey that the network is asked about, 0 to 255."""


class Finder(Protocol):
    """What finds lungs; `explain.lungs.LungFinder` does."""

    def find(self, picture: NDArray[np.float32]) -> Lungs:
        """The lungs in float32 ``(224, 224, 3)``."""


@dataclass(frozen=True, eq=False)
class Disguised:
    """Answers to `N` films.

    Attributes:
        split: str ``(N,)``: test or adult.
        label: str ``(N,)``: a class, opacity or abnormal.
        source: str ``(N,)``: data set.
        group: int64 ``(N,)``: films of one patient, or of near-identical pixels, share a number.
        answers: For each of `DISGUISES`, int64 ``(N,)``: index of the class, or `LEFT_OUT`.
    """

    split: NDArray[np.str_]
    label: NDArray[np.str_]
    source: NDArray[np.str_]
    group: NDArray[np.int64]
    answers: Mapping[str, NDArray[np.int64]]


def ask(engine: Classifier, finder: Finder, folder: Path) -> Disguised:
    """Ask about every film of `SPLITS` in every disguise.

    Args:
        engine: The engine.
        finder: Finds the lungs.
        folder: The data folder, with ``index.csv`` and ``radiographs.zip``.

    Returns:
        The answers; groups are numbered in order of appearance.
    """
    films = read_index(folder, SPLITS)
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    number = {name: code for code, name in enumerate(dict.fromkeys(film.group for film in films))}
    answers = {name: np.full(len(films), LEFT_OUT, np.int64) for name in DISGUISES}
    for index in tqdm(range(len(films)), desc="shortcuts", unit="film", mininterval=5):
        picture = network_input(pixels[index].astype(np.float32) / np.float32(255))
        for name, answer in _answers(engine, picture, finder.find(picture)).items():
            answers[name][index] = answer
    return Disguised(
        split=_texts(films, "split"),
        label=_texts(films, "label"),
        source=_texts(films, "source"),
        group=np.array([number[film.group] for film in films], dtype=np.int64),
        answers=answers,
    )


def answers_to_grey(engine: Classifier) -> dict[str, str]:
    """The answer to a picture of one grey, for each of `GREYS`: what no film at all gets."""
    planes = [np.full((INPUT_SIZE, INPUT_SIZE), grey, np.float32) for grey in GREYS]
    logits = engine.run(np.stack([as_picture(plane) for plane in planes])).logits
    return {
        str(grey): CLASSES[int(one)] for grey, one in zip(GREYS, logits.argmax(axis=1), strict=True)
    }


def _answers(engine: Classifier, picture: NDArray[np.float32], lungs: Lungs) -> dict[str, int]:
    pictures = dict(shortcut_variants(picture, lungs))
    if lungs.confident:
        grey, mask = picture[:, :, 0], lungs.mask
        pictures["black-lungs"] = as_picture(lungs_out(grey, mask, fill=0.0))
        pictures["no-box"] = as_picture(box_out(grey, mask))
        pictures["fill-alone"] = np.full_like(picture, fill_of(grey, mask))
    # Calibration divides all logits by one number, which leaves the answer alone.
    found = engine.run(np.stack(list(pictures.values()))).logits.argmax(axis=1)
    return dict(zip(pictures, map(int, found), strict=True))


def _texts(films: list[Film], name: str) -> NDArray[np.str_]:
    return np.array([getattr(film, name) for film in films], dtype=np.str_)


Document = dict[str, Any]

_LABELS: Final = (*CLASSES, "opacity", "abnormal")


def measure(folder: Path, data: str | Path | None) -> Document:
    """Measure the shortcuts of the serving graph on test and adult.

    Args:
        folder: Folder of the artefacts.
        data: Data folder, see `training.dataset.data_folder`.

    Returns:
        See `shortcut_figures`, and under ``grey`` the answers to pictures of one grey.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set is not there.
    """
    source = data_folder(data)
    engine = Engine.load("auto", folder)
    table = ask(engine, LungFinder.load(folder), source)
    return {
        **shortcut_figures(table),
        "grey": answers_to_grey(engine),
        "method": {
            "model_sha256": engine.model_sha256,
            "bootstrap": {"replicates": REPLICATES, "level": LEVEL, "seed": SEED},
        },
    }


def shortcut_figures(table: Disguised, replicates: int = REPLICATES) -> Document:
    """Compute the figures of each split.

    Args:
        table: The answers.
        replicates: Replicates of the bootstrap.

    Returns:
        For each split its films and groups, the share without confident lungs, and for each variant
        and control ``kept`` (share of the films that keep the answer that they had), ``accuracy``
        and ``macro_recall`` (beside those of the same films as they are), ``stays_right`` (share of
        the right answers that stay right) and ``answers``, then ``by_source`` and ``by_class``.
        Films without confident lungs are left out of what needs lungs.
    """
    return {
        split: _Counts(table, np.asarray(table.split == split), replicates).figures()
        for split in SPLITS
        if (table.split == split).any()
    }


class _Counts:
    """The films of one split, and what is counted of them."""

    def __init__(self, table: Disguised, films: Mask, replicates: int) -> None:
        self.label = table.label[films]
        self.source = table.source[films]
        self.answers = {name: answers[films] for name, answers in table.answers.items()}
        groups = table.group[films]
        weights = replicate_weights(groups, replicates, np.random.default_rng(SEED))
        self.cohort = Cohort(groups, weights)
        position = {name: index for index, name in enumerate(CLASSES)}
        self.truth = np.array([position.get(str(one), NO_CLASS) for one in self.label], np.int64)
        self.labelled = np.asarray(self.truth != NO_CLASS)
        self.right = {name: self._right(answers) for name, answers in self.answers.items()}

    def figures(self) -> Document:
        """All figures of the split."""
        everyone = np.ones(len(self.label), dtype=np.bool_)
        n, groups = self.cohort.count(everyone)
        lost = np.asarray(self.answers["lungs-out"] == LEFT_OUT)
        return {
            "n": n,
            "groups": groups,
            "no_lungs": {
                "all": self._share(lost, everyone),
                "by_source": {
                    name: self._share(lost, self.source == name) for name in self._sources(everyone)
                },
            },
            "variants": {name: self._disguise(name) for name in VARIANTS},
            "controls": {name: self._disguise(name) for name in CONTROLS},
        }

    def _disguise(self, name: str) -> Document:
        """The figures of one variant or control, on the films that have it."""
        present = np.asarray(self.answers[name] != LEFT_OUT)
        by_source = {one: present & (self.source == one) for one in self._sources(present)}
        by_class = {one: present & (self.label == one) for one in _LABELS}
        return {
            "all": self._whole(name, present),
            "by_source": {one: self._part(name, films) for one, films in by_source.items()},
            "by_class": {
                one: self._kept(name, films)
                # Bacterial or viral is right for an opacity; nothing is for an abnormal film.
                | {"recall": self._share(self.right[name], films & (one in PARTIAL_LABELS))}
                for one, films in by_class.items()
                if films.any()
            },
        }

    def _whole(self, name: str, films: Mask) -> Document:
        own = films & self.labelled
        answers, before = self.answers[name], self.answers[AS_IS]
        return {
            **self._kept(name, films),
            "accuracy": self._share(self.right[name], own),
            "accuracy_as_is": self._share(self.right[AS_IS], own),
            "stays_right": self._share(self.right[name], own & self.right[AS_IS]),
            "macro_recall": self._macro(answers, own),
            "macro_recall_as_is": self._macro(before, own),
            "answers": {
                one: int((films & (answers == index)).sum()) for index, one in enumerate(CLASSES)
            },
        }

    def _part(self, name: str, films: Mask) -> Document:
        """The films of one source; the recall of each class that it has films of."""
        own = {one: films & (self.label == one) for one in CLASSES}
        return {
            **self._kept(name, films),
            "accuracy": self._share(self.right[name], films & self.labelled),
            "recall": {
                one: self._share(self.right[name], chosen)
                for one, chosen in own.items()
                if chosen.any()
            },
        }

    def _kept(self, name: str, films: Mask) -> Document:
        """Share of the films whose answer is that to the film as it is."""
        same = np.asarray(self.answers[name] == self.answers[AS_IS])
        return {"kept": self._share(same, films)}

    def _share(self, event: Mask, films: NDArray[np.bool_]) -> Document | None:
        return document(share(self.cohort, event, films))

    def _macro(self, answers: NDArray[np.int64], films: Mask) -> Document | None:
        return document(macro_recall(self.cohort, self.truth, answers, films))

    def _right(self, answers: NDArray[np.int64]) -> Mask:
        """Whether each answer is one that the label allows."""
        allowed = [PARTIAL_LABELS.get(str(label), ()) for label in self.label]
        pairs = zip(answers, allowed, strict=True)
        return np.array([one != LEFT_OUT and CLASSES[one] in own for one, own in pairs], np.bool_)

    def _sources(self, films: Mask) -> list[str]:
        return sorted({str(name) for name in self.source[films]})

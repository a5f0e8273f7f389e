"""`evaluate --shortcuts`: how many answers outlive the lungs, the border, a mirror and a letter."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.classes import CLASSES, PARTIAL_LABELS
from model.classifier.engine import Engine
from model.evaluation.bootstrap import LEVEL, REPLICATES, SEED, replicate_weights
from model.evaluation.metrics import Cohort, Mask, macro_recall, share
from model.evaluation.sample import NO_CLASS
from model.evaluation.shortcut_answers import (
    CONTROLS,
    LEFT_OUT,
    SPLITS,
    Disguised,
    answers_to_grey,
    ask,
)
from model.evaluation.split_figures import document
from model.explain.lungs import LungFinder
from model.explain.shortcuts import AS_IS, VARIANTS
from model.training.dataset import data_folder

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

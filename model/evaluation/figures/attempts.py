"""`evaluate --attempts`: several trained networks side by side, and which of them shall be shipped.

Val chooses, see `selections.choose`. Test and adult are measured and choose nothing.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import REFERENCE_GRAPH, file_sha256
from model.classifier.classes import CLASSES, HEALTHY
from model.classifier.compiled import compile_graph, read_graph
from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import REPLICATES, SEED, replicate_weights
from model.evaluation.measure.metrics import Cohort, Mask, auc, macro_recall, share
from model.evaluation.measure.sample import NO_CLASS
from model.evaluation.selections import choose
from model.explain.lung_removal import box_out, fill_of, lungs_out
from model.explain.lungs import LungFinder
from model.training.calibrate import FLOORS, fit_offsets
from model.training.dataset import Film, data_folder, read_index, read_pixels
from model.training.lungless import find_lungs
from model.training.quantise import outputs
from model.training.run import SETTINGS

Document = dict[str, Any]

SPLITS: Final = ("val", "test", "adult")
CHOSEN_BY: Final = "val"
DISGUISES: Final = ("as-is", "lungs-out", "no-box", "fill-alone")
"""What is asked about val, which chooses; of the other splits the first two."""


@dataclass(frozen=True, eq=False)
class Cases:
    """The films of one split, and who they are of.

    Attributes:
        label: str ``(N,)``.
        truth: int64 ``(N,)``, index of the class, `NO_CLASS` where the label is none.
        lungs: bool ``(N,)``, whether two lungs were found.
        pictures: For the disguises of the split, uint8 ``(N, H, W)``; a film without lungs stays
            as it is.
        cohort: Groups and replicates.
    """

    label: NDArray[np.str_]
    truth: NDArray[np.int64]
    lungs: Mask
    pictures: Mapping[str, NDArray[np.uint8]]
    cohort: Cohort


def load_cases(source: Path, split: str, finder: LungFinder) -> Cases:
    """Read a split and take the lungs out of its films.

    Args:
        source: The data folder.
        split: One of `SPLITS`.
        finder: Finds the lungs.
    """
    films = read_index(source, [split])
    pixels = read_pixels(source / "radiographs.zip", [film.file for film in films])
    masks = find_lungs(finder, pixels)
    label = np.array([film.label for film in films], dtype=np.str_)
    return Cases(
        label=label,
        truth=np.array(
            [CLASSES.index(one) if one in CLASSES else NO_CLASS for one in label], np.int64
        ),
        lungs=np.asarray(masks.any(axis=(1, 2))),
        pictures={
            name: _disguised(name, pixels, masks)
            for name in (DISGUISES if split == CHOSEN_BY else DISGUISES[:2])
        },
        cohort=_cohort(films),
    )


def _cohort(films: Sequence[Film]) -> Cohort:
    number = {name: code for code, name in enumerate(dict.fromkeys(film.group for film in films))}
    groups = np.array([number[film.group] for film in films], dtype=np.int64)
    return Cohort(groups, replicate_weights(groups, REPLICATES, np.random.default_rng(SEED)))


def _disguised(name: str, pixels: NDArray[np.uint8], masks: NDArray[np.bool_]) -> NDArray[np.uint8]:
    if name == "as-is":
        return pixels
    made = pixels.copy()
    for index in np.flatnonzero(masks.any(axis=(1, 2))):
        grey, mask = pixels[index].astype(np.float32), masks[index]
        if name == "fill-alone":
            made[index] = round(fill_of(grey, mask))
        else:
            remove = lungs_out if name == "lungs-out" else box_out
            made[index] = np.rint(remove(grey, mask))
    return made


def attempt_figures(
    logits: Mapping[str, Mapping[str, NDArray[np.float32]]], cases: Mapping[str, Cases]
) -> Document:
    """Figures of one network at the operating point that val gives it.

    Args:
        logits: For each of `SPLITS` and of its disguises, float32 ``(N, 4)``.
        cases: For each of `SPLITS`.

    Returns:
        For val and test ``macro_recall``, ``by_class`` and ``survival``; for adult
        ``healthy_vs_ill``, ``opacity_called_healthy`` and ``survival``. Survival is the share of
        the films with lungs that keep their answer without: ``lungs-out``, ``no-box`` (the whole
        rectangle gone), and ``fill-alone``, what a picture of nothing but the fill gets.
    """
    val = cases["val"]
    plain = logits["val"]["as-is"]
    offsets = fit_offsets(plain, val.truth, FLOORS)
    answers = {
        split: {name: (own + offsets).argmax(axis=1) for name, own in disguises.items()}
        for split, disguises in logits.items()
    }
    figures: Document = {}
    for split in ("val", "test"):
        own, said = cases[split], answers[split]
        everyone = np.ones(len(own.label), dtype=np.bool_)
        figures[split] = {
            "macro_recall": document(
                macro_recall(own.cohort, own.truth, said["as-is"], everyone & (own.truth >= 0))
            ),
            "by_class": {
                name: document(share(own.cohort, said["as-is"] == index, own.truth == index))
                for index, name in enumerate(CLASSES)
            },
            "survival": _survival(own, said),
        }
    adult, said = cases["adult"], answers["adult"]
    shifted = logits["adult"]["as-is"] + offsets
    illness = -(shifted[:, HEALTHY] - np.logaddexp.reduce(shifted, axis=1))
    figures["adult"] = {
        "healthy_vs_ill": document(
            auc(adult.cohort, illness, adult.truth != HEALTHY, adult.truth >= 0)
        ),
        "opacity_called_healthy": document(
            share(adult.cohort, said["as-is"] == HEALTHY, adult.label == "opacity")
        ),
        "survival": _survival(adult, said),
    }
    return figures


def _survival(cases: Cases, answers: Mapping[str, NDArray[np.int64]]) -> Document:
    return {
        name: document(share(cases.cohort, answers[name] == answers["as-is"], cases.lungs))
        for name in answers
        if name != "as-is"
    }


def measure(attempts: Mapping[str, Path], folder: Path, data: str | Path | None) -> list[Document]:
    """Measure networks side by side, in float32.

    Args:
        attempts: Weight file of each attempt, by a key of `selections.DESCRIPTIONS`.
        folder: Folder of the artefacts, for the lung finder.
        data: Data folder, see `training.dataset.data_folder`.

    Returns:
        A row for each: ``name``, ``sha256`` of the weights, `attempt_figures`, ``chosen``, and the
        settings of its training, ``plan`` and ``settings``, where they lie beside the weights.

    Raises:
        ArtefactError: The lung finder cannot be used.
        DataUnavailableError: The data set is not there.
        WeightsUnavailableError: Weights cannot be read.
    """
    source = data_folder(data)
    finder = LungFinder.load(folder)
    cases = {split: load_cases(source, split, finder) for split in SPLITS}
    rows: list[Document] = []
    for name, path in attempts.items():
        figures = attempt_figures(_ask(path, cases, name), cases)
        rows.append({"name": name, "sha256": file_sha256(path), **figures, **_asked_for(path)})
    best = choose(rows)
    return [{**row, "chosen": row["name"] == best} for row in rows]


def _asked_for(weights: Path) -> Document:
    """Settings of the training run that left some weights; nothing where there was none."""
    path = weights.parent / SETTINGS
    if not path.is_file():
        return {}
    record: Document = json.loads(path.read_text(encoding="utf-8"))
    return record


def _ask(
    weights: Path, cases: Mapping[str, Cases], name: str
) -> dict[str, dict[str, NDArray[np.float32]]]:
    """Logits of all pictures, by the graph that these weights would be exported to."""
    from model.classifier.export import export_graph
    from model.classifier.network import build_network

    with tempfile.TemporaryDirectory() as folder:
        export_graph(build_network(weights), Path(folder), REFERENCE_GRAPH)
        graph = compile_graph(read_graph(Path(folder) / REFERENCE_GRAPH))
        return {
            split: {
                disguise: outputs(graph, pictures, f"{name}, {split}, {disguise}")[0]
                for disguise, pictures in own.pictures.items()
            }
            for split, own in cases.items()
        }

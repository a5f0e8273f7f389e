"""The lung finder from data to committed artefact: train, export, choose when to believe it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import LUNGS_GRAPH, LUNGS_WEIGHTS
from model.classifier.compiled import compile_graph, read_graph
from model.evaluation.record import record_explanation
from model.explain.lung_shape import SIGNALS, LungSignals, two_lungs
from model.explain.lungs import LungFinder
from model.training.checkpoint import Progress
from model.training.dataset import data_folder, read_index, read_pixels
from model.training.lung_data import load_lung_examples
from model.training.lung_network import build_lung_network, export_lung_graph
from model.training.lungs import LungSettings, fit_lungs

ACCEPTANCE: Final = 0.98
"""Share of the films of val in which two lungs shall count as found."""
DECIMALS: Final = 4
"""Of a threshold; rounded down, so that no film is lost to it."""
BATCH: Final = 16


def train_lungs(
    data: str | Path | None,
    output: Path,
    folder: Path,
    settings: LungSettings,
    *,
    resume: bool,
    report: Callable[[str], None] = print,
) -> None:
    """Train the lung finder, write its graph, and record it with its thresholds in the manifest.

    The figures of an older lung finder leave the manifest: measure again with ``evaluate --lungs``.

    Args:
        data: Data folder, see `data_folder`.
        output: Folder for ``best.npz``, ``history.csv`` and the checkpoint.
        folder: Folder of the artefacts, with a manifest.
        settings: How to train.
        resume: Go on from the checkpoint in `output`.
        report: Receives a line at the start, after each epoch and at the end.

    Raises:
        ArtefactError: There is no valid manifest.
        DataUnavailableError: The data set is not there.
        OutputUnwritableError: The manifest cannot be written.
    """
    source = data_folder(data)
    keras.utils.set_random_seed(settings.seed)
    train, judges = load_lung_examples(source)
    report(f"{len(train.pixels)} films to train, {len(judges.pixels)} to judge on")
    network = build_lung_network()
    progress = fit_lungs(network, train, judges, settings, output, resume=resume, report=report)
    export_lung_graph(network, folder)
    films = read_index(source, ["val"])
    signals = lung_signals(
        folder, read_pixels(source / "radiographs.zip", [film.file for film in films])
    )
    thresholds = fit_thresholds(signals)
    record_explanation(
        folder,
        "lungs",
        {
            "thresholds": thresholds,
            "acceptance": ACCEPTANCE,
            "training": training_record(
                progress, settings, hand=int((~train.silver).sum()), silver=int(train.silver.sum())
            )
            | {"judges": len(judges.pixels)},
        },
        files=(LUNGS_GRAPH, LUNGS_WEIGHTS),
    )
    report(f"best Dice {progress.best_score:.4f} at {progress.best_epoch}; thresholds {thresholds}")


def lung_signals(folder: Path, pixels: NDArray[np.uint8]) -> list[LungSignals]:
    """What the pair of lungs looks like that the exported graph finds in each film.

    Args:
        folder: Folder with the graph.
        pixels: uint8 ``(N, 224, 224)``, bright = dense.

    Returns:
        One entry for each film.
    """
    finder = LungFinder(compile_graph(read_graph(folder / LUNGS_GRAPH, folder / LUNGS_WEIGHTS)), {})
    return [
        two_lungs(probabilities)[2]
        for start in range(0, len(pixels), BATCH)
        for probabilities in finder.probabilities(
            pixels[start : start + BATCH, ..., np.newaxis].astype(np.float32)
        )
    ]


def fit_thresholds(
    signals: Sequence[LungSignals], acceptance: float = ACCEPTANCE
) -> dict[str, float]:
    """Find the highest thresholds, at one rank for all signals, that accept a share of the films.

    Args:
        signals: Of frontal films.
        acceptance: Share that shall reach every threshold.

    Returns:
        A threshold for each signal.
    """
    values = {name: np.sort([getattr(one, name) for one in signals]) for name in SIGNALS}
    for rank in range(len(signals) - 1, -1, -1):
        thresholds = {
            name: float(np.floor(own[rank] * 10**DECIMALS) / 10**DECIMALS)
            for name, own in values.items()
        }
        if np.mean([one.reach(thresholds) for one in signals]) >= acceptance:
            break
    return thresholds


def training_record(
    progress: Progress, settings: LungSettings, *, hand: int, silver: int
) -> dict[str, Any]:
    """What was asked of the training and what came of it, as a manifest entry.

    Args:
        progress: Where training stood at the end.
        settings: How it was trained.
        hand: Films with hand-drawn masks that it learnt from.
        silver: Films with automatic masks that it learnt from.
    """
    return {
        "settings": asdict(settings),
        "hand": hand,
        "silver": silver,
        "best_dice": round(progress.best_score, DECIMALS),
        "best_epoch": progress.best_epoch,
        "history": [
            {
                name: round(value, DECIMALS) if isinstance(value, float) else value
                for name, value in row.items()
            }
            for row in progress.history
        ],
    }

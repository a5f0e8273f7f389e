"""`python -m model evaluate`: from the data folder to the figures in the manifest."""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from model.classifier.artefacts import checked_path, load_manifest
from model.classifier.engine import Engine, Precision
from model.classifier.record import record, recorded_figures
from model.evaluation.figures.answers import all_figures
from model.evaluation.figures.gate import disguised_figures, gate_cost, usual_film
from model.evaluation.outputs import measure
from model.evaluation.predictions import PREDICTIONS, read_predictions, write_predictions
from model.training.dataset import data_folder

FROM_IMAGES: Final = ("data", "gate_cost", "gate_dicom")
"""Figures that only the images tell, and the machine: the stored predictions do not hold them."""


def evaluate(folder: Path, data: str | Path | None, precision: Precision) -> dict[str, Any]:
    """Measure the model, store its predictions, and record the figures.

    Args:
        folder: Folder of the artefacts.
        data: Data folder, see `training.dataset.data_folder`.
        precision: See `classifier.engine.Precision`.

    Returns:
        The figures.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set is not there.
        OutputUnwritableError: The manifest cannot be written.
    """
    source = data_folder(data)
    engine = Engine.load(precision, folder)
    write_predictions(measure(engine, source), folder / PREDICTIONS)
    figures = all_figures(read_predictions(folder / PREDICTIONS), engine.manifest)
    figures["data"] = data_figures(source)
    figures["gate_cost"] = gate_cost(engine, usual_film(source))
    figures["gate_dicom"] = disguised_figures(engine, source)
    figures["method"]["precision"] = precision
    record(folder, {"figures": figures}, [PREDICTIONS])
    return figures


def evaluate_again(folder: Path) -> dict[str, Any]:
    """Compute the figures from the stored predictions and record them.

    Args:
        folder: Folder of the artefacts, evaluated before.

    Returns:
        The figures; what only the images tell is kept from before.

    Raises:
        ArtefactError: A file of the model is missing or damaged, or was never evaluated.
        OutputUnwritableError: The manifest cannot be written.
    """
    manifest = load_manifest(folder)
    before = recorded_figures(folder)
    table = read_predictions(checked_path(PREDICTIONS, manifest, folder))
    figures = with_those_from_images(all_figures(table, manifest), before)
    record(folder, {"figures": figures}, [PREDICTIONS])
    return figures


def with_those_from_images(figures: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Figures of stored predictions, completed by what an earlier evaluation saw in the images.

    Args:
        figures: See `all_figures`; changed in place.
        before: The recorded figures.
    """
    figures |= {name: before[name] for name in FROM_IMAGES if name in before}
    figures["method"]["precision"] = before["method"]["precision"]
    return figures


_ORDER = ("train", "val", "test", "adult", "lateral")


def data_figures(folder: Path) -> dict[str, Any]:
    """Count the films in ``index.csv``.

    Args:
        folder: The data folder.

    Returns:
        ``counts``: a row for each split, label, source and population with films `n` and `groups`;
        ``licences``: for each source, the licence texts of its films and how many have each.
    """
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    licences: dict[str, Counter[str]] = defaultdict(Counter)
    with (folder / "index.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["split"] not in _ORDER:
                continue
            key = tuple(row[name] for name in ("split", "label", "source", "population"))
            groups[key].append(row["group"])
            licences[row["source"]][row["license"].strip() or "not stated"] += 1
    return {
        "counts": [
            {
                "split": split,
                "label": label,
                "source": source,
                "population": population,
                "n": len(members),
                "groups": len(set(members)),
            }
            for (split, label, source, population), members in sorted(
                groups.items(), key=lambda item: (_ORDER.index(item[0][0]), *item[0][1:])
            )
        ],
        "licences": {name: dict(sorted(found.items())) for name, found in sorted(licences.items())},
    }

"""Write figures and predictions down where everything else reads them: in the manifest."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from model.classifier.artefacts import MANIFEST, file_sha256, load_manifest, weights_folder
from model.errors import ManifestInvalidError, OutputUnwritableError
from model.evaluation.predictions import PREDICTIONS

CARD = "MODEL_CARD.md"


def card_path(folder: Path | None = None, language: str = "en") -> Path:
    """Where the model card of a folder of artefacts belongs: beside that folder.

    Args:
        folder: Folder of the artefacts; the committed one by default.
        language: A key of `LANGUAGES`; English has no mark in the name.
    """
    name = CARD if language == "en" else CARD.replace(".", f".{language}.")
    return (folder or weights_folder()).resolve().parent / name


def record_figures(folder: Path, figures: dict[str, Any]) -> None:
    """Replace the figures in a manifest, and list the stored predictions among its files.

    Every other entry, and the order of the entries, stays as it is. The figures have sorted keys,
    so that equal figures are equal bytes.

    Args:
        folder: Folder of the artefacts, with manifest and predictions.
        figures: JSON values; no NaN.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: The manifest is not valid.
        OutputUnwritableError: It cannot be written.
    """
    load_manifest(folder)
    path = folder / MANIFEST
    entries = json.loads(path.read_text(encoding="utf-8"))
    predictions = folder / PREDICTIONS
    entries["files"][PREDICTIONS] = {
        "sha256": file_sha256(predictions),
        "size": predictions.stat().st_size,
    }
    entries["figures"] = json.loads(json.dumps(figures, sort_keys=True, allow_nan=False))
    write_text(path, json.dumps(entries, indent=1) + "\n")


def record_explanation(
    folder: Path, part: str, figures: Mapping[str, Any], files: Sequence[str] = ()
) -> None:
    """Replace what a manifest says of one part of the explanations.

    Args:
        folder: Folder of the artefacts, with a manifest.
        part: ``lungs``, ``verdict``, ``shortcuts`` or ``localisation``.
        figures: JSON values; no NaN.
        files: Artefacts of that part, listed with their SHA-256.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: The manifest is not valid.
        OutputUnwritableError: It cannot be written.
    """
    load_manifest(folder)
    path = folder / MANIFEST
    entries = json.loads(path.read_text(encoding="utf-8"))
    for name in files:
        entries["files"][name] = {
            "sha256": file_sha256(folder / name),
            "size": (folder / name).stat().st_size,
        }
    parts = entries.setdefault("explanation", {})
    parts[part] = json.loads(json.dumps(figures, sort_keys=True, allow_nan=False))
    entries["explanation"] = dict(sorted(parts.items()))
    write_text(path, json.dumps(entries, indent=1) + "\n")


def record_attempts(folder: Path, attempts: Sequence[Mapping[str, Any]]) -> None:
    """Replace what a manifest says of the attempts to make the network better.

    Args:
        folder: Folder of the artefacts, with a manifest.
        attempts: JSON values; no NaN.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: The manifest is not valid.
        OutputUnwritableError: It cannot be written.
    """
    load_manifest(folder)
    path = folder / MANIFEST
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries["attempts"] = json.loads(json.dumps(attempts, sort_keys=True, allow_nan=False))
    write_text(path, json.dumps(entries, indent=1) + "\n")


def recorded_figures(folder: Path | None = None) -> dict[str, Any]:
    """The figures in a manifest.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: It holds no figures yet.
    """
    figures = dict(load_manifest(folder).figures)
    if "method" not in figures:
        raise ManifestInvalidError(entry="figures")
    return figures


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step: a reader sees the old one or the new one, never half of it.

    Raises:
        OutputUnwritableError: It cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise OutputUnwritableError(path=str(path)) from error

"""Writes what was fitted and measured where everything else reads it: in the manifest."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from model.classifier.artefacts import MANIFEST, file_sha256, load_manifest, weights_folder
from model.errors import ManifestInvalidError, OutputUnwritableError

CARD = "MODEL_CARD.md"


def card_path(folder: Path | None = None, language: str = "en") -> Path:
    """Where the model card of a folder of artefacts belongs: beside that folder.

    Args:
        folder: Folder of the artefacts; the committed one by default.
        language: Code of a catalogue; English has no mark in the name.
    """
    name = CARD if language == "en" else CARD.replace(".", f".{language}.")
    return (folder or weights_folder()).resolve().parent / name


def record(folder: Path, entries: Mapping[str, Any], files: Sequence[str] = ()) -> None:
    """Replace entries of a manifest, and list files with their SHA-256.

    Every other entry, and the order of the entries, stays as it is; a new part of an entry goes
    where the alphabet has it. What is written has sorted keys, so that equal figures are equal
    bytes.

    Args:
        folder: Folder of the artefacts, with a manifest.
        entries: JSON values, no NaN, by the name of the entry; ``"training.gate"`` is a part of
            the entry ``training``.
        files: Artefacts that these entries belong to.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: The manifest is not valid.
        OutputUnwritableError: It cannot be written.
    """
    load_manifest(folder)
    path = folder / MANIFEST
    document = json.loads(path.read_text(encoding="utf-8"))
    document["files"] |= {name: described(folder / name) for name in files}
    for name, value in entries.items():
        value = json.loads(json.dumps(value, sort_keys=True, allow_nan=False))
        entry, _, part = name.partition(".")
        if not part:
            document[entry] = value
        elif part in (parts := document.get(entry, {})):
            parts[part] = value
        else:
            document[entry] = dict(sorted({**parts, part: value}.items()))
    write_text(path, json.dumps(document, indent=1) + "\n")


def described(path: Path) -> dict[str, Any]:
    """How the manifest describes a file: its SHA-256 and its size, bytes."""
    return {"sha256": file_sha256(path), "size": path.stat().st_size}


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

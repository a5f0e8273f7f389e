"""The files in `model/weights/` and the manifest that vouches for them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from model.errors import ArtefactDamagedError, ArtefactMissingError, ManifestInvalidError

MANIFEST: Final = "manifest.json"
GRAPH: Final = "negatoscope.xml"
GRAPH_WEIGHTS: Final = "negatoscope.bin"
"""The graph that serves: int8 where that costs next to nothing, see `training.quantise`."""
REFERENCE_GRAPH: Final = "negatoscope.fp16.xml"
REFERENCE_WEIGHTS: Final = "negatoscope.fp16.bin"
"""The same network before it was made int8; only there where the serving graph is int8."""
KERAS_WEIGHTS: Final = "negatoscope.keras.npz"
LUNGS_GRAPH: Final = "lungs.xml"
LUNGS_WEIGHTS: Final = "lungs.bin"
"""The lung finder of the explorer."""
FEATURE_SPACE: Final = "feature_space.npz"
"""Head weights and the training features that the gate measures distances to."""


@dataclass(frozen=True)
class StoredFile:
    """A committed artefact.

    Attributes:
        sha256: Hexadecimal SHA-256 of its bytes.
        size: Its size, bytes.
    """

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says of the model.

    Attributes:
        labels: Classes in the order of the logits.
        files: The artefacts by name.
        temperature: Divisor of the logits before softmax.
        coverage: Share of val films of each class that its conformal threshold lets in.
        conformal_thresholds: For each class, the lowest calibrated probability that keeps the class
            in the prediction set.
        gate: Thresholds of the gate by name.
        training: How the weights were made.
        figures: Everything that `evaluate` measured of the answers.
        explanation: What was measured of the explanations, and the thresholds of their verdict, by
            part: ``lungs``, ``verdict``, ``shortcuts``, ``localisation``; empty before that.
        attempts: What was tried to make the network better, a row each, see
            `evaluation.figures.attempts`; empty before that.
    """

    labels: tuple[str, ...]
    files: Mapping[str, StoredFile]
    temperature: float
    coverage: float
    conformal_thresholds: Mapping[str, float]
    gate: Mapping[str, float]
    training: Mapping[str, Any]
    figures: Mapping[str, Any]
    explanation: Mapping[str, Any] = field(default_factory=dict)
    attempts: Sequence[Mapping[str, Any]] = ()

    @property
    def model_sha256(self) -> str:
        """SHA-256 of the serving graph's weights: the identity of the model in every result."""
        return self.files[GRAPH_WEIGHTS].sha256

    @property
    def reference(self) -> tuple[str, str]:
        """Graph and weights of the network as it was trained, for answers in float32."""
        quantised = REFERENCE_GRAPH in self.files
        return (REFERENCE_GRAPH, REFERENCE_WEIGHTS) if quantised else (GRAPH, GRAPH_WEIGHTS)


def weights_folder() -> Path:
    """The folder of the committed artefacts."""
    return Path(__file__).resolve().parents[1] / "weights"


def load_manifest(folder: Path | None = None) -> Manifest:
    """Read and check the manifest.

    Args:
        folder: Folder of the artefacts; the committed one by default.

    Returns:
        The manifest.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: An entry is missing or of the wrong kind.
    """
    path = (folder or weights_folder()) / MANIFEST
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArtefactMissingError(file=MANIFEST) from error
    except ValueError as error:
        raise ManifestInvalidError(entry="JSON") from error
    try:
        return Manifest(
            labels=tuple(document["labels"]),
            files={
                name: StoredFile(str(entry["sha256"]), int(entry["size"]))
                for name, entry in document["files"].items()
            },
            temperature=float(document["temperature"]),
            coverage=float(document["conformal"]["coverage"]),
            conformal_thresholds={
                name: float(document["conformal"]["thresholds"][name])
                for name in document["labels"]
            },
            gate={name: float(value) for name, value in document["gate"].items()},
            training=document["training"],
            figures=document["figures"],
            explanation=document.get("explanation", {}),
            attempts=tuple(document.get("attempts", ())),
        )
    except KeyError as error:
        raise ManifestInvalidError(entry=str(error.args[0])) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ManifestInvalidError(entry="values") from error


def checked_path(name: str, manifest: Manifest, folder: Path | None = None) -> Path:
    """Path of an artefact whose bytes are the ones that the manifest describes.

    Args:
        name: File name of the artefact.
        manifest: The manifest.
        folder: Folder of the artefacts; the committed one by default.

    Returns:
        The path.

    Raises:
        ArtefactMissingError: The file is not there.
        ArtefactDamagedError: The manifest does not name it, or its SHA-256 differs.
    """
    path = (folder or weights_folder()) / name
    if not path.is_file():
        raise ArtefactMissingError(file=name)
    if name not in manifest.files or file_sha256(path) != manifest.files[name].sha256:
        raise ArtefactDamagedError(file=name)
    return path


def file_sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""What the gate refuses that it should, and should not; what it costs; what headers tell it."""

import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    CTImageStorage,
    ExplicitVRLittleEndian,
    MRImageStorage,
    UltrasoundImageStorage,
    generate_uid,
)

from model.classifier.age import population_of
from model.classifier.engine import Engine
from model.classifier.gate import FEATURE_REFUSALS, feature_refusals, header_refusals
from model.classifier.prediction import examine
from model.classifier.signals import feature_signals
from model.evaluation.figures.splits import document
from model.evaluation.measure.metrics import Cohort, Mask, share
from model.evaluation.predictions import ALTERED, NOT_CHEST, NOT_CHEST_LEARNT, Predictions
from model.imaging.prepare import network_input
from model.imaging.radiograph import Radiograph
from model.imaging.read import read_radiograph
from model.training.dataset import read_index, read_pixels

Document = dict[str, Any]

ASKED: Final[Mapping[str, float]] = {
    "natural_photo": 0.99,
    "brain_mri": 0.97,
    "knee_xray": 0.97,
    "breast_ultrasound": 0.97,
    "ct": 0.95,
    "lateral": 0.80,
    "turned-clockwise": 0.90,
    "turned-counter-clockwise": 0.90,
    "upside-down": 0.90,
    "inverted": 0.90,
    "cropped": 0.90,
}
"""Share of each kind of picture that was asked to be refused, set before the gate was fitted: where
95 % of test are accepted, and of the altered films those of test."""

ACCEPTED: Final = 0.95
"""Share of test that is accepted where `ASKED` holds."""


def gate_figures(
    table: Predictions, cohorts: Mapping[str, Cohort], thresholds: Mapping[str, float]
) -> Document:
    """Count refusals by kind of picture, and why.

    Args:
        table: All pictures.
        cohorts: The cohort of the pictures of each split.
        thresholds: Of the gate, from the manifest.

    Returns:
        For each split, and for each kind of picture that is no chest radiograph: the share refused,
        the share refused by the features alone (as a grey copy of sufficient size would be), and
        how often each code was given. Splits are divided by label and by source besides. Apart:
        ``learnt``, the kinds of picture that the gate learnt from; ``altered``, what was done to
        films of test and adult, with the share that was ``named`` rightly; ``let_through``, names
        of pictures that are no chest and were accepted; ``at_95``, see `refused_at`.
    """
    figures: Document = {"learnt": {}, "altered": {}, "let_through": _let_through(table)}
    before = {altered: split for split, altered in ALTERED.items()}
    for split, cohort in cohorts.items():
        own = table.split == split
        refusals = table.refusals[own]
        kinds = _by(table.label[own], cohort, refusals)
        if split in (NOT_CHEST, NOT_CHEST_LEARNT):
            target = figures if split == NOT_CHEST else figures["learnt"]
            target |= kinds
        elif split in before:
            figures["altered"][before[split]] = _named(table.label[own], cohort, refusals, kinds)
        else:
            figures[split] = {
                **_refused(cohort, refusals, np.ones(len(refusals), dtype=np.bool_)),
                "by_label": kinds,
                "by_source": _by(table.source[own], cohort, refusals),
            }
    figures["at_95"] = refused_at(table, cohorts, thresholds)
    return figures


def refused_at(
    table: Predictions,
    cohorts: Mapping[str, Cohort],
    thresholds: Mapping[str, float],
    accepted: float = ACCEPTED,
) -> Document:
    """What would be refused if the threshold for views were moved until a share of test passes.

    Gates that accept alike can be compared. Nothing that serves is chosen so.

    Args:
        table: All pictures.
        cohorts: The cohort of the pictures of each split.
        thresholds: Of the gate; that for the distance stays where it is.
        accepted: Share of test to accept.

    Returns:
        ``view``, the threshold; ``test``, the share of test refused there; ``kinds``, the share of
        each of `ASKED` that is there.
    """
    stopped = _stopped_otherwise(table, thresholds)
    likeliest = table.views.max(axis=1).astype(np.float64)
    test = table.split == "test"
    # A film that is stopped anyway is stopped at any threshold.
    reach = np.sort(np.where(stopped, np.inf, likeliest)[test])
    view = float(reach[min(len(reach) - 1, int(np.ceil(accepted * len(reach))) - 1)])
    refused = np.asarray(stopped | (likeliest > view), dtype=np.bool_)
    places = {**dict.fromkeys(ASKED, ALTERED["test"]), "lateral": "lateral"}
    found: Document = {}
    for kind in ASKED:
        for split in (NOT_CHEST, places[kind]):
            own = table.split == split
            films = table.label[own] == kind
            if split in cohorts and films.any():
                found[kind] = document(share(cohorts[split], refused[own], np.asarray(films)))
    everyone = np.ones(int(test.sum()), dtype=np.bool_)
    return {
        "view": round(view, 4) if np.isfinite(view) else None,
        "test": document(share(cohorts["test"], refused[test], everyone)),
        "kinds": found,
    }


def _stopped_otherwise(table: Predictions, thresholds: Mapping[str, float]) -> Mask:
    """Refused by colour or size, or for the distance."""
    codes = [set(str(text).split("+")) - {""} for text in table.refusals]
    plain = np.array([bool(own - FEATURE_REFUSALS) for own in codes], dtype=np.bool_)
    return np.asarray(plain | (table.distance > thresholds["distance"]), dtype=np.bool_)


def _let_through(table: Predictions) -> dict[str, list[str]]:
    """Names, by kind, of the pictures without a chest that were accepted, learnt from or not."""
    others = np.isin(table.split, (NOT_CHEST, NOT_CHEST_LEARNT)) & table.accepted
    kinds = sorted({str(name) for name in table.label[others]})
    return {
        kind: sorted(str(name) for name in table.source[others & (table.label == kind)])
        for kind in kinds
    }


def _named(
    label: NDArray[np.str_], cohort: Cohort, refusals: NDArray[np.str_], kinds: Document
) -> Document:
    """Adds how often the reason given was what had been done."""
    said = np.array(
        [name in str(codes).split("+") for name, codes in zip(label, refusals, strict=True)]
    )
    return {
        name: {**own, "named": document(share(cohort, said, np.asarray(label == name)))}
        for name, own in kinds.items()
    }


def _by(column: NDArray[np.str_], cohort: Cohort, refusals: NDArray[np.str_]) -> Document:
    names = sorted({str(name) for name in column})
    return {name: _refused(cohort, refusals, np.asarray(column == name)) for name in names}


def _refused(cohort: Cohort, refusals: NDArray[np.str_], films: Mask) -> Document:
    codes = [str(text).split("+") if text else [] for text in refusals]
    by_features = np.array([bool(FEATURE_REFUSALS.intersection(own)) for own in codes])
    inside = [code for own, chosen in zip(codes, films, strict=True) if chosen for code in own]
    return {
        "refused": document(share(cohort, np.asarray(refusals != ""), films)),
        "refused_by_features": document(share(cohort, by_features, films)),
        "reasons": {code: inside.count(code) for code in sorted(set(inside))},
    }


ROUNDS: Final = 60
SIDE: Final = (2500, 2048)
"""Rows and columns of the film that is timed: what a detector delivers."""


def gate_cost(engine: Engine, film: Radiograph, rounds: int = ROUNDS) -> dict[str, Any]:
    """Time the forward pass and the gate in turns on one film.

    Args:
        engine: The engine.
        film: A film of usual size.
        rounds: Turns of each; what else the machine does meets both alike.

    Returns:
        Medians in milliseconds, ``forward_ms`` and ``gate_ms``, and ``added``, the share that the
        gate adds to the forward pass.
    """
    inputs = network_input(film.pixels)[np.newaxis]
    features = engine.run(inputs).features
    limits = engine.manifest.gate

    def gate() -> None:
        header_refusals(film, limits)
        signals = feature_signals(features, engine.feature_space)
        own = {name: float(values[0]) for name, values in signals.items()}
        feature_refusals(own, limits)
        population_of(own, limits)

    def forward() -> None:
        engine.run(inputs)

    for work in (forward, gate):
        work()
    times = np.array([[_timed(forward), _timed(gate)] for _ in range(rounds)])
    forward_ms, gate_ms = (float(value) for value in np.median(times, axis=0))
    return {
        "forward_ms": round(forward_ms, 2),
        "gate_ms": round(gate_ms, 2),
        "added": round(gate_ms / forward_ms, 4),
        "rounds": rounds,
        "rows": film.size[0],
        "columns": film.size[1],
    }


def usual_film(folder: Path) -> Radiograph:
    """A film of val, enlarged to `SIDE`, as the app reads it.

    Args:
        folder: The data folder.
    """
    (first, *_) = read_index(folder, ["val"])
    small = read_pixels(folder / "radiographs.zip", [first.file])[0]
    large = cv2.resize(small, SIDE[::-1], interpolation=cv2.INTER_CUBIC)
    return read_radiograph(cv2.imencode(".png", large)[1].tobytes())


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000.0


MODALITIES: Final = {"CT": CTImageStorage, "MR": MRImageStorage, "US": UltrasoundImageStorage}
FILMS: Final = 50
"""Films of test that are put into a file of each modality: the first ones."""


def disguised_figures(engine: Engine, folder: Path) -> dict[str, Any]:
    """Count how often the header stops a chest film.

    Args:
        engine: The engine.
        folder: The data folder.

    Returns:
        For each modality `n` and ``refused``, films that were refused as ``wrong-modality``.
    """
    films = read_index(folder, ["test"])[:FILMS]
    with zipfile.ZipFile(folder / "radiographs.zip") as archive:
        stored = [np.frombuffer(archive.read(film.file), np.uint8) for film in films]
    pixels = [np.asarray(cv2.imdecode(one, cv2.IMREAD_GRAYSCALE), np.uint8) for one in stored]
    return {
        modality: {
            "n": len(pixels),
            "refused": sum(_stopped(engine, disguise(one, modality)) for one in pixels),
        }
        for modality in MODALITIES
    }


def _stopped(engine: Engine, data: bytes) -> bool:
    refusals = examine(read_radiograph(data), engine).refusals
    return any(notice.code == "wrong-modality" for notice in refusals)


def disguise(pixels: NDArray[np.uint8], modality: str) -> bytes:
    """Put pixels into a DICOM file of a modality.

    Args:
        pixels: uint8 ``(H, W)``.
        modality: A key of `MODALITIES`.

    Returns:
        The file; it names no one.

    References:
        PS3.3 A.3 (CT), A.4 (MR), A.6 (ultrasound).
    """
    storage: UID = MODALITIES[modality]
    instance = generate_uid(entropy_srcs=[modality, pixels.tobytes().hex()])
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.MediaStorageSOPClassUID = storage
    data.file_meta.MediaStorageSOPInstanceUID = instance
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SOPClassUID, data.SOPInstanceUID = storage, instance
    data.Modality = modality
    data.Rows, data.Columns = pixels.shape
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation = 7, 0
    data.PixelData = pixels.tobytes() + b"\0" * (pixels.size % 2)
    data["PixelData"].VR = "OW"
    buffer = BytesIO()
    dcmwrite(buffer, data, enforce_file_format=True)
    return buffer.getvalue()

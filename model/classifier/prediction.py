"""One radiograph, one forward pass: an answer, or named reasons for none."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.classifier.age import Population, population_of
from model.classifier.calibration import prediction_set, probabilities
from model.classifier.classes import CLASSES
from model.classifier.engine import Engine
from model.classifier.evidence import EvidenceMaps, evidence_maps
from model.classifier.gate import feature_refusals, header_refusals
from model.classifier.signals import feature_signals
from model.imaging.prepare import network_input
from model.imaging.radiograph import Radiograph
from model.messages import Notice


@dataclass(frozen=True, eq=False)
class Answer:
    """What the network says of an accepted radiograph.

    Attributes:
        predicted: The class with the highest probability.
        probabilities: Calibrated probability of each class; they sum to 1.
        prediction_set: Classes that cannot be ruled out, the likeliest first.
        evidence: Grad-CAM of every class, from the same forward pass.
    """

    predicted: str
    probabilities: Mapping[str, float]
    prediction_set: tuple[str, ...]
    evidence: EvidenceMaps


@dataclass(frozen=True, eq=False)
class Examination:
    """What came of one radiograph.

    Attributes:
        accepted: Whether the gate let it through.
        refusals: Why not; empty when accepted.
        warnings: What was noticed while reading it.
        answer: The answer; None when refused, unless the caller forced one.
        logits: Logit of each class, before calibration; of a refused picture too, and not shown.
        gate: Signals that the gate measured, by name.
        population: Whom the film looks like, child or adult; None where that cannot be told.
        model_sha256: Identity of the model.
        elapsed_ms: Time from the radiograph to the answer, milliseconds.
    """

    accepted: bool
    refusals: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    answer: Answer | None
    logits: Mapping[str, float]
    gate: Mapping[str, float]
    population: Population | None
    model_sha256: str
    elapsed_ms: float


def examine(
    radiograph: Radiograph,
    engine: Engine,
    *,
    force: bool = False,
    picture: NDArray[np.float32] | None = None,
) -> Examination:
    """Put a radiograph through gate and network.

    The gate fails closed: any refusal leaves the answer out. All of it costs one forward pass.

    Args:
        radiograph: The radiograph.
        engine: The engine.
        force: Answer even where the gate refuses; for the command line's ``--force``.
        picture: float32 ``(224, 224, 3)`` in [0, 255], the network's input where the caller has it
            already; None to make it here.

    Returns:
        The examination.
    """
    started = time.perf_counter()
    manifest = engine.manifest
    refusals = header_refusals(radiograph, manifest.gate)
    if picture is None:
        picture = network_input(radiograph.pixels)
    forward = engine.run(picture[np.newaxis])
    signals = feature_signals(forward.features, engine.feature_space)
    gate = {name: float(values[0]) for name, values in signals.items()}
    refusals += feature_refusals(gate, manifest.gate)
    answer = None
    if force or not refusals:
        scaled = probabilities(forward.logits[0], manifest.temperature)
        calibrated = dict(zip(CLASSES, map(float, scaled), strict=True))
        answer = Answer(
            predicted=max(calibrated, key=lambda name: calibrated[name]),
            probabilities=calibrated,
            prediction_set=prediction_set(calibrated, manifest.conformal_thresholds),
            evidence=evidence_maps(forward.maps[0], engine.head_weights),
        )
    return Examination(
        accepted=not refusals,
        refusals=refusals,
        warnings=radiograph.warnings,
        answer=answer,
        logits=dict(zip(CLASSES, map(float, forward.logits[0]), strict=True)),
        gate=gate,
        population=population_of(gate, manifest.gate),
        model_sha256=engine.model_sha256,
        elapsed_ms=(time.perf_counter() - started) * 1000.0,
    )

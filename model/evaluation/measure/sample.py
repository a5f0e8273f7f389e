"""The films of one split with everything that the figures are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import Manifest
from model.classifier.calibration import prediction_set, probabilities
from model.classifier.classes import CLASSES
from model.evaluation.measure.bootstrap import REPLICATES, SEED, replicate_weights
from model.evaluation.measure.metrics import Cohort, Mask
from model.evaluation.predictions import Predictions

NO_CLASS = -1
"""Truth of a film of which none of the four classes, or more than one, can be right."""


@dataclass(frozen=True, eq=False)
class CalibratedFilms:
    """`N` films, calibrated.

    Attributes:
        cohort: Groups, and the weights of the bootstrap.
        label: str ``(N,)``.
        source: str ``(N,)``.
        population: str ``(N,)``.
        truth: int64 ``(N,)``, index of the label in `CLASSES`, or `NO_CLASS`.
        answers: int64 ``(N,)``, index of the likeliest class.
        uncalibrated: float64 ``(N, 4)``, softmax of the logits.
        calibrated: float64 ``(N, 4)``, the same after temperature scaling.
        sets: bool ``(N, 4)``, the classes in the conformal prediction set.
        accepted: bool ``(N,)``, whether the gate lets the film through.
    """

    cohort: Cohort
    label: NDArray[np.str_]
    source: NDArray[np.str_]
    population: NDArray[np.str_]
    truth: NDArray[np.int64]
    answers: NDArray[np.int64]
    uncalibrated: NDArray[np.float64]
    calibrated: NDArray[np.float64]
    sets: NDArray[np.bool_]
    accepted: Mask

    @property
    def labelled(self) -> Mask:
        """Films of one of the four classes."""
        return np.asarray(self.truth != NO_CLASS)

    @property
    def covered(self) -> Mask:
        """Films whose class is in the prediction set; False for those without a class."""
        inside = self.sets[np.arange(len(self.truth)), self.truth]
        return np.asarray(inside & self.labelled)

    @property
    def set_size(self) -> NDArray[np.float64]:
        """Classes in the prediction set, float64, 1 to 4."""
        return np.asarray(self.sets.sum(axis=1), dtype=np.float64)

    @property
    def illness(self) -> NDArray[np.float64]:
        """1 − calibrated probability of healthy, float64."""
        return np.asarray(1.0 - self.calibrated[:, CLASSES.index("healthy")])


def take(
    table: Predictions, films: Mask, manifest: Manifest, replicates: int = REPLICATES
) -> CalibratedFilms:
    """Take some films of a table, calibrate them, and draw the weights of the bootstrap.

    Args:
        table: The table.
        films: bool, which of its rows.
        manifest: Temperature and conformal thresholds.
        replicates: Number of replicates of the bootstrap.

    Returns:
        The sample. The draw is the same for the same groups: its generator always starts from the
        same seed.
    """
    logits = table.logits[films]
    calibrated = probabilities(logits, manifest.temperature)
    generator = np.random.default_rng(SEED)
    groups = table.group[films]
    position = {name: index for index, name in enumerate(CLASSES)}
    return CalibratedFilms(
        cohort=Cohort(groups, replicate_weights(groups, replicates, generator)),
        label=table.label[films],
        source=table.source[films],
        population=table.population[films],
        truth=np.array(
            [position.get(str(label), NO_CLASS) for label in table.label[films]], dtype=np.int64
        ),
        answers=np.asarray(calibrated.argmax(axis=1), dtype=np.int64),
        uncalibrated=probabilities(logits, 1.0),
        calibrated=calibrated,
        sets=_sets(calibrated, manifest.conformal_thresholds),
        accepted=table.accepted[films],
    )


def _sets(calibrated: NDArray[np.float64], thresholds: Mapping[str, float]) -> NDArray[np.bool_]:
    """The prediction sets that the app would show, bool ``(N, 4)``."""
    chosen = [
        prediction_set(dict(zip(CLASSES, map(float, row), strict=True)), thresholds)
        for row in calibrated
    ]
    return np.array([[name in own for name in CLASSES] for own in chosen], dtype=np.bool_).reshape(
        -1, len(CLASSES)
    )

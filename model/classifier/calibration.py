"""From logits to probabilities that mean something, and to prediction sets."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def probabilities(logits: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Softmax of the logits divided by the temperature.

    Args:
        logits: ``(..., classes)``.
        temperature: Above 1 softens, below 1 sharpens; > 0.

    Returns:
        float64 ``(..., classes)``; each row sums to 1.

    References:
        Guo et al. 2017, arXiv:1706.04599.
    """
    # Written out: importing scipy.special would cost the engine 28 MB for these three lines.
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    raised = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float64)


def prediction_set(
    calibrated: Mapping[str, float], thresholds: Mapping[str, float]
) -> tuple[str, ...]:
    """Classes that cannot be ruled out, the likeliest first.

    An empty set would tell a reader nothing, so the likeliest class is always in it; that can only
    raise the coverage.

    Args:
        calibrated: Probability of each class.
        thresholds: For each class, see `training.calibrate.conformal_thresholds`.

    Returns:
        One to four classes.
    """
    ranked = sorted(calibrated, key=lambda name: -calibrated[name])
    return tuple(
        name
        for position, name in enumerate(ranked)
        if position == 0 or calibrated[name] >= thresholds[name]
    )

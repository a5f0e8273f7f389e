"""Grey scales of several films brought together, and their robust mean."""

import numpy as np
from numpy.typing import NDArray

from model.samples.fields import Plane

# Every how many pixels the straight line between two grey scales is fitted.
_STRIDE = 17


def match_tone(films: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fits each film's grey scale to the median film by a gain and an offset.

    Args:
        films: float32 (N, H, W), registered onto one another.

    Returns:
        float32 (N, H, W).
    """
    median = np.median(films, axis=0)
    wanted = median.ravel()[::_STRIDE]
    matched = np.empty_like(films)
    for k, film in enumerate(films):
        seen = film.ravel()[::_STRIDE]
        slope = np.polynomial.polynomial.polyfit(seen, wanted, 1)[1] if seen.std() > 0 else 1.0
        gain = float(np.clip(slope, 0.6, 1.6))
        matched[k] = film * gain + (median.mean() - gain * film.mean())
    return matched


def consensus(films: NDArray[np.float32]) -> Plane:
    """Averages films, leaving out, pixel by pixel, what one alone shows (a marker, a lead).

    Args:
        films: float32 (N, H, W), registered onto one another.

    Returns:
        float32 (H, W).
    """
    matched = match_tone(films)
    median = np.median(matched, axis=0)
    spread = np.median(np.abs(matched - median), axis=0) + 0.02
    weights = np.exp(-0.5 * ((matched - median) / (2 * spread)) ** 2)
    mean: Plane = ((weights * matched).sum(axis=0) / weights.sum(axis=0)).astype(np.float32)
    return mean

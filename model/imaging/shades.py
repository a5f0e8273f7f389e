"""The steps from levels to a radiograph which all formats share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model.imaging.levels import Levels, histogram, percentiles
from model.imaging.radiograph import ReadingStep
from model.messages import Notice, Value

LOW, HIGH = 0.1, 99.9
"""Percentiles taken for black and white where a file does not say how to show its values. Wide on
purpose: the films which the network has learnt from have their 0.1st percentile at 0 and their
99.9th at 231 of 255 in the median, and a lead letter is a few thousandths of a film."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A picture on the way to a radiograph: where it stands, and how it got there.

    Attributes:
        levels: The values as they are by now.
        steps: What was done so far.
    """

    levels: Levels
    steps: tuple[ReadingStep, ...] = ()


def note(
    reading: Reading,
    code: str,
    numbers: Mapping[str, Value] | None = None,
    values: npt.NDArray[np.float64] | None = None,
) -> Reading:
    """Adds a step.

    Args:
        reading: The picture so far.
        code: Code of the step in `model.messages.STEPS`.
        numbers: The values of the notice.
        values: float64, what each level means after the step; None if that did not change.

    Returns:
        The picture after the step.
    """
    levels = reading.levels if values is None else replace(reading.levels, values=values)
    step = ReadingStep(Notice(code, dict(numbers or {})), histogram(levels))
    return Reading(levels, (*reading.steps, step))


def stretch(reading: Reading) -> Reading:
    """Spreads the values from their `LOW` to their `HIGH` percentile over black to white.

    It undoes any slope, offset or sign that two copies of one film may differ by, so that they end
    up the same; that is why it is the rule for files without a window.

    Args:
        reading: A picture in any units.

    Returns:
        The picture in [0, 1]; all black if it has one value only.
    """
    low, high = percentiles(reading.levels, (LOW, HIGH))
    if not high > low:
        low, high = percentiles(reading.levels, (0, 100))
    values = reading.levels.values
    with np.errstate(all="ignore"):
        spread = (values - low) / (high - low) if high > low else np.zeros_like(values)
    return note(reading, "percentiles", {"low": low, "high": high}, np.clip(spread, 0.0, 1.0))


def full_range(reading: Reading, white: float) -> Reading:
    """Takes the values as shades: 0 is black, `white` is white.

    Args:
        reading: A picture with values from 0.
        white: The value of white.

    Returns:
        The picture in [0, 1].
    """
    values = np.clip(reading.levels.values / white, 0.0, 1.0)
    return note(reading, "full-range", {"low": 0.0, "high": white}, values)


def invert(reading: Reading, code: str) -> Reading:
    """Turns bright to dark.

    Args:
        reading: A picture in [0, 1].
        code: Why: `"monochrome1"` or `"inverted-on-request"`.

    Returns:
        The picture in [0, 1].
    """
    return note(reading, code, values=1.0 - reading.levels.values)

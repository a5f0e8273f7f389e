"""A pipeline in one line, for the address of a page: `rotation@0.5,-10..10;!gamma,0.8..1.25`."""

from typing import Final

from model.augment.pipeline import Pipeline, Range, Step
from model.augment.registry import TRANSFORMS
from model.errors import PipelineError

MOST_CHARACTERS: Final = 2000
"""Browsers and proxies cut longer addresses."""


def to_line(pipeline: Pipeline) -> str:
    """Write a pipeline in one line.

    A step is its name, ``!`` before it where it is switched off, ``@`` and its probability where
    that is not 1, then one range for each parameter in order, ``low..high`` or one number.

    Args:
        pipeline: The pipeline.

    Returns:
        Letters, digits and ``-.,;@!``; empty for no steps.
    """
    return ";".join(_step_line(step) for step in pipeline.steps)


def from_line(line: str) -> Pipeline | None:
    """Read a pipeline from an address.

    Args:
        line: Text from anywhere.

    Returns:
        The pipeline; None where the line says none, or a wrong one. An address that was cut short
        is no reason to stop a page.
    """
    if not line or len(line) > MOST_CHARACTERS:
        return None
    try:
        return Pipeline(tuple(_step(one) for one in line.split(";")))
    except (ValueError, PipelineError):
        return None


def _step_line(step: Step) -> str:
    head = ("" if step.on else "!") + step.transform
    if step.probability != 1:
        head += f"@{_number(step.probability)}"
    return ",".join([head, *(_range_text(limits) for limits in step.ranges.values())])


def _range_text(limits: Range) -> str:
    low, high = (_number(value) for value in limits)
    return low if low == high else f"{low}..{high}"


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if value else "0"


def _step(line: str) -> Step:
    """A step.

    Raises:
        ValueError: The line says none.
    """
    head, *ranges = line.split(",")
    name, at, probability = head.removeprefix("!").partition("@")
    if name not in TRANSFORMS:
        raise ValueError(name)
    names = [one.name for one in TRANSFORMS[name].parameters]
    return Step(
        name,
        dict(zip(names, map(_range, ranges), strict=True)),
        float(probability) if at else 1.0,
        on=not head.startswith("!"),
    )


def _range(text: str) -> Range:
    low, between, high = text.partition("..")
    return float(low), float(high if between else low)

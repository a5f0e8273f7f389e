"""A pipeline as JSON: what `train --augmentation` takes and what the page saves."""

import json
from collections.abc import Mapping
from typing import Any, Final

from model.augment.pipeline import Pipeline, Range, Step
from model.errors import PipelineUnreadableError, StepMalformedError

FORMAT: Final = "negatoscope-augmentation"
VERSION: Final = 1
MOST_BYTES: Final = 100_000
"""More than any pipeline needs; read no further."""


def to_json(pipeline: Pipeline) -> str:
    """Write a pipeline.

    Args:
        pipeline: The pipeline.

    Returns:
        JSON with one step on a line; reading it gives an equal pipeline.
    """
    steps = ",\n".join("  " + json.dumps(_step_document(step)) for step in pipeline.steps)
    body = f"[\n{steps}\n ]" if steps else "[]"
    return f'{{"format": "{FORMAT}",\n "version": {VERSION},\n "steps": {body}}}\n'


def from_json(text: str | bytes) -> Pipeline:
    """Read a pipeline.

    Args:
        text: JSON, from anywhere.

    Returns:
        The pipeline.

    Raises:
        PipelineError: It is none, with the step that is wrong.
    """
    if len(text) > MOST_BYTES:
        raise PipelineUnreadableError(version=VERSION, line=1)
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise PipelineUnreadableError(version=VERSION, line=error.lineno) from error
    # Not UTF-8, a number of a thousand digits, or brackets in brackets a thousand deep.
    except (ValueError, RecursionError) as error:
        raise PipelineUnreadableError(version=VERSION, line=1) from error
    return from_document(found)


def document(pipeline: Pipeline) -> dict[str, Any]:
    """A pipeline as plain lists and dictionaries, for a larger JSON document."""
    steps = [_step_document(step) for step in pipeline.steps]
    return {"format": FORMAT, "version": VERSION, "steps": steps}


def from_document(found: object) -> Pipeline:
    """The pipeline of what `document` made.

    Raises:
        PipelineError: It is none, with the step that is wrong.
    """
    head = {"format": FORMAT, "version": VERSION}
    if not isinstance(found, Mapping) or {name: found.get(name) for name in head} != head:
        raise PipelineUnreadableError(version=VERSION, line=1)
    steps = found.get("steps")
    if not isinstance(steps, list):
        raise PipelineUnreadableError(version=VERSION, line=1)
    return Pipeline(tuple(_step(number, one) for number, one in enumerate(steps, start=1)))


def _step_document(step: Step) -> dict[str, Any]:
    return {
        "transform": step.transform,
        "probability": step.probability,
        "on": step.on,
        "ranges": {name: list(limits) for name, limits in step.ranges.items()},
    }


def _step(number: int, found: object) -> Step:
    if not isinstance(found, Mapping) or not isinstance(found.get("transform"), str):
        raise StepMalformedError(step=number, name="transform")
    probability, on = found.get("probability", 1.0), found.get("on", True)
    if not _is_number(probability):
        raise StepMalformedError(step=number, name="probability")
    if not isinstance(on, bool):
        raise StepMalformedError(step=number, name="on")
    ranges = found.get("ranges", {})
    if not isinstance(ranges, Mapping):
        raise StepMalformedError(step=number, name="ranges")
    read = {name: _range(number, name, limits) for name, limits in ranges.items()}
    return Step(found["transform"], read, float(probability), on)


def _range(number: int, name: str, found: object) -> Range:
    if not isinstance(found, list) or len(found) != 2 or not all(map(_is_number, found)):
        raise StepMalformedError(step=number, name=name[:40])
    return float(found[0]), float(found[1])


def _is_number(found: object) -> bool:
    # A comparison with NaN is false; a whole number may be too large for a float.
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e9

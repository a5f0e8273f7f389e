"""The pipeline that is being built: its steps, each with an id that outlives reordering."""

from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from model.augment.pipeline import MOST_STEPS, Pipeline, Range, Step, new_step

STEPS_KEY: Final = "playground_steps"
NEXT_ID_KEY: Final = "playground_next_id"


@dataclass(frozen=True)
class Placed:
    """A step in its place.

    Attributes:
        id: Names the step within the session; its widgets carry it.
        step: The step.
    """

    id: int
    step: Step


def placed_steps() -> tuple[Placed, ...]:
    """The steps in order."""
    found: tuple[Placed, ...] = st.session_state.get(STEPS_KEY, ())
    return found


def pipeline_of() -> Pipeline:
    """The pipeline as it is now."""
    return Pipeline(tuple(placed.step for placed in placed_steps()))


def put_pipeline(pipeline: Pipeline) -> None:
    """Puts a whole pipeline in the place of what was there."""
    _put(tuple(Placed(_next_id(), step) for step in pipeline.steps))


def add_step(transform: str) -> None:
    """Adds a step at the end, with its settings open.

    Args:
        transform: A name of `registry.TRANSFORMS`.
    """
    before = placed_steps()
    if len(before) < MOST_STEPS:
        placed = Placed(_next_id(), new_step(transform))
        _put((*before, placed))
        st.session_state[settings_key(placed.id)] = True


def move_step(step_id: int, by: int) -> None:
    """Moves a step.

    Args:
        step_id: Its id.
        by: −1 for one place up, 1 for one down.
    """
    steps = list(placed_steps())
    index = next(index for index, placed in enumerate(steps) if placed.id == step_id)
    target = index + by
    if 0 <= target < len(steps):
        steps[index], steps[target] = steps[target], steps[index]
        _put(tuple(steps))


def remove_step(step_id: int) -> None:
    """Takes a step out.

    Args:
        step_id: Its id.
    """
    _put(tuple(placed for placed in placed_steps() if placed.id != step_id))


def change_step(step_id: int, **changes: Any) -> None:
    """Changes a step.

    Args:
        step_id: Its id.
        changes: Fields of `Step`.
    """
    _put(
        tuple(
            Placed(placed.id, replace(placed.step, **changes)) if placed.id == step_id else placed
            for placed in placed_steps()
        )
    )


def set_range(step_id: int, parameter: str, limits: Range) -> None:
    """Sets the range of one parameter.

    Args:
        step_id: Id of the step.
        parameter: Name of the parameter.
        limits: Smallest and largest value.
    """
    step = next(placed.step for placed in placed_steps() if placed.id == step_id)
    change_step(step_id, ranges={**step.ranges, parameter: limits})


def settings_key(step_id: int) -> str:
    """Key of the fold with the settings of a step; what it holds says whether it is open."""
    return f"playground_settings_{step_id}"


def _put(steps: tuple[Placed, ...]) -> None:
    st.session_state[STEPS_KEY] = steps


def _next_id() -> int:
    number: int = st.session_state.get(NEXT_ID_KEY, 0)
    st.session_state[NEXT_ID_KEY] = number + 1
    return number

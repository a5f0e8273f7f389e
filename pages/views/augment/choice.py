"""What the reader chose in the playground, the steps apart, and how an address says it."""

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from model.augment.pipeline import Pipeline
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from model.augment.shorthand import from_line, to_line
from model.augment.sweep import POINTS
from pages.shared.choices import Choices, one_of, read_by, whole
from pages.shared.upload.cases import Case
from pages.shared.upload.samples import all_samples
from pages.views.augment.steps import pipeline_of, put_pipeline

VIEWS: Final = ("compare", "sweep", "draws", "why")
LOOKS: Final = ("side", "wipe", "difference")
COUNTS: Final = (12, 24, 48)
MOST_SEED: Final = 999_999

START: Final = "as-trained"
"""The pipeline that the page starts with."""

NO_STEPS: Final = "none"
"""How an address says a pipeline without steps; an empty parameter says nothing."""

# Whether the address asked for a pipeline that cannot be read.
UNREAD_KEY: Final = "playground_unread"


def _files() -> list[str]:
    return [sample.file for sample in all_samples()]


@dataclass(frozen=True)
class PlaygroundChoice:
    """Everything that an address of the playground says, case and pipeline apart.

    Attributes:
        view: One of `VIEWS`.
        seed: Seed of all draws.
        draw: Number of the draw that is shown, from 1.
        look: How before and after are shown, one of `LOOKS`.
        wipe: How much of the picture is after, from the right, percent.
        transform: The transform that is swept; empty for that of the first step.
        parameter: Its parameter that is swept; empty for the first.
        at: Index of the value on the slider, of a sweep of `POINTS`.
        draws: How many draws, one of `COUNTS`.
        partner: Sample that is mixed in; empty for the first of another class.
        other: Sample that the same draw is shown on; empty for none.
    """

    view: str = one_of(VIEWS)
    seed: int = whole(0, MOST_SEED, 1)
    draw: int = whole(1, COUNTS[-1], 1)
    look: str = one_of(LOOKS)
    wipe: int = whole(0, 100, 50)
    transform: str = one_of(TRANSFORMS, "")
    parameter: str = read_by(str, "")
    at: int = whole(0, POINTS - 1, 3 * POINTS // 4)
    draws: int = one_of(COUNTS, 24)
    partner: str = one_of(_files, "")
    other: str = one_of(_files, "")


def _without_foreign_parameter(choice: PlaygroundChoice) -> PlaygroundChoice:
    transform = TRANSFORMS.get(choice.transform)
    known = {one.name for one in transform.parameters} if transform else ()
    return choice if choice.parameter in known else replace(choice, parameter="")


PIPELINE: Final = "pipeline"
CHOICES: Final = Choices(
    "playground", PlaygroundChoice(), beside=(PIPELINE,), tidy=_without_foreign_parameter
)


def pipeline_from(text: str) -> Pipeline | None:
    """Reads a pipeline from an address: the name of a preset, or its steps in one line.

    Args:
        text: From anywhere.

    Returns:
        The pipeline; None where it cannot be read.
    """
    if text == NO_STEPS:
        return Pipeline()
    if text in PRESETS:
        return PRESETS[text].pipeline
    return from_line(text)


def preset_of(pipeline: Pipeline) -> str:
    """Name of the preset that a pipeline is; empty where it is none."""
    return next((name for name, one in PRESETS.items() if one.pipeline == pipeline), "")


def pipeline_to_address(pipeline: Pipeline) -> dict[str, str]:
    """The parameter that says a pipeline; the one that the page starts with is left out."""
    if pipeline == PRESETS[START].pipeline:
        return {}
    return {PIPELINE: preset_of(pipeline) or to_line(pipeline) or NO_STEPS}


def settle() -> None:
    """Tells steps and widgets, before any is drawn, what a link or the last visit asks for."""
    linked = CHOICES.linked()
    if linked is not None:
        asked = pipeline_from(linked[PIPELINE]) if PIPELINE in linked else None
        st.session_state[UNREAD_KEY] = asked is None and PIPELINE in linked
        put_pipeline(PRESETS[START].pipeline if asked is None else asked)
    elif CHOICES.key not in st.session_state:
        put_pipeline(PRESETS[START].pipeline)
    CHOICES.settle()


def keep(case: Case) -> None:
    """Writes everything that is chosen into the address, for a link on a slide.

    Args:
        case: The case on the light box; a sample is named in the address, an upload never.
    """
    CHOICES.write(case, **pipeline_to_address(pipeline_of()))

"""What the reader chose in the playground, the steps apart, and how an address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from model.augment.pipeline import Pipeline
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from model.augment.shorthand import from_line, to_line
from model.augment.sweep import POINTS
from pages.shared.choices import Choices
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


@dataclass(frozen=True)
class Choice:
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

    view: str = VIEWS[0]
    seed: int = 1
    draw: int = 1
    look: str = LOOKS[0]
    wipe: int = 50
    transform: str = ""
    parameter: str = ""
    at: int = 3 * POINTS // 4
    draws: int = 24
    partner: str = ""
    other: str = ""


PIPELINE: Final = "pipeline"
CHOICES: Final = Choices("playground", Choice(), beside=(PIPELINE,))
PARAMETERS: Final = CHOICES.parameters

widget_key = CHOICES.widget_key
current = CHOICES.current
note = CHOICES.note
tell = CHOICES.tell
ready = CHOICES.ready


def choice_from(address: Mapping[str, str]) -> Choice:
    """Reads a choice from the parameters of an address; whatever is not valid is left out.

    Args:
        address: Parameters, from anywhere.
    """
    samples = [sample.file for sample in all_samples()]
    known: dict[str, Sequence[str]] = {
        "view": VIEWS,
        "look": LOOKS,
        "transform": tuple(TRANSFORMS),
        "partner": samples,
        "other": samples,
    }
    found: dict[str, Any] = {
        name: address[name] for name, values in known.items() if address.get(name) in values
    }
    limits = {
        "seed": (0, MOST_SEED),
        "draw": (1, COUNTS[-1]),
        "wipe": (0, 100),
        "at": (0, POINTS - 1),
        "draws": (COUNTS[0], COUNTS[-1]),
    }
    for name, (low, high) in limits.items():
        number = _whole(address.get(name, ""))
        if number is not None and low <= number <= high and (name != "draws" or number in COUNTS):
            found[name] = number
    if "transform" in found:
        names = [one.name for one in TRANSFORMS[found["transform"]].parameters]
        if address.get("parameter") in names:
            found["parameter"] = address["parameter"]
    return Choice(**found)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


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


def to_address(pipeline: Pipeline, choice: Choice) -> dict[str, str]:
    """The parameters that say a pipeline and a choice; what is as it starts is left out.

    Args:
        pipeline: The pipeline.
        choice: The choice.
    """
    written = {}
    if pipeline != PRESETS[START].pipeline:
        written[PIPELINE] = preset_of(pipeline) or to_line(pipeline) or NO_STEPS
    for name in CHOICES.names:
        value = getattr(choice, name)
        if value != getattr(CHOICES.start, name):
            written[name] = str(value)
    return written


def settle() -> None:
    """Tells steps and widgets, before any is drawn, what a link or the last visit asks for."""
    linked = CHOICES.linked()
    if linked is not None:
        asked = pipeline_from(linked[PIPELINE]) if PIPELINE in linked else None
        st.session_state[UNREAD_KEY] = asked is None and PIPELINE in linked
        put_pipeline(PRESETS[START].pipeline if asked is None else asked)
    elif CHOICES.key not in st.session_state:
        put_pipeline(PRESETS[START].pipeline)
    CHOICES.settle(choice_from)


def keep(case: Case) -> None:
    """Writes everything that is chosen into the address, for a link on a slide.

    Args:
        case: The case on the light box; a sample is named in the address, an upload never.
    """
    CHOICES.write(to_address(pipeline_of(), current()), case)

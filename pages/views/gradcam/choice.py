"""What the reader chose in the explorer, and how an address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

import streamlit as st

from model.classifier.classes import CLASSES
from model.explain.cam_family import LAST_STAGE
from model.explain.methods import METHODS
from model.explain.stages import STAGES
from model.explain.target import Target
from pages.shared.choices import Choices
from pages.shared.pictures.display import EVIDENCE_TOP
from pages.shared.pictures.layers import Mode
from pages.shared.upload.cases import Case

# More maps than this are too small to compare, even on a projector.
MOST_METHODS = 4

# Upper ends of the evidence scale, in logit per 1/49 of the picture: fixed steps, never the maximum
# of the map at hand, so that two maps on the same step can be compared.
TOPS = (0.03, 0.1, EVIDENCE_TOP, 1.0, 3.0)

# The sliders, in percent.
SLIDER_STEP = 5
MOST_THRESHOLD = 90

# What the widget holds where there is no second class: a selectbox takes None for “not answered”.
NO_OTHER = ""

VIEWS = ("maps", "verdict", "sanity", "shortcuts", "features", "draw")

CASE_KEY = "explorer_case"


@dataclass(frozen=True)
class Choice:
    """Everything that an address of the explorer says, the case apart.

    Attributes:
        label: The class explained; None for the one that the network answers.
        against: The class whose logit is taken off; None for none.
        stage: Residual stage that the CAM family looks at.
        methods: Names of methods, one to `MOST_METHODS`, in the order in which they are shown.
        mode: How evidence is drawn.
        opacity: Opacity at the top of the scale, percent.
        threshold: Evidence below this share of the scale is not drawn, percent.
        top: Upper end of the scale, one of `TOPS`.
        lungs: Whether the outlines of the lungs are drawn on the film.
        view: What stands below the maps, one of `VIEWS`.
    """

    label: str | None = None
    against: str | None = None
    stage: str = LAST_STAGE
    methods: tuple[str, ...] = ("grad-cam",)
    mode: Mode = "colour"
    opacity: int = 80
    threshold: int = 0
    top: float = EVIDENCE_TOP
    lungs: bool = False
    view: str = "maps"

    def target(self, predicted: str) -> Target:
        """What is explained.

        Args:
            predicted: The class that the network answers.
        """
        label = self.label or predicted
        return Target(label, None if self.against == label else self.against)


CHOICES: Final = Choices("explorer", Choice(), witness="stage")
PARAMETERS: Final = CHOICES.parameters

widget_key = CHOICES.widget_key
current = CHOICES.current


def from_address(address: Mapping[str, str]) -> Choice:
    """Reads a choice from the parameters of an address; whatever is not valid is left out.

    Args:
        address: Parameters, from anywhere.
    """
    found: dict[str, object] = {}
    known: dict[str, Sequence[str]] = {
        "label": CLASSES,
        "against": CLASSES,
        "stage": STAGES,
        "mode": get_args(Mode),
        "view": VIEWS,
    }
    for name, values in known.items():
        if address.get(name) in values:
            found[name] = address[name]
    for name, most in (("opacity", 100), ("threshold", MOST_THRESHOLD)):
        number = _whole(address.get(name, ""))
        if number is not None and number <= most:
            found[name] = SLIDER_STEP * round(number / SLIDER_STEP)
    methods = _methods(address.get("methods", ""))
    if methods:
        found["methods"] = methods
    tops = {f"{top:g}": top for top in TOPS}
    if address.get("top") in tops:
        found["top"] = tops[address["top"]]
    found["lungs"] = address.get("lungs") == "1"
    return Choice(**found)  # type: ignore[arg-type]


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def _methods(text: str) -> tuple[str, ...]:
    # People type “grad-cam++” into an address, where a plus sign means a space.
    asked = [name.lstrip("+") for name in text.replace(" ", "+").split(",")]
    return tuple(dict.fromkeys(name for name in asked if name in METHODS))[:MOST_METHODS]


def to_address(choice: Choice) -> dict[str, str]:
    """The parameters that say a choice; what is as it starts is left out.

    Args:
        choice: The choice.
    """
    written = {}
    for name in CHOICES.names:
        value = getattr(choice, name)
        if value != getattr(CHOICES.start, name):
            written[name] = _text(value)
    return written


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def settle(case: Case, predicted: str) -> None:
    """Tells the widgets, before any is drawn, what a link, the last visit or a new case asks for.

    Args:
        case: The case on the light box.
        predicted: The class that the network answers for it.
    """
    linked = CHOICES.linked()
    changed = st.session_state.get(CASE_KEY, case.key) != case.key
    st.session_state[CASE_KEY] = case.key
    if linked is not None:
        _tell(from_address(linked), predicted)
    elif changed:
        # The question of another picture is not the question of this one.
        _tell(replace(current(), label=None, against=None), predicted)
    elif CHOICES.arrived:
        _tell(current(), predicted)


def _tell(choice: Choice, predicted: str) -> None:
    for name in CHOICES.names:
        value = getattr(choice, name)
        if name == "label":
            value = choice.label or predicted
        if name == "against":
            value = choice.against or NO_OTHER
        st.session_state[widget_key(name)] = list(value) if isinstance(value, tuple) else value


def keep(choice: Choice, case: Case) -> None:
    """Remembers a choice for the next visit, and writes it into the address for a link on a slide.

    Args:
        choice: What the widgets say.
        case: The case on the light box; a sample is named in the address, an upload never.
    """
    st.session_state[CHOICES.key] = choice
    CHOICES.write(to_address(choice), case)

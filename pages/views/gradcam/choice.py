"""What the reader chose in the explorer, and how an address says it."""

from dataclasses import dataclass, replace
from typing import Final, get_args

import streamlit as st

from model.classifier.classes import CLASSES
from model.explain.cam_family import LAST_STAGE
from model.explain.methods import METHODS
from model.explain.stages import STAGES
from model.explain.target import Target
from pages.shared.choices import Choices, flag, one_of, some_of, whole
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

_MODES: Final = get_args(Mode)


@dataclass(frozen=True)
class ExplorerChoice:
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

    label: str | None = one_of(CLASSES, None)
    against: str | None = one_of(CLASSES, None)
    stage: str = one_of(STAGES, LAST_STAGE)
    methods: tuple[str, ...] = some_of(METHODS, MOST_METHODS, "grad-cam")
    mode: Mode = one_of(_MODES)
    opacity: int = whole(0, 100, 80, SLIDER_STEP)
    threshold: int = whole(0, MOST_THRESHOLD, 0, SLIDER_STEP)
    top: float = one_of(TOPS, EVIDENCE_TOP)
    lungs: bool = flag()
    view: str = one_of(VIEWS)

    def target(self, predicted: str) -> Target:
        """What is explained.

        Args:
            predicted: The class that the network answers.
        """
        label = self.label or predicted
        return Target(label, None if self.against == label else self.against)


OWN_FIGURE: Final = ("draw", "sanity")
"""Views with a figure of their own, in the place of the maps."""

CHOICES: Final = Choices("explorer", ExplorerChoice(), witness="stage")


def settle(case: Case) -> None:
    """Tells the widgets, before any is drawn, what a link, the last visit or a new case asks for.

    Args:
        case: The case on the light box.
    """
    changed = st.session_state.get(CASE_KEY, case.key) != case.key
    st.session_state[CASE_KEY] = case.key
    if changed and CHOICES.linked() is None:
        # The question of another picture is not the question of this one.
        CHOICES.put(replace(CHOICES.current(), label=None, against=None))
    else:
        CHOICES.settle()

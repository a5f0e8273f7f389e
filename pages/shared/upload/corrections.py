"""Turning a film and swapping black and white: offered where the film needs it, said, taken back.

What is offered changes what the network receives, and goes with the case to every page.
"""

import streamlit as st

from model.classifier.gate import FEATURE_REFUSALS, QUARTER_TURNS
from model.classifier.prediction import Examination
from model.classifier.signals import VIEWS
from model.imaging.radiograph import Radiograph
from model.messages import Notice
from pages.shared.i18n import _, advice_of, fill, sentence_of
from pages.shared.notices import LOOKS_INVERTED, draw_refusals
from pages.shared.terms import term_help
from pages.shared.upload.cases import Case, read_differently, reading_of

INVERTED = "inverted"


def draw_refused(case: Case, examination: Examination) -> None:
    """The reasons of the gate, and a button where the reader can mend one of them.

    Args:
        case: The case on the light box.
        examination: Why it was refused.
    """
    draw_refusals(examination.refusals)
    codes = {notice.code for notice in examination.refusals}
    if codes - FEATURE_REFUSALS:
        return  # A CT or a photograph is no chest film, whichever way it is turned.
    for code in codes & set(QUARTER_TURNS):
        _offer_turn(case, QUARTER_TURNS[code])
    if INVERTED in codes:
        _offer_swap(case)


def draw_negative(case: Case, radiograph: Radiograph, examination: Examination) -> None:
    """A warning and a button for a film that looks like a negative, where the gate says nothing.

    Args:
        case: The case on the light box.
        radiograph: What was read of it.
        examination: Whether it was refused, and why.
    """
    if not radiograph.looks_inverted or radiograph.inverted:
        return
    # A photograph of a cat is no negative of a chest, whatever its greys are like; nor is one lung,
    # or a film that stands on its head with the belly where the lungs should be.
    codes = {notice.code for notice in examination.refusals}
    if codes - FEATURE_REFUSALS or codes.intersection(VIEWS):
        return
    negative = Notice(LOOKS_INVERTED)
    st.warning(f"{sentence_of(negative)} {advice_of(negative)}", icon=":material/invert_colors:")
    _offer_swap(case)


def draw_corrected(case: Case, radiograph: Radiograph) -> None:
    """Says that the film was turned or inverted on request, and takes it back.

    Args:
        case: The case on the light box.
        radiograph: What was read of it.
    """
    if not radiograph.turned and not radiograph.inverted:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if radiograph.turned:
            st.markdown(f":material/rotate_right: {turned_sentence(radiograph.turned)}")
        if radiograph.inverted:
            st.markdown(
                ":material/invert_colors: "
                + _("Read **inverted**, as you asked; the network received it so.")
            )
        st.button(
            _("Read it as it came"),
            key="read_upright",
            on_click=read_differently,
            args=(case,),
            kwargs={"invert": False, "turn": 0},
        )


def turned_sentence(degrees: int) -> str:
    """That the film was turned, as Markdown."""
    return fill(
        _("Read **turned by {degrees}° clockwise**, as you asked; the network received it so."),
        {"degrees": degrees},
    )


def _offer_turn(case: Case, quarters: int) -> None:
    st.button(
        _("Turn it upright"),
        icon=":material/rotate_right:",
        type="primary",
        key="turn_upright",
        on_click=read_differently,
        args=(case,),
        kwargs={"turn": (reading_of(case).turn + quarters) % 4},
    )


def _offer_swap(case: Case) -> None:
    st.button(
        _("Swap black and white"),
        icon=":material/invert_colors:",
        type="primary",
        key="read_inverted",
        help=term_help("photometric-interpretation"),
        on_click=read_differently,
        args=(case,),
        kwargs={"invert": not reading_of(case).invert},
    )

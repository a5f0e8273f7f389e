"""Turning a film and swapping black and white: offered where the film needs it, said, taken back.

What is offered changes what the network receives, and goes with the case to every page.
"""

import streamlit as st

from model.classifier.gate import FEATURE_REFUSALS, QUARTER_TURNS
from model.classifier.signals import VIEWS
from model.messages import Notice
from pages.shared.i18n import _, advice_of, fill, sentence_of
from pages.shared.notices import LOOKS_INVERTED, draw_refusals
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.upload.cases import Case, how_to_read, read_differently

INVERTED = "inverted"


def draw_refused(study: Study) -> None:
    """The reasons of the gate, and a button where the reader can mend one of them."""
    case, refusals = study.case, study.examination.refusals
    draw_refusals(refusals)
    codes = {notice.code for notice in refusals}
    if codes - FEATURE_REFUSALS:
        return  # A CT or a photograph is no chest film, whichever way it is turned.
    for code in codes & set(QUARTER_TURNS):
        _offer_turn(case, QUARTER_TURNS[code])
    if INVERTED in codes:
        _offer_swap(case)


def draw_negative(study: Study) -> None:
    """A warning and a button for a film that looks like a negative, where the gate says nothing."""
    if not study.radiograph.looks_inverted or study.radiograph.inverted:
        return
    # A photograph of a cat is no negative of a chest, whatever its greys are like; nor is one lung,
    # or a film that stands on its head with the belly where the lungs should be.
    codes = {notice.code for notice in study.examination.refusals}
    if codes - FEATURE_REFUSALS or codes.intersection(VIEWS):
        return
    negative = Notice(LOOKS_INVERTED)
    st.warning(f"{sentence_of(negative)} {advice_of(negative)}", icon=":material/invert_colors:")
    _offer_swap(study.case)


def draw_corrected(study: Study) -> None:
    """Says that the film was turned or inverted on request, and takes it back."""
    radiograph = study.radiograph
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
            args=(study.case,),
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
        kwargs={"turn": (how_to_read(case).turn + quarters) % 4},
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
        kwargs={"invert": not how_to_read(case).invert},
    )

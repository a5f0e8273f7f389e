"""What every page about one picture begins with: choose a case, turn to the next, read it."""

import streamlit as st

from pages.shared.cache import Opened, Unreadable, opened
from pages.shared.frame import begin_page
from pages.shared.i18n import _
from pages.shared.notices import draw_error, errors_said
from pages.shared.upload.cases import (
    Case,
    open_case,
    reading_of,
    start_from_address,
    uploaded_cases,
)
from pages.shared.upload.corrections import draw_corrected, draw_negative
from pages.shared.upload.field import draw_chooser
from pages.shared.upload.worklist import draw_turning, draw_worklist


def begin_with_a_case(title: str) -> tuple[Case, Opened]:
    """Begins a page and reads the case on the light box.

    Where there is none, the page ends with the samples, the upload field and the list of what was
    uploaded; where it cannot be read, with the reason.

    Args:
        title: Title of the page, translated.

    Returns:
        The case, and what the engine says of it.
    """
    begin_page(title)
    start_from_address()
    case = open_case()
    draw_chooser(case)
    if case is None:
        if uploaded_cases():
            with errors_said():
                draw_worklist()
        st.stop()
    draw_turning(case)
    with errors_said(), st.spinner(_("Reading the picture and asking the network")):
        result = opened(case, reading_of(case))
    if isinstance(result, Unreadable):
        draw_error(result)
        st.stop()
    draw_corrected(case, result.radiograph)
    draw_negative(case, result.radiograph, result.examination)
    return case, result

"""What every page about one picture begins with: choose a case, turn to the next, read it."""

import streamlit as st

from pages.shared.frame import begin_page
from pages.shared.i18n import _
from pages.shared.notices import errors_said
from pages.shared.study import Study, study_of
from pages.shared.upload.cases import open_case, start_from_address, uploaded_cases
from pages.shared.upload.corrections import draw_corrected, draw_negative
from pages.shared.upload.field import draw_chooser
from pages.shared.upload.worklist import draw_turning, draw_worklist


def begin_with_a_case(title: str) -> Study:
    """Begins a page and reads the case on the light box.

    Where there is none, the page ends with the samples, the upload field and the list of what was
    uploaded; where it cannot be read, with the reason.

    Args:
        title: Title of the page, translated.

    Returns:
        The study of the case.
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
        study = study_of(case)
    draw_corrected(study)
    draw_negative(study)
    return study

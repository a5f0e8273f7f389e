"""Opening a pipeline that was saved as JSON; one that cannot be used leaves the old one alone."""

from typing import Final

import streamlit as st

from model.augment.pipeline_json import from_json
from model.errors import PipelineError
from pages.shared.i18n import _
from pages.shared.notices import with_code
from pages.views.augment.choice import CHOICES, UNREAD_KEY
from pages.views.augment.steps import put_pipeline

FILE_KEY: Final = "playground_file"
ERROR_KEY: Final = "playground_file_error"


def draw_open() -> None:
    """Draws the field that takes a file."""
    st.file_uploader(
        _("Open a pipeline (JSON)"),
        type=["json"],
        key=FILE_KEY,
        on_change=_open,
        max_upload_size=1,
    )


def draw_open_error() -> None:
    """Says why the last file could not be opened, until another one is."""
    error: PipelineError | None = st.session_state.get(ERROR_KEY)
    if error is not None:
        st.error(with_code(error.notice), title=_("Not opened"), icon=":material/error:")


def _open() -> None:
    file = st.session_state.get(FILE_KEY)
    st.session_state.pop(ERROR_KEY, None)
    if file is None:
        return
    try:
        pipeline = from_json(file.getvalue())
    except PipelineError as error:
        st.session_state[ERROR_KEY] = error
        return
    put_pipeline(pipeline)
    CHOICES.tell(draw=1)
    st.session_state.pop(UNREAD_KEY, None)

"""What a reader takes along from the playground, and a pipeline that comes back."""

from pathlib import PurePath
from typing import Final

import cv2
import numpy as np
import streamlit as st

from model.augment.keras_layers import keras_code
from model.augment.pipeline import Recipe, apply_recipe
from model.augment.pipeline_json import from_json, to_json
from model.errors import PipelineError
from pages.shared.i18n import _
from pages.shared.notices import with_code
from pages.shared.study import Study
from pages.views.augment.choice import CHOICES, UNREAD_KEY
from pages.views.augment.steps import pipeline_of, put_pipeline

FILE_KEY: Final = "playground_file"
ERROR_KEY: Final = "playground_file_error"


def draw_pipeline_downloads() -> None:
    """Draws the buttons that save the pipeline."""
    pipeline = pipeline_of()
    st.download_button(
        _("Pipeline as JSON"),
        lambda: to_json(pipeline),
        file_name="pipeline.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="playground_json",
        width="stretch",
        help=_("Opens here again, and `python -m model train --augmentation` takes it."),
    )
    st.download_button(
        _("Keras layers"),
        lambda: keras_code(pipeline),
        file_name="augmentation.py",
        mime="text/x-python",
        icon=":material/code:",
        on_click="ignore",
        key="playground_keras",
        width="stretch",
        help=_("Python with a Keras layer for each step that Keras has one for."),
    )


def draw_picture_download(film: Study, partner: Study | None, recipe: Recipe) -> None:
    """Draws the button that saves the augmented film at its full resolution.

    Args:
        film: The film.
        partner: The second film of a mixture.
        recipe: What was drawn.
    """
    st.download_button(
        _("Augmented film, full size (PNG, 16 bit)"),
        lambda: augmented_png(film, partner, recipe),
        file_name=f"{PurePath(film.name).stem}-augmented.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key="playground_png",
        width="stretch",
    )


def augmented_png(film: Study, partner: Study | None, recipe: Recipe) -> bytes:
    """A film after a draw, at the resolution of its file: 16-bit grey PNG.

    Args:
        film: The film; its file is read anew, because only a smaller picture of it is kept.
        partner: The second film of a mixture.
        recipe: What was drawn.
    """
    pixels = film.how.read(film.case.data).pixels
    other = None if partner is None else partner.grey
    image = apply_recipe(recipe, pixels, partner=other).image
    deep = np.asarray(np.rint(65535 * image), dtype=np.uint16)
    _done, data = cv2.imencode(".png", deep)
    return data.tobytes()


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

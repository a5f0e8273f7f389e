"""Choosing a radiograph: the upload field and the row of samples."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import streamlit as st

from model.errors import ReadingError
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from pages.shared.access.visitor import current_visitor, may_upload
from pages.shared.i18n import _, fill, plain
from pages.shared.settings.current import current_settings
from pages.shared.settings.table import NOBODY
from pages.shared.terms import term_help
from pages.shared.upload.cases import (
    CHOOSER_KEY,
    UPLOADS_KEY,
    Case,
    note_shown,
    put_on_light_box,
    sample_case,
    take_uploads,
    uploaded_cases,
)
from pages.shared.upload.samples import Sample, all_samples
from pages.shared.wording import class_title, population_name


@st.cache_data(show_spinner=False, max_entries=64)
def _thumbnail(file: str, _sample: Sample) -> npt.NDArray[np.uint8] | None:  # noqa: ARG001
    try:
        pixels = read_radiograph(_sample.data()).pixels
    except ReadingError:
        return None
    return np.rint(network_input(pixels)[..., 0]).astype(np.uint8)


def draw_chooser(current: Case | None) -> None:
    """Draws the upload field and the samples; folded away while a case is on the light box.

    Args:
        current: The open case, named in the heading of the fold.
    """
    if current is None:
        label = _("Put a radiograph on the light box")
    else:
        label = fill(
            _("On the light box: **{name}**. Choose another"), {"name": plain(current.name)}
        )
    fold = st.expander(
        label,
        # For a page that is come to from another: the state of the fold stays behind.
        expanded=current is None and not uploaded_cases(),
        key=CHOOSER_KEY,
        icon=":material/add_photo_alternate:",
        on_change="rerun",
    )
    with fold:
        _draw_field()
        # All these pictures in each run of a page would be a fifth of its time.
        samples = all_samples() if fold.open else ()
        if samples:
            st.markdown(_("**No picture at hand?** Take one of these."))
            _draw_samples(samples)
            st.caption(
                _(
                    "The samples are synthetic: each is blended from many public radiographs and "
                    "depicts no patient. Sources and licences: assets/samples/README.md."
                ),
                help=term_help("synthetic-data"),
            )


def _draw_field() -> None:
    """The upload field; where the visitor may not use it, why there is none."""
    settings = current_settings()
    if may_upload(current_visitor(), settings):
        files = st.file_uploader(
            _("Upload one or several radiographs: DICOM, PNG, JPEG, TIFF, BMP or WebP"),
            accept_multiple_files=True,
            key=UPLOADS_KEY,
            on_change=take_uploads,
            help=term_help("dicom"),
        )
        note_shown(files)
        return
    why = _("On this server only lecturers may upload.")
    if settings.uploads == NOBODY:
        why = _("This server takes no uploads, it shows samples only.")
    st.markdown(f":material/lock: {why}")


def sample_title(sample: Sample) -> str:
    """What a sample stands for, in few words; DICOM is named, because it is read differently."""
    population = population_name(sample.population)
    title = class_title(sample.label)
    if population:
        title = fill(_("{title}, {population}"), {"title": title, "population": population})
    return f"{title} (DICOM)" if sample.format == "dicom" else title


def _draw_samples(samples: Iterable[Sample]) -> None:
    with st.grid("auto", min_column_width=104, gap="small", key="samples") as grid:
        for sample in samples:
            picture = _thumbnail(sample.file, sample)
            if picture is None:
                continue
            title = sample_title(sample)
            with grid.cell():
                st.image(
                    picture,
                    width="stretch",
                    alt=fill(_("Synthetic radiograph: {title}"), {"title": title}),
                )
                st.button(
                    title,
                    key=f"sample:{sample.file}",
                    on_click=put_on_light_box,
                    args=(sample_case(sample).key,),
                    width="stretch",
                    wrap=True,
                )

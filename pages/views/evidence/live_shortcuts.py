"""A sample film without its lungs and with a marker, and what the network says to each."""

from typing import Final

import streamlit as st

from model.classifier.classes import CLASSES
from model.errors import NegatoscopeError
from model.explain.shortcuts import AS_IS, left_out
from pages.shared.frame import GRADCAM
from pages.shared.i18n import _
from pages.shared.notices import draw_error
from pages.shared.pictures.shortcuts import COLUMN, draw_variant, shortcut_answers
from pages.shared.remembered import lungs_of
from pages.shared.study import study_of
from pages.shared.upload.cases import HowToRead, sample_case
from pages.shared.upload.samples import Sample, all_samples
from pages.shared.wording import class_title

SHOWN: Final = (AS_IS, "lungs-out", "borders-erased", "marked")

SAMPLE_KEY: Final = "evidence_sample"


@st.fragment
def draw_live() -> None:
    """Draws a sample of the reader's choice in four disguises; only this runs again on a choice."""
    samples = _one_of_each()
    if not samples:
        st.info(_("There are no samples on this server."))
        return
    label = st.segmented_control(
        _("Sample"),
        list(samples),
        default="bacterial" if "bacterial" in samples else next(iter(samples)),
        required=True,
        format_func=class_title,
        key=SAMPLE_KEY,
    )
    try:
        _draw_sample(samples[label or next(iter(samples))])
    except NegatoscopeError as error:
        draw_error(error)


def _one_of_each() -> dict[str, Sample]:
    found = {label: [one for one in all_samples() if one.label == label] for label in CLASSES}
    return {label: samples[0] for label, samples in found.items() if samples}


def _draw_sample(sample: Sample) -> None:
    study = study_of(sample_case(sample), HowToRead())
    answers = shortcut_answers(study)
    missing = left_out(lungs_of(study))
    with st.grid(len(SHOWN), min_column_width=COLUMN, gap="small", key="evidence_live") as grid:
        for name in SHOWN:
            with grid.cell():
                if name in answers:
                    draw_variant(name, answers)
                else:
                    st.caption(_(missing[name]))
    st.caption(
        _(
            "The samples are synthetic and depict no patient. One film proves little: the figures "
            "above are of all films of the test split."
        )
    )
    st.page_link(
        GRADCAM,
        label=_("The same on your own film: shortcut lab of the explorer"),
        icon=":material/troubleshoot:",
    )

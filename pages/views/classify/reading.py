"""How the file was read: choices where there are several, every step, the technical tags."""

import streamlit as st

from model.imaging.radiograph import Radiograph
from pages.shared.i18n import _, fill, plain, sentence_of
from pages.shared.notices import frame_names
from pages.shared.pictures.layers import STILL_CONFIG
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.upload.cases import Case, read_differently
from pages.views.classify.figures import histogram_figure

HOW_READ_KEY = "how_read"

CHOICE_TERMS = {"frame": "dicom", "window": "window"}
"""The term that explains a choice of reading."""


def _take_choice(case: Case, choice: str, key: str) -> None:
    read_differently(case, **{choice: int(st.session_state[key])})


def draw_reading_choices(study: Study) -> None:
    """Frame and window, each where there is something to choose.

    These change what the network receives, unlike the contrast for viewing.
    """
    case, radiograph = study.case, study.radiograph
    if radiograph.frames > 1 or len(radiograph.windows) > 1:
        with st.container(horizontal=True):
            if radiograph.frames > 1:
                _choose(case, "frame", _("Frame"), frame_names(radiograph.frames), radiograph.frame)
            if len(radiograph.windows) > 1:
                _choose(
                    case,
                    "window",
                    _("Window of the file"),
                    [f"{i + 1}. {name}" for i, name in enumerate(radiograph.windows)],
                    radiograph.window,
                )


def _choose(case: Case, choice: str, label: str, names: list[str], index: int) -> None:
    key = f"{choice}:{case.key}"
    st.selectbox(
        label,
        range(len(names)),
        index=index,
        format_func=names.__getitem__,
        key=key,
        width=320,
        help=term_help(CHOICE_TERMS[choice], _("Changes what the network receives.")),
        on_change=_take_choice,
        args=(case, choice, key),
    )


def draw_how_read(radiograph: Radiograph) -> None:
    """Draws every step with its histogram, and the technical tags; only when unfolded."""
    fold = st.expander(
        _("How it was read: each step, its histogram, the technical tags"),
        key=HOW_READ_KEY,
        icon=":material/timeline:",
        on_change="rerun",
    )
    if not fold.open:
        return
    with fold:
        _draw_steps(radiograph)
        _draw_tags(radiograph)


def _draw_steps(radiograph: Radiograph) -> None:
    rows, columns = radiograph.size
    st.caption(
        fill(
            _("{format}, {rows} × {columns} pixels. Histograms: pixel values after each step."),
            {"format": radiograph.format.upper(), "rows": rows, "columns": columns},
        ),
        help=term_help("histogram", term_help("data-preprocessing")),
    )
    with st.grid("auto", min_column_width=240, gap="medium", vertical_alignment="bottom") as grid:
        for index, step in enumerate(radiograph.steps, start=1):
            sentence = sentence_of(step.notice)
            with grid.cell():
                st.markdown(f"**{index}.** {sentence}")
                st.plotly_chart(
                    histogram_figure(step.histogram),
                    config=STILL_CONFIG,
                    key=f"step:{index}",
                    alt=fill(
                        _("Histogram of the values after step {index}, from {low:g} to {high:g}"),
                        {
                            "index": index,
                            "low": step.histogram.low,
                            "high": step.histogram.high,
                        },
                    ),
                )


def _draw_tags(radiograph: Radiograph) -> None:
    if not radiograph.technical:
        return
    st.markdown(
        _("**Technical tags.** Nothing that names a patient is ever read into the result."),
        help=term_help("de-identification", term_help("dicom")),
    )
    st.table(
        [
            {_("Tag"): plain(keyword), _("Value"): plain(value)}
            for keyword, value in radiograph.technical.items()
        ],
        border="horizontal",
        hide_index=True,
        width="stretch",
        alt=_("Technical DICOM tags and their values"),
    )

"""How the file was read: choices where there are several, every step, the technical tags."""

import streamlit as st

from model.classifier.gate import FEATURE_REFUSALS
from model.classifier.prediction import Examination
from model.imaging.radiograph import Radiograph
from model.messages import Notice
from pages.shared.cases import Case, read_differently
from pages.shared.figures import histogram_figure
from pages.shared.i18n import _, advice_of, fill, plain, sentence_of
from pages.shared.layers import STILL_CONFIG
from pages.shared.notices import LOOKS_INVERTED, frame_names

HOW_READ_KEY = "how_read"


def _take_choice(case: Case, choice: str, key: str) -> None:
    read_differently(case, **{choice: int(st.session_state[key])})


def draw_reading_choices(case: Case, radiograph: Radiograph, examination: Examination) -> None:
    """Frame, window and inversion, each where there is something to choose.

    These change what the network receives, unlike the contrast for viewing.

    Args:
        case: What lies on the light box.
        radiograph: What was read of it.
        examination: Whether it was refused, and why.
    """
    # A photograph of a cat is no negative of a chest, whatever its greys are like.
    hopeless = any(why.code not in FEATURE_REFUSALS for why in examination.refusals)
    if radiograph.looks_inverted and not radiograph.inverted and not hopeless:
        negative = Notice(LOOKS_INVERTED)
        st.warning(
            f"{sentence_of(negative)} {advice_of(negative)}", icon=":material/invert_colors:"
        )
        st.button(
            _("Read it inverted"),
            icon=":material/invert_colors:",
            type="primary",
            key="read_inverted",
            on_click=read_differently,
            args=(case,),
            kwargs={"invert": True},
        )
    if radiograph.inverted:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                ":material/invert_colors: "
                + _("Read **inverted**, as you asked; the network received it so.")
            )
            st.button(
                _("Read it as it came"),
                key="read_upright",
                on_click=read_differently,
                args=(case,),
                kwargs={"invert": False},
            )
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
        help=_("Changes what the network receives."),
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
        )
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
    st.markdown(_("**Technical tags.** Nothing that names a patient is ever read into the result."))
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

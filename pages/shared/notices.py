"""Errors, refusals and warnings as the reader meets them: what is so, what to do, the code."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from model.errors import NegatoscopeError
from model.messages import Notice
from pages.shared.i18n import _, advice_of, fill, sentence_of

LOOKS_INVERTED = "looks-inverted"


def with_code(notice: Notice) -> str:
    """A notice as one line of Markdown: the sentence, the advice, the code."""
    parts = [sentence_of(notice), advice_of(notice), f"`{notice.code}`"]
    return " ".join(part for part in parts if part)


def draw_error(error: NegatoscopeError) -> None:
    """An error: the sentence, the advice, the code; everything else on the page stays."""
    st.error(with_code(error.notice), title=_("No answer"), icon=":material/error:")


@contextmanager
def errors_said() -> Iterator[None]:
    """Says an error of the house instead of raising it, and ends the page there."""
    try:
        yield
    except NegatoscopeError as error:
        draw_error(error)
        st.stop()


def draw_refusals(refusals: Iterable[Notice]) -> None:
    """The reasons of the gate, and what to do about each; no class."""
    lines = [with_code(notice) for notice in refusals]
    body = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    st.error(
        body,
        title=_("No answer: not accepted as a frontal chest radiograph"),
        icon=":material/block:",
    )


def draw_warnings(warnings: Iterable[Notice]) -> None:
    """What the reader should know about the file, one line each."""
    for notice in warnings:
        # A negative is met with a button of its own, see `corrections.draw_negative`.
        if notice.code != LOOKS_INVERTED:
            st.caption(f":material/warning: {sentence_of(notice)} {advice_of(notice)}")


def frame_names(frames: int) -> list[str]:
    """Names of the frames of a file for a selector."""
    return [
        fill(_("Frame {frame} of {frames}"), {"frame": index + 1, "frames": frames})
        for index in range(frames)
    ]

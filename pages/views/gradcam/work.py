"""Long work with a progress bar, the time that remains, and a button that stops it."""

import time
from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.explain.network import Progress
from pages.shared.i18n import _, fill
from pages.shared.remembered import Key, store_of
from pages.shared.study import Study

STOPPED_KEY = "explorer_stopped"

# The first batch also loads what the others find.
SECONDS_TO_JUDGE = 1.0
MOST_SECONDS = 90

T = TypeVar("T")


def worked_out(study: Study, key: Key, saying: str, make: Callable[[Progress], T]) -> T | None:
    """Works something out once, in front of the reader, who may stop it.

    A click on the button reruns the page; Streamlit ends the run in progress at the next thing it
    draws, which is the bar. What was stopped stays so until the reader asks again.

    Args:
        study: The radiograph that it is about.
        key: What it is, with every parameter.
        saying: What is being done, in the reader's language.
        make: Works it out, and calls the progress that it gets after every batch; never None.

    Returns:
        The value, which is there already or after the page was drawn anew; None where the reader
        stopped it.
    """
    store = store_of(study)
    full = (study.digest, *key)
    found: T | None = store.get(full)
    if found is not None:
        return found
    if full not in _stopped():
        bar = _draw_row(saying, full, stopped=False)
        start = time.monotonic()

        def progress(done: int, total: int) -> None:
            passes = fill(_("{done} of {total} forward passes"), {"done": done, "total": total})
            share = min(1.0, done / max(total, 1))
            left = time_left(time.monotonic() - start, share)
            said = " · ".join(part for part in (saying, passes, left) if part)
            bar.progress(share, text=said)

        store.put(full, make(progress))
        # Once more, without the bar.
        st.rerun()
    draw_stopped(study, key, saying)
    return None


def time_left(elapsed: float, share: float) -> str:
    """How long the rest will take, in the reader's language; empty where that cannot be told yet.

    Args:
        elapsed: Seconds since it began.
        share: What is done by now, in [0, 1].
    """
    if elapsed < SECONDS_TO_JUDGE or not 0.0 < share < 1.0:
        return ""
    seconds = elapsed * (1.0 - share) / share
    if seconds < MOST_SECONDS:
        return fill(_("about {seconds} s left"), {"seconds": max(1, round(seconds))})
    return fill(_("about {minutes} min left"), {"minutes": round(seconds / 60)})


def is_stopped(study: Study, key: Key) -> bool:
    """Whether the reader stopped a piece of work.

    Args:
        study: The radiograph that it is about.
        key: What it is, with every parameter.
    """
    return (study.digest, *key) in _stopped()


def draw_stopped(study: Study, key: Key, saying: str) -> None:
    """Says that a piece of work was stopped, and offers to begin it again.

    Args:
        study: The radiograph that it is about.
        key: What it is, with every parameter.
        saying: What was being done, in the reader's language.
    """
    said = fill(_("Stopped: {work}"), {"work": saying})
    _draw_row(said, (study.digest, *key), stopped=True)


def _draw_row(saying: str, full: Key, *, stopped: bool) -> DeltaGenerator:
    """The bar and its button.

    One button, with one key, whether it runs or was stopped: what one run draws then replaces what
    the last one drew. Anything else would stay, greyed, beside it until the work is done.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bar = st.progress(0.0, text=saying)
        st.button(
            _("Run again") if stopped else _("Stop"),
            icon=":material/replay:" if stopped else ":material/stop_circle:",
            key=":".join(map(str, ("work", *full))),
            on_click=_run_again if stopped else _stop,
            args=(full,),
        )
    return bar


def _stopped() -> set[Key]:
    found: set[Key] = st.session_state.setdefault(STOPPED_KEY, set())
    return found


def _stop(full: Key) -> None:
    _stopped().add(full)


def _run_again(full: Key) -> None:
    _stopped().discard(full)

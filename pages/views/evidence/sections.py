"""The sections of the page in order, each with an anchor for a link on a slide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from model.classifier.artefacts import Manifest
from pages.views.evidence import (
    at_a_glance,
    attempts,
    charts_section,
    checklist,
    confound,
    data,
    explanations,
    files,
    gate,
    goals,
    in_one_minute,
    limits,
    reading_list,
    training,
)
from pages.views.evidence.places import numbered_title


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        id: Its anchor, and its name in `?section=`; a key of `places.TITLES`.
        draw: Draws what stands below the heading.
        slow: Whether it computes, and so is drawn after the others: a link to another section must
            not wait for it.
    """

    id: str
    draw: Callable[[Manifest], None]
    slow: bool = False


SECTIONS: Final = (
    Section("minute", in_one_minute.draw),
    Section("confound", confound.draw, slow=True),
    Section("glance", at_a_glance.draw),
    Section("charts", charts_section.draw, slow=True),
    Section("gate", gate.draw),
    Section("explanations", explanations.draw),
    Section("attempts", attempts.draw),
    Section("goals", goals.draw),
    Section("data", data.draw),
    Section("training", training.draw),
    Section("limits", limits.draw),
    Section("reading", reading_list.draw),
    Section("files", files.draw),
    Section("checklist", checklist.draw),
)


def draw_sections(manifest: Manifest, only: str = "") -> None:
    """Draws all sections, or one.

    Args:
        manifest: Of the weights that serve.
        only: Id of the one section to draw; empty for all.
    """
    shown = [section for section in SECTIONS if only in ("", section.id)]
    places = {section.id: st.container() for section in shown}
    for section in sorted(shown, key=lambda section: section.slow):
        with places[section.id]:
            st.header(numbered_title(section.id), anchor=section.id, divider="gray")
            section.draw(manifest)

"""The views of the page, each with an address; only the open one is drawn."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from model.classifier.artefacts import Manifest
from model.evaluation.blocks import Heading, Section, Where
from model.evaluation.names import SECTIONS as TITLES
from model.evaluation.sections.document import SECTIONS
from model.messages import N_
from pages.shared.i18n import _
from pages.views.evidence.drawing import draw_blocks
from pages.views.evidence.interactive import CHART_KEY, CHARTS, SLOW, draw_part

PARAMETER: Final = "view"
OLD_PARAMETER: Final = "section"
"""What a link named before there were views: one section."""

KEY: Final = "evidence_view"

ALL: Final = "all"

VIEWS: Final[Mapping[str, str]] = {
    "summary": N_("Summary"),
    "fooled": N_("Can it be fooled"),
    "performance": N_("Performance"),
    "gate": N_("Gate"),
    "record": N_("Record"),
    ALL: N_("Everything"),
}
"""Title of each view by its name in the address."""

Way = tuple[str, int]
"""Key of a choice, and the place in it that is to be chosen."""


def choose_view() -> str:
    """Draws the choice of a view; the address leads, on a link as on a rerun."""
    asked = st.query_params.get(PARAMETER, "")
    old = {section.id: section.view for section in SECTIONS}.get(asked_section())
    view = asked if asked in VIEWS else old or "summary"
    st.session_state[KEY] = view
    with st.container(key="evidence_contents"):
        st.segmented_control(
            _("Show"),
            list(VIEWS),
            format_func=lambda name: _(VIEWS[name]),
            required=True,
            key=KEY,
            on_change=_write,
            label_visibility="collapsed",
            wrap=True,
        )
        shown = _shown(view)
        if len(shown) > 1:
            st.markdown(" · ".join(f"[{_(TITLES[one.id])}](#{one.id})" for one in shown))
    return view


def asked_section() -> str:
    """The section that an old address asks for; empty for none."""
    return st.query_params.get(OLD_PARAMETER, "")


def _write() -> None:
    """Writes the choice into the address."""
    st.query_params[PARAMETER] = st.session_state[KEY]
    st.query_params.pop(OLD_PARAMETER, None)


def _shown(view: str) -> list[Section]:
    return [section for section in SECTIONS if view in (ALL, section.view)]


def draw_view(manifest: Manifest, view: str) -> None:
    """Draws the sections of a view; what computes comes last, so that a link need not wait.

    Args:
        manifest: Of the weights that serve.
        view: A key of `VIEWS`.
    """
    later: list[tuple[str, st.delta_generator.DeltaGenerator]] = []

    def draw(name: str) -> None:
        if name in SLOW:
            later.append((name, st.container()))
        else:
            draw_part(name, manifest, whole=view == ALL)

    for section in _shown(view):
        st.header(_(TITLES[section.id]), anchor=section.id, divider="gray")
        draw_blocks(section.blocks(manifest), draw)
    for name, place in later:
        with place:
            draw_part(name, manifest, whole=view == ALL)


def ways(manifest: Manifest) -> dict[str, list[Way]]:
    """What is to be chosen so that an anchor is there, for every anchor of the page.

    Args:
        manifest: Of the weights that serve.
    """
    found: dict[str, list[Way]] = {}
    for section in SECTIONS:
        way = [(KEY, list(VIEWS).index(section.view))]
        found[section.id] = way
        for block in section.blocks(manifest):
            if isinstance(block, Heading) and block.where & Where.PAGE:
                found[block.anchor] = way
    for place, chart in enumerate(CHARTS):
        found[chart] = [*found["charts"], (CHART_KEY, place)]
    return found

"""The maps beside the film, and under them each map in words."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.explain.lungs import Lungs
from model.explain.methods import METHODS
from model.explain.target import Target
from pages.shared.i18n import _, fill
from pages.shared.notices import with_code
from pages.shared.pictures.layers import GRID_CONFIG
from pages.shared.pictures.panes import Panel
from pages.shared.remembered import lungs_of
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import place_sentence, sides_sentence, target_name
from pages.views.gradcam.choice import CHOICES
from pages.views.gradcam.controls import choose_look
from pages.views.gradcam.downloads import draw_map_downloads, draw_record_download
from pages.views.gradcam.figure import grid_figure
from pages.views.gradcam.look import Latest, drawn
from pages.views.gradcam.maps import Asked, agreement_of, quick_maps, slow_maps
from pages.views.gradcam.words import (
    about_method,
    agreement_sentence,
    cost_sentence,
    map_title,
    scale_title,
    strength_sentence,
)


def draw_maps(study: Study, latest: Latest, narrow: bool, place: DeltaGenerator) -> list[Asked]:
    """Draws the film and the maps that are chosen, on one scale, and the controls of their look.

    Args:
        study: The radiograph.
        latest: What the reader chose; what its look changes to, once it is chosen.
        narrow: Whether everything goes into one column.
        place: Where the controls of the look go.

    Returns:
        What there is of each map.
    """
    choice = latest.choice
    target = choice.target(study.predicted)
    work = st.container()
    asked = quick_maps(study, target, choice.stage, choice.methods)
    _draw_figure(study, latest, asked, narrow, place)
    with work:
        slow_maps(study, target, choice.stage, asked)
    return asked


@st.fragment
def _draw_figure(
    study: Study, latest: Latest, asked: list[Asked], narrow: bool, place: DeltaGenerator
) -> None:
    """What a change of the look moves. Of the rest of the page only the scale says something."""
    with place:
        choice = choose_look()
    if choice.top != latest.choice.top:
        st.rerun()
    latest.choice = choice
    CHOICES.write(study.case)
    lungs = lungs_of(study)
    target = choice.target(study.predicted)
    panels = [
        Panel(
            title=map_title(METHODS[one.name], choice.stage),
            heat=None if one.heat is None else drawn(one.heat, choice),
            said=_instead(one),
        )
        for one in asked
    ]
    found = lungs is not None and lungs.confident and choice.lungs
    st.plotly_chart(
        grid_figure(
            study.film,
            _("The film"),
            panels,
            None if choice.mode == "off" else (choice.top, scale_title(target)),
            narrow=narrow,
            outline=lungs.mask if lungs is not None and found else None,
            mirrored=study.mirrored if study.accepted else None,
            revision=study.digest,
        ),
        theme=None,
        config=GRID_CONFIG,
        key="explorer_grid",
        alt=_describe(study, target, asked, lungs),
    )


def _instead(one: Asked) -> str:
    if one.error is not None:
        return _("Not available here")
    if one.stopped:
        return _("Stopped")
    return _("Being worked out")


def _describe(study: Study, target: Target, asked: list[Asked], lungs: Lungs | None) -> str:
    """The grid in words, for who cannot see it."""
    said = [
        fill(_("Chest radiograph from the file {name}."), {"name": study.name}),
        fill(_("Heat map of the evidence for {name}."), {"name": target_name(target)}),
    ]
    said += [
        f"{METHODS[one.name].title}: {place_sentence(one.heat, lungs)}"
        for one in asked
        if one.heat is not None
    ]
    return " ".join(said)


def draw_cards(study: Study, latest: Latest, asked: list[Asked]) -> None:
    """Says in words what each map shows, what it cost and what it cannot show.

    Args:
        study: The radiograph.
        latest: What the reader chose.
        asked: What `draw_maps` returned.
    """
    lungs = lungs_of(study)
    for one, column in zip(asked, st.columns(max(1, len(asked)), gap="medium"), strict=False):
        with column:
            _draw_card(study, latest, one, lungs)
    if lungs is not None and lungs.confident and not study.mirrored:
        st.caption(sides_sentence())
    heats = [one.heat for one in asked if one.heat is not None]
    if heats:
        draw_record_download(study, latest.choice, heats, lungs)


def _draw_card(study: Study, latest: Latest, one: Asked, lungs: Lungs | None) -> None:
    method, choice = METHODS[one.name], latest.choice
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{map_title(method, choice.stage)}**", width="content", help=term_help(method.term)
        )
        if one.heat is not None:
            draw_map_downloads(study, one.heat, latest)
    if one.error is not None:
        st.error(with_code(one.error.notice), icon=":material/error:")
    if one.heat is not None:
        lines = [place_sentence(one.heat, lungs)]
        if not method.by_class:
            lines.append(
                _(
                    "**No class:** this map is the same for every answer. Its total is borrowed "
                    "from Grad-CAM, so only where it lies says something."
                )
            )
        if not one.heat.is_empty:
            lines.append(agreement_sentence(*agreement_of(study, one.heat)))
        lines.append(strength_sentence(one.heat, choice.top))
        st.markdown(
            " ".join(line for line in lines if line),
            help=term_help("rank-correlation", term_help("lung-zones")),
        )
        st.caption(cost_sentence(one.heat), help=term_help("logit", term_help("inference")))
    st.caption(about_method(one.name))

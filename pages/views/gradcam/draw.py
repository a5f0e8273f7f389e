"""Draw first: the reader marks where the disease is, and only then sees the map."""

from typing import Any

import numpy as np
import streamlit as st

from model.explain.drawn import REGION_LEVEL, Box, BoxScore, score_box
from model.explain.heat_map import HeatMap
from model.explain.methods import METHODS, explain, published_hits
from model.explain.network import Progress
from pages.shared import engines
from pages.shared.i18n import _, fill, number, whole_percent
from pages.shared.notices import draw_error
from pages.shared.pictures.layers import GRID_CONFIG
from pages.shared.pictures.panes import Panel
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import target_name
from pages.views.gradcam.box_figure import box_figure
from pages.views.gradcam.choice import ExplorerChoice
from pages.views.gradcam.controls import choose_method
from pages.views.gradcam.look import drawn
from pages.views.gradcam.maps import map_key, one_map
from pages.views.gradcam.words import map_title, scale_title
from pages.views.gradcam.work import worked_out

ACROSS_KEY = "explorer_box_across"
DOWN_KEY = "explorer_box_down"
CHART_KEY = "explorer_box_chart"
REVEALED_KEY = "explorer_revealed"
WHOLE = (0, 100)


def draw_first(study: Study, choice: ExplorerChoice, narrow: bool) -> None:
    """Draws the film to mark a box on, and after “Reveal” the map with its score."""
    st.session_state.setdefault(ACROSS_KEY, WHOLE)
    st.session_state.setdefault(DOWN_KEY, WHOLE)
    # A box on one film says nothing about the next.
    if st.session_state.setdefault("explorer_box_on", study.digest) != study.digest:
        st.session_state["explorer_box_on"] = study.digest
        _start_over()
    name = choose_method(choice)
    revealed = bool(st.session_state.get(REVEALED_KEY))
    heat = _map(study, choice, name) if revealed else None
    _draw_box(study, choice, heat, revealed, narrow)


@st.fragment
def _draw_box(
    study: Study, choice: ExplorerChoice, heat: HeatMap | None, revealed: bool, narrow: bool
) -> None:
    """What an edge of the box moves. A map is worked out by the page, where it can be stopped."""
    if bool(st.session_state.get(REVEALED_KEY)) != revealed:
        st.rerun()
    _draw_film(study, choice, heat, narrow)
    box = _box()
    if heat is not None and box is not None:
        _draw_score(heat, score_box(heat, box))
    _choose_box(box, revealed)


def _draw_film(study: Study, choice: ExplorerChoice, heat: HeatMap | None, narrow: bool) -> None:
    box = _box()
    target = choice.target(study.predicted)
    alt = fill(_("Chest radiograph from the file {name}."), {"name": study.name})
    if heat is None:
        st.markdown(
            fill(
                _(
                    "**Where do you see signs of {name}?** Drag a box over the film, or move the "
                    "sliders. The map stays hidden until you ask for it."
                ),
                {"name": target_name(target)},
            )
        )
        panel = None
    else:
        panel = Panel(map_title(METHODS[heat.method], heat.stage), drawn(heat, choice))
        alt += " " + fill(_("Heat map of the evidence for {name}."), {"name": target_name(target)})
    st.plotly_chart(
        box_figure(
            study.film,
            None if box is None else (box.top, box.left, box.bottom, box.right),
            panel,
            (choice.top, scale_title(target)),
            titles=(_("The film"), _("Your box")),
            narrow=narrow,
            revision=study.digest,
        ),
        theme=None,
        config=GRID_CONFIG,
        key=CHART_KEY,
        on_select=_take_box,
        selection_mode="box",
        alt=alt,
    )


def _take_box() -> None:
    """A box drawn with the pointer moves the sliders: they are the one place where it is kept."""
    selection: Any = st.session_state[CHART_KEY]["selection"]
    if not selection["box"]:
        return
    drawn_box = selection["box"][0]
    st.session_state[ACROSS_KEY] = _percents(drawn_box["x"])
    st.session_state[DOWN_KEY] = _percents(drawn_box["y"])


def _percents(edges: list[float]) -> tuple[int, int]:
    low, high = (int(np.clip(round(100 * edge), 0, 100)) for edge in sorted(edges))
    return (low, high) if low < high else (max(0, high - 1), max(1, high))


def _box() -> Box | None:
    """The box that is marked; None while the sliders hold the whole picture, or nothing of it."""
    (left, right), (top, bottom) = st.session_state[ACROSS_KEY], st.session_state[DOWN_KEY]
    if (left, right) == WHOLE and (top, bottom) == WHOLE:
        return None
    if left == right or top == bottom:
        return None
    return Box(top / 100, left / 100, bottom / 100, right / 100)


def _choose_box(box: Box | None, revealed: bool) -> None:
    first, second = st.columns(2, gap="medium")
    first.slider(
        _("Left and right edge of the box"),
        *WHOLE,
        key=ACROSS_KEY,
        format="%d%%",
        disabled=revealed,
        help=term_help("bounding-box"),
    )
    second.slider(
        _("Upper and lower edge of the box"), *WHOLE, key=DOWN_KEY, format="%d%%", disabled=revealed
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if revealed:
            st.button(_("Start over"), icon=":material/replay:", on_click=_start_over)
        else:
            st.button(
                _("Reveal the map"),
                icon=":material/visibility:",
                type="primary",
                disabled=box is None,
                on_click=_reveal,
            )
            if box is None:
                st.caption(_("Mark a box first."))


def _reveal() -> None:
    st.session_state[REVEALED_KEY] = True


def _start_over() -> None:
    st.session_state[REVEALED_KEY] = False
    st.session_state[ACROSS_KEY] = st.session_state[DOWN_KEY] = WHOLE


def _map(study: Study, choice: ExplorerChoice, name: str) -> HeatMap | None:
    target = choice.target(study.predicted)
    if not METHODS[name].slow:
        asked = one_map(study, target, choice.stage, name)
        if asked.error is not None:
            draw_error(asked.error)
        return asked.heat

    def make(progress: Progress) -> HeatMap:
        return explain(
            name, study.picture, target, engines.network(), stage=choice.stage, progress=progress
        )

    saying = map_title(METHODS[name], choice.stage)
    return worked_out(study, map_key(name, target, choice.stage), saying, make)


def _draw_score(heat: HeatMap, score: BoxScore) -> None:
    if heat.is_empty:
        st.info(
            fill(
                _("There is no evidence for {name} anywhere in the picture."),
                {"name": target_name(heat.target)},
            )
        )
        return
    hit, overlap, share = st.columns(3, gap="medium")
    hit.metric(
        _("Peak of the map"),
        _("Hit") if score.hit else _("Miss"),
        help=term_help(
            "pointing-game",
            _("Whether the highest point of the map lies in your box (the pointing game)."),
        ),
        border=True,
    )
    overlap.metric(
        _("Overlap (IoU)"),
        number(score.iou, 2),
        help=term_help(
            "intersection-over-union",
            fill(
                _(
                    "Intersection over union of your box and the region where the map reaches "
                    "{level} of its peak: 1 is the same region, 0 is none in common."
                ),
                {"level": whole_percent(REGION_LEVEL)},
            ),
        ),
        border=True,
    )
    share.metric(
        _("Evidence in your box"),
        whole_percent(score.share or 0.0),
        help=term_help(
            "region-of-interest",
            fill(
                _("Your box covers {area} of the picture: that much by chance."),
                {"area": whole_percent(score.area)},
            ),
        ),
        border=True,
    )
    st.caption(
        _(
            "The map shows what the network used, not where the disease is. Where it misses your "
            "box, you or the network may be wrong, and so may the map."
        ),
        help=term_help("heat-map"),
    )
    _draw_published(heat)


def _draw_published(heat: HeatMap) -> None:
    """The measured figure, which says more than one film can."""
    found = published_hits(engines.engine().manifest, heat.method, heat.stage)
    if found is None:
        return
    template = _(
        "Of {films} films with lesions drawn by hand, the peak of {title} lies in the lesion on "
        "{share}. Pointing at the middle of the larger lung, without looking, hits {lungs}; random "
        "maps as smooth as these hit {random}."
    )
    values: dict[str, str | int] = {
        "films": found.films,
        "title": map_title(METHODS[heat.method], heat.stage),
        "share": whole_percent(found.share),
        "lungs": whole_percent(found.lungs),
        "random": whole_percent(found.random),
    }
    st.info(fill(template, values), icon=":material/fact_check:")

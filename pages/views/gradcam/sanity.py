"""The sanity check: the network loses its weights from the top down, and the map should follow."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from model.errors import NegatoscopeError
from model.explain.methods import METHODS
from model.explain.network import Progress
from model.explain.randomise import LAYERS, TRAINED, CascadeStep, cascade, survives
from model.explain.verdict import thresholds_of
from pages.shared import engines
from pages.shared.i18n import _, fill, number
from pages.shared.notices import draw_error
from pages.shared.pictures.layers import GRID_CONFIG, STILL_CONFIG
from pages.shared.pictures.panes import Panel
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.views.gradcam.choice import ExplorerChoice
from pages.views.gradcam.controls import choose_method
from pages.views.gradcam.figure import grid_figure
from pages.views.gradcam.look import drawn
from pages.views.gradcam.words import map_title, scale_title
from pages.views.gradcam.work import worked_out

CURVE_HEIGHT = 230
# Okabe–Ito: vermilion for the limit, blue for what is measured.
LIMIT_COLOUR = "#D55E00"
CURVE_COLOUR = "#0072B2"


def draw_sanity(study: Study, choice: ExplorerChoice, narrow: bool) -> None:
    """Draws the map as the network forgets, and how alike the maps stay."""
    st.caption(
        _(
            "A map should show what the network has learnt. Here the weights are drawn anew, the "
            "last layer first, until nothing learnt is left: the map should fall apart. One that "
            "stays shows the picture and not the network (Adebayo et al. 2018, arXiv:1810.03292)."
        ),
        help=term_help("sanity-check"),
    )
    name = choose_method(choice)
    steps = _steps(study, choice, name)
    if steps is not None:
        _draw_steps(study, choice, steps, map_title(METHODS[name], choice.stage), narrow)


@st.fragment
def _draw_steps(
    study: Study, choice: ExplorerChoice, steps: tuple[CascadeStep, ...], title: str, narrow: bool
) -> None:
    layer = st.select_slider(
        _("Weights drawn anew up to"),
        [step.layer for step in steps],
        format_func=_step,
        key="explorer_sanity_step",
        help=term_help("parameter"),
    )
    at = next(index for index, step in enumerate(steps) if step.layer == layer)
    _draw_maps(study, choice, steps, at, narrow)
    limit = _limit()
    _draw_call(steps, limit, title)
    st.plotly_chart(
        curve_figure(steps, at, limit),
        config=STILL_CONFIG,
        key="explorer_sanity_curve",
        alt=_describe(steps),
    )
    st.caption(
        _(
            "SSIM compares the shape of two maps, each scaled to its own maximum: 1 is the same "
            "shape. The maps above keep the one scale of the page."
        ),
        help=term_help("structural-similarity"),
    )


def _steps(study: Study, choice: ExplorerChoice, name: str) -> tuple[CascadeStep, ...] | None:
    target = choice.target(study.predicted)
    stage = choice.stage if METHODS[name].stages else ""

    def make(progress: Progress) -> tuple[CascadeStep, ...]:
        return cascade(
            name, study.picture, target, engines.network(), stage=choice.stage, progress=progress
        )

    saying = fill(
        _("Loading TensorFlow and drawing new weights for {title}"), {"title": METHODS[name].title}
    )
    try:
        return worked_out(study, ("cascade", name, target, stage), saying, make)
    except NegatoscopeError as error:
        draw_error(error)
        return None


def _step(layer: str) -> str:
    """Name of a step: what has lost its weights by then, beside everything above it."""
    if layer == TRAINED:
        return _("trained")
    return layer if layer == LAYERS[0] else f"+ {layer}"


def _limit() -> float | None:
    thresholds = thresholds_of(engines.engine().manifest.explanation)
    return None if thresholds is None else thresholds.survival


def _draw_call(steps: tuple[CascadeStep, ...], limit: float | None, title: str) -> None:
    values = {"title": title, "ssim": number(steps[-1].similarity, 2)}
    if limit is None:
        st.info(
            fill(
                _(
                    "With every weight drawn anew, the map of {title} has an SSIM of {ssim} with "
                    "the trained one. Which value two unrelated maps reach by chance has not been "
                    "measured yet: `python -m model evaluate --verdict` measures it."
                ),
                values,
            ),
            icon=":material/science:",
        )
        return
    values["limit"] = number(limit, 2)
    if survives(steps, limit):
        st.error(
            fill(
                _(
                    "The map outlives the weights: SSIM {ssim} with nothing learnt left, more than "
                    "the {limit} that unrelated maps reach. Here {title} shows the picture, not "
                    "the network."
                ),
                values,
            ),
            title=_("Fails the sanity check"),
            icon=":material/block:",
        )
        return
    st.success(
        fill(
            _(
                "The map falls apart with the weights: SSIM {ssim} with nothing learnt left, no "
                "more than the {limit} that unrelated maps reach."
            ),
            values,
        ),
        title=_("Passes the sanity check"),
        icon=":material/check_circle:",
    )


def _draw_maps(
    study: Study, choice: ExplorerChoice, steps: Sequence[CascadeStep], at: int, narrow: bool
) -> None:
    trained, now = steps[0], steps[at]
    values = {"step": _step(now.layer), "ssim": number(now.similarity, 2)}
    heading = fill(_("{step}: SSIM {ssim}"), values)
    panels = [
        Panel(_("Map of the trained network"), drawn(trained.heat, choice)),
        Panel(heading, drawn(now.heat, choice)),
    ]
    st.plotly_chart(
        grid_figure(
            study.film,
            _("The film"),
            panels,
            None if choice.mode == "off" else (choice.top, scale_title(now.heat.target)),
            narrow=narrow,
            revision=study.digest,
        ),
        theme=None,
        config=GRID_CONFIG,
        key="explorer_sanity_maps",
        alt=fill(_("The map of the trained network, and the map with new weights: {step}"), values),
    )


def curve_figure(steps: Sequence[CascadeStep], at: int, limit: float | None) -> go.Figure:
    """How alike the maps stay to the trained one, step by step.

    Args:
        steps: The cascade.
        at: Index of the step that is shown.
        limit: What unrelated maps reach; None where it was not measured.
    """
    names = [_step(step.layer) for step in steps]
    similar = [step.similarity for step in steps]
    figure = go.Figure(
        go.Scatter(
            x=names,
            y=similar,
            mode="lines+markers+text",
            text=[number(value, 2) for value in similar],
            textposition="top center",
            line={"color": CURVE_COLOUR, "width": 2},
            marker={"size": [14 if index == at else 8 for index in range(len(steps))]},
            cliponaxis=False,
        )
    )
    if limit is not None:
        figure.add_hline(
            y=limit,
            line={"color": LIMIT_COLOUR, "dash": "dash", "width": 2},
            annotation={"text": fill(_("by chance: {limit}"), {"limit": number(limit, 2)})},
        )
    figure.update_layout(
        height=CURVE_HEIGHT,
        margin={"l": 40, "r": 8, "t": 24, "b": 24},
        yaxis={"title": {"text": "SSIM"}, "range": [min(-0.1, *similar), 1.15], "nticks": 5},
    )
    return figure


def _describe(steps: Sequence[CascadeStep]) -> str:
    said = ", ".join(f"{_step(step.layer)} {number(step.similarity, 2)}" for step in steps)
    return fill(_("SSIM with the trained map after each step: {values}"), {"values": said})

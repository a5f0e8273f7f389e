"""What the two curves of a class have in common: the band, the other classes, the marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import plotly.graph_objects as go
import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure import curves
from model.evaluation.measure.curves import Curve
from model.messages import N_
from pages.shared.charts.bars import CLASS_COLOURS
from pages.shared.charts.frame import lay_out
from pages.shared.charts.probability import share_axis
from pages.shared.i18n import _
from pages.shared.wording import class_title
from pages.views.evidence.films import sample, version

Kind = Literal["roc", "precision_recall"]

HEIGHT: Final = 480

# Told apart without colour as well.
DASHES: Final = dict(zip(CLASSES, ("solid", "dash", "dot", "dashdot"), strict=True))


@dataclass(frozen=True)
class Mark:
    """How an operating point is marked.

    Attributes:
        title: In the legend; English.
        symbol: Of Plotly.
        colour: Okabe–Ito.
    """

    title: str
    symbol: str
    colour: str


MARKS: Final = (
    Mark(N_("As the app answers"), "circle", "#E69F00"),
    Mark(N_("Threshold from validation"), "diamond", "#56B4E9"),
)


def class_curves(kind: Kind, split: str) -> dict[str, Curve]:
    """The curve of each class that has films, with its band.

    Args:
        kind: Which curve.
        split: The films.

    Raises:
        ArtefactError: Manifest or predictions cannot be used.
    """
    key = version()
    found = {label: _curve(key, kind, split, label) for label in CLASSES}
    return {label: curve for label, curve in found.items() if curve is not None}


@st.cache_data(show_spinner=False, max_entries=32)
def _curve(key: str, kind: Kind, split: str, label: str) -> Curve | None:  # noqa: ARG001
    make = curves.roc if kind == "roc" else curves.precision_recall
    return make(sample(split), label)


def curve_figure(
    found: Mapping[str, Curve], label: str, shape: str, axes: tuple[str, str]
) -> go.Figure:
    """The chosen class with its band, the others thin.

    Args:
        found: Curve of each class that has one.
        label: The class that is chosen.
        shape: How Plotly joins the points: `linear` or `vh`.
        axes: Titles of the axes.
    """
    figure = go.Figure()
    if label in found:
        _add_band(figure, found[label], CLASS_COLOURS[label])
    for name, curve in found.items():
        figure.add_scatter(
            x=curve.x,
            y=curve.y,
            mode="lines",
            name=class_title(name),
            line={
                "color": CLASS_COLOURS[name],
                "width": 3.5 if name == label else 1.5,
                "dash": DASHES[name],
                "shape": shape,
            },
            hoverinfo="skip",
        )
    across, up = axes
    return lay_out(
        figure,
        HEIGHT,
        # Plotly turns the order round where an area is filled.
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        xaxis={**share_axis(), "title": across},
        yaxis={**share_axis(), "title": up},
    )


def add_mark(
    figure: go.Figure,
    mark: Mark,
    place: tuple[float, float],
    errors: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Adds an operating point with its intervals.

    Args:
        figure: The chart.
        mark: How it looks.
        place: Across and up, in [0, 1].
        errors: Whiskers across and up.
    """
    figure.add_scatter(
        x=[place[0]],
        y=[place[1]],
        error_x=errors[0],
        error_y=errors[1],
        mode="markers",
        name=_(mark.title),
        marker={
            "symbol": mark.symbol,
            "size": 14,
            "color": mark.colour,
            "line": {"width": 2, "color": "#000000"},
        },
        hovertemplate="%{x:.1%} · %{y:.1%}",
    )


def _add_band(figure: go.Figure, curve: Curve, colour: str) -> None:
    if not len(curve.low):
        return
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    for ends, filling in ((curve.low, None), (curve.high, "tonexty")):
        figure.add_scatter(
            x=curve.grid,
            y=ends,
            mode="lines",
            line={"width": 0, "color": colour},
            fill=filling,
            fillcolor=f"rgba({red},{green},{blue},0.22)",
            showlegend=False,
            hoverinfo="skip",
        )

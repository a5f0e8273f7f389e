"""The chart of a sweep: probabilities over one parameter, and below them answer and gate."""

from itertools import groupby
from typing import Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from model.augment.sweep import Sweep
from model.augment.transform import Parameter
from model.classifier.classes import CLASSES
from pages.shared.charts.bars import CLASS_COLOURS, CLASS_DASHES
from pages.shared.charts.frame import GREY, lay_out, share_axis
from pages.shared.i18n import _
from pages.shared.wording import class_title
from pages.views.augment.values import value_text

HEIGHT: Final = 400
PLAUSIBLE: Final = "rgba(86,180,233,0.2)"

# Lower and upper edge of the ribbons under the lines, on the axis of the probabilities.
ANSWER_ROW: Final = (-0.13, -0.05)
GATE_ROW: Final = (-0.23, -0.15)
# A name fits into its part of a ribbon where each of its letters has this share of the width.
LETTER: Final = 0.013
# Lines that never rise above this need no name of their own.
LOW: Final = 0.15


def sweep_figure(sweep: Sweep, parameter: Parameter, value: float) -> go.Figure:
    """The probabilities over one parameter, the likeliest class and what the gate refuses.

    Args:
        sweep: What was swept.
        parameter: The parameter.
        value: The value that the slider is at.
    """
    places = _places(parameter, sweep.values)
    texts = [value_text(parameter, one) for one in sweep.values]
    plausible = _places(parameter, np.array(parameter.plausible))
    figure = go.Figure()
    figure.add_vrect(
        x0=plausible[0],
        x1=plausible[1],
        fillcolor=PLAUSIBLE,
        line_width=0,
        layer="below",
    )
    _add_lines(figure, sweep, places, texts)
    for border in _add_answers(figure, sweep, places):
        figure.add_vline(x=border, line={"color": GREY, "width": 1.5, "dash": "dot"})
    _add_refusals(figure, sweep, places)
    here = _places(parameter, np.array([value]))[0]
    figure.add_vline(x=here, line={"color": GREY, "width": 3})
    return _framed(figure, places, texts)


def _places(parameter: Parameter, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where values stand on the axis: evenly spaced, as the sweep tries them."""
    return np.log(values) if parameter.even_in == "logarithm" else values


def _add_lines(
    figure: go.Figure, sweep: Sweep, places: npt.NDArray[np.float64], texts: list[str]
) -> None:
    table = sweep.answers.probabilities
    for index, label in enumerate(CLASSES):
        figure.add_scatter(
            x=places,
            y=table[:, index],
            name=class_title(label),
            mode="lines",
            line={"color": CLASS_COLOURS[label], "dash": CLASS_DASHES[label], "width": 2.5},
            customdata=texts,
            hovertemplate="%{customdata}: %{y:.0%}",
        )
        highest = int(table[:, index].argmax())
        if table[highest, index] > LOW:
            figure.add_annotation(
                x=places[highest],
                y=table[highest, index],
                text=class_title(label),
                yanchor="bottom",
                xanchor=_anchor(highest, len(table)),
                showarrow=False,
                font={"size": 12},
            )
    # Shapes have no place in a legend.
    figure.add_scatter(
        x=[None],
        y=[None],
        name=_("plausible on a real film"),
        mode="markers",
        marker={"symbol": "square", "size": 12, "color": PLAUSIBLE},
    )


def _anchor(index: int, count: int) -> str:
    if index < count / 4:
        return "left"
    return "right" if index > 3 * count / 4 else "center"


def _add_answers(figure: go.Figure, sweep: Sweep, places: npt.NDArray[np.float64]) -> list[float]:
    """The ribbon of the likeliest class; returns its borders, the flip points."""
    edges = _edges(places)
    borders = []
    start = 0
    for label, group in groupby(sweep.answers.predicted):
        stop = start + len(list(group))
        _add_part(figure, edges, (start, stop), ANSWER_ROW, CLASS_COLOURS[label])
        _add_name(figure, edges, (start, stop), ANSWER_ROW, class_title(label))
        borders.append(float(edges[stop]))
        start = stop
    return borders[:-1]


def _add_refusals(figure: go.Figure, sweep: Sweep, places: npt.NDArray[np.float64]) -> None:
    edges = _edges(places)
    start = 0
    for refused, group in groupby(sweep.answers.refused):
        stop = start + len(list(group))
        if refused:
            _add_part(figure, edges, (start, stop), GATE_ROW, "#5A6469")
            _add_name(figure, edges, (start, stop), GATE_ROW, _("refused"))
        start = stop


def _edges(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Where the part of each value begins, and where the last one ends."""
    middles = (values[:-1] + values[1:]) / 2
    return np.concatenate([values[:1], middles, values[-1:]])


def _add_part(
    figure: go.Figure,
    edges: npt.NDArray[np.float64],
    part: tuple[int, int],
    row: tuple[float, float],
    colour: str,
) -> None:
    figure.add_shape(
        type="rect",
        x0=edges[part[0]],
        x1=edges[part[1]],
        y0=row[0],
        y1=row[1],
        fillcolor=colour,
        line_width=0,
    )


def _add_name(
    figure: go.Figure,
    edges: npt.NDArray[np.float64],
    part: tuple[int, int],
    row: tuple[float, float],
    name: str,
) -> None:
    width = (edges[part[1]] - edges[part[0]]) / (edges[-1] - edges[0])
    if width < LETTER * len(name):
        return
    figure.add_annotation(
        x=(edges[part[0]] + edges[part[1]]) / 2,
        y=sum(row) / 2,
        text=name,
        showarrow=False,
        font={"size": 11, "color": "#FFFFFF"},
    )


def _framed(figure: go.Figure, places: npt.NDArray[np.float64], texts: list[str]) -> go.Figure:
    shown = np.unique(np.linspace(0, len(places) - 1, 5).astype(int))
    pad = 0.01 * float(places[-1] - places[0])
    shares = share_axis()
    rows = [sum(GATE_ROW) / 2, sum(ANSWER_ROW) / 2]
    return lay_out(
        figure,
        HEIGHT,
        hovermode="x",
        yaxis={
            "range": [GATE_ROW[0] - 0.02, 1.08],
            "tickvals": [*rows, *shares["tickvals"]],
            "ticktext": [_("Gate"), _("Answer"), *shares["ticktext"]],
        },
        xaxis={
            "range": [float(places[0]) - pad, float(places[-1]) + pad],
            "tickvals": places[shown],
            "ticktext": [texts[index] for index in shown],
            "ticklabeloverflow": "allow",
            "tickangle": 0,
        },
    )

"""Figures with intervals as dots with whiskers, one line each."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from pages.shared.charts.frame import BLUE, GREY, VERMILION, lay_out, plot
from pages.shared.i18n import number, whole_percent
from pages.views.evidence.numbers import Figure, estimate, share

_LETTERS: Final = 24
"""Letters of a name on one line; longer ones are broken, for a phone."""

_LOOKS: Final = ((BLUE, "circle"), (VERMILION, "diamond"), (GREY, "square"))


@dataclass(frozen=True)
class Series:
    """One colour of dots.

    Attributes:
        name: In the legend.
        figures: Figures by the name of their line; None leaves the line empty.
    """

    name: str
    figures: dict[str, Figure | None]


@dataclass(frozen=True)
class Axis:
    """What the dots are measured on.

    Attributes:
        title: Below the axis.
        low: Its lower end.
        high: Its upper end.
        share: Whether values are shares, shown in per cent.
    """

    title: str
    low: float = 0.0
    high: float = 1.0
    share: bool = True

    def said(self, figure: Figure | None) -> str:
        """A figure in words."""
        return share(figure) if self.share else estimate(figure, 2)

    def tick(self, value: float) -> str:
        """A mark of the axis."""
        return whole_percent(value) if self.share else number(value, 2)


def draw_dots(
    series: Sequence[Series],
    axis: Axis,
    key: str,
    title: str,
    reference: tuple[float, str] | None = None,
) -> None:
    """Draws the chart with every value in its alternative text.

    Args:
        series: At most three, each with the same lines in the same order.
        axis: What is measured.
        key: Key of the chart.
        title: What it shows, for who cannot see it.
        reference: A value to mark with a line, and what it is; None for none.
    """
    lines = [
        f"{one.name}: "
        + "; ".join(f"{name} {axis.said(figure)}" for name, figure in one.figures.items() if figure)
        for one in series
    ]
    marked = (
        [f"{reference[1]}: {axis.said(_plain(reference[0]))}"] if reference and reference[1] else []
    )
    said = (f"{line}." for line in [title, *marked, *lines])
    plot(dots_figure(series, axis, reference), key, *said)


def dots_figure(
    series: Sequence[Series], axis: Axis, reference: tuple[float, str] | None = None
) -> go.Figure:
    """Names down, values across; see `draw_dots`."""
    names = list(series[0].figures)
    figure = go.Figure()
    middle = (len(series) - 1) / 2
    for index, one in enumerate(series):
        colour, symbol = _LOOKS[index]
        found = [(row, own) for row, own in enumerate(one.figures.values()) if own is not None]
        values = [own["value"] for _, own in found]
        figure.add_scatter(
            x=values,
            y=[row + 0.22 * (index - middle) for row, _ in found],
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [_reach(own, "high") for _, own in found],
                "arrayminus": [_reach(own, "low") for _, own in found],
                "thickness": 2,
                "width": 4,
            },
            mode="markers",
            marker={"size": 11, "color": colour, "symbol": symbol},
            name=one.name,
            hovertext=[axis.said(own) for _, own in found],
            hoverinfo="text+name",
        )
    if reference is not None:
        figure.add_vline(x=reference[0], line={"color": GREY, "dash": "dash", "width": 2})
        figure.add_annotation(
            x=reference[0],
            y=0.0,
            yref="paper",
            # Away from the nearer edge: a phone has no room beyond it.
            xanchor="right" if 2 * reference[0] > axis.low + axis.high else "left",
            yanchor="bottom",
            text=reference[1],
            showarrow=False,
            font={"size": 12},
        )
    step = (axis.high - axis.low) / 4
    ticks = [axis.low + step * index for index in range(5)]
    return lay_out(
        figure,
        120 + 20 * (len(series) > 1) + 38 * len(names),
        showlegend=len(series) > 1,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        margin={"l": 8, "r": 16, "t": 44, "b": 8},
        xaxis={
            "range": [axis.low - 0.01, axis.high + 0.01],
            "title": {"text": axis.title},
            "tickvals": ticks,
            "ticktext": [axis.tick(tick) for tick in ticks],
        },
        yaxis={
            "range": [len(names) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": [broken(name) for name in names],
        },
    )


def broken(name: str) -> str:
    """The name of a line, broken so that a phone has room for the chart beside it.

    Args:
        name: Plain text.
    """
    return "<br>".join(textwrap.wrap(name, _LETTERS))


def _reach(figure: Figure, end: str) -> float:
    """Length of a whisker; none where there is no interval."""
    return 0.0 if figure[end] is None else abs(float(figure[end]) - float(figure["value"]))


def _plain(value: float) -> Figure:
    return {"value": value, "low": None, "high": None}

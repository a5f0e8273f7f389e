"""The frame of every chart: colours, a layout, axes of shares, words for who cannot see it."""

from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from pages.shared.i18n import decimal_sign, whole_percent

# Okabe–Ito, apart for every kind of colour vision.
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
GREY: Final = "#8A9499"


def lay_out(figure: go.Figure, height: int, **more: Any) -> go.Figure:
    """Sets what all charts have in common.

    Args:
        figure: The figure.
        height: In CSS pixels.
        more: Further parts of the layout.
    """
    figure.update_layout(
        height=height,
        separators=decimal_sign() + "\u202f",
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        dragmode=False,
    )
    figure.update_xaxes(fixedrange=True, automargin=True, zeroline=False)
    figure.update_yaxes(fixedrange=True, automargin=True, zeroline=False)
    figure.update_layout(**more)
    return figure


def plot(figure: go.Figure, key: str, *said: str, static: bool = False) -> None:
    """Draws a figure without the buttons of Plotly.

    Args:
        figure: The figure.
        key: Key of the chart.
        said: What it shows, with every value, for those who cannot see it.
        static: Whether nothing shows under the pointer either.
    """
    config = {"displayModeBar": False, "staticPlot": static}
    st.plotly_chart(figure, config=config, key=key, alt=" ".join(said))


def add_diagonal(figure: go.Figure) -> None:
    """Adds the dotted line from corner to corner: chance, or probabilities that hold."""
    line = {"color": GREY, "dash": "dot", "width": 2}
    figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=1, line=line)


def share_axis() -> dict[str, Any]:
    """An axis of shares from 0 to 1, written in percent."""
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return {
        "range": [-0.02, 1.02],
        "tickvals": ticks,
        "ticktext": [whole_percent(tick) for tick in ticks],
    }

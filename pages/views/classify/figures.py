"""Plotly figures: the picture on the light box, a histogram of pixel values."""

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from model.imaging.radiograph import Histogram
from pages.shared.i18n import decimal_sign
from pages.shared.pictures.layers import (
    BLACK,
    ON_BLACK,
    HeatLayer,
    add_evidence,
    add_picture,
    add_scale,
    add_sides,
)


def viewer_figure(
    picture: npt.NDArray[np.uint8],
    heat: HeatLayer | None,
    height: int,
    revision: str,
    mirrored: bool | None = None,
) -> go.Figure:
    """The zoomable picture with its heat map and the fixed evidence scale.

    Args:
        picture: uint8 `(H, W)`, windowed for viewing.
        heat: What to lay over it; None for a picture without an answer.
        height: Height of the figure in CSS pixels.
        revision: The zoom is kept as long as this stays the same.
        mirrored: See `add_sides`; None for no letters.
    """
    rows, columns = picture.shape
    figure = go.Figure()
    add_picture(figure, picture, (rows, columns))
    if mirrored is not None:
        add_sides(figure, mirrored)
    shown = heat is not None and heat.mode != "off"
    if heat is not None and shown:
        add_evidence(figure, heat, (rows, columns))
        add_scale(figure, heat.top, heat.scale_title)
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 58 if shown else 0},
        paper_bgcolor=BLACK,
        plot_bgcolor=BLACK,
        font={"color": ON_BLACK, "size": 12, "family": "sans-serif"},
        showlegend=False,
        dragmode="zoom",
        uirevision=revision,
        modebar={"bgcolor": "rgba(0,0,0,0.4)", "color": ON_BLACK, "activecolor": "#FFFFFF"},
        xaxis={"visible": False, "range": [0, columns], "constrain": "domain"},
        yaxis={
            "visible": False,
            "range": [rows, 0],
            "scaleanchor": "x",
            "scaleratio": 1,
            "constrain": "domain",
        },
    )
    return figure


def histogram_figure(histogram: Histogram) -> go.Figure:
    """How pixel values are spread after a step; the root of the counts, to show the rare ones."""
    counts = np.sqrt(histogram.counts.astype(float))
    edges = np.linspace(histogram.low, histogram.high, len(counts) + 1)
    figure = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=edges[1] - edges[0],
            marker={"color": "#5B8DB8", "line": {"width": 0}},
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        height=110,
        separators=decimal_sign() + "\u202f",
        margin={"l": 4, "r": 4, "t": 4, "b": 22},
        bargap=0,
        xaxis={"showgrid": False, "fixedrange": True, "nticks": 5, "exponentformat": "none"},
        yaxis={"visible": False, "fixedrange": True},
    )
    return figure

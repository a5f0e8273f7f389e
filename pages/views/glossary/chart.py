"""What the charts of the glossary have in common: a layout, small pictures of numbers."""

from typing import Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from pages.shared.charts.frame import GREY, VERMILION, lay_out
from pages.shared.i18n import number

# Okabe–Ito, apart for every kind of colour vision.
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"

STILL: Final[dict[str, object]] = {"displayModeBar": False}
"""No buttons; the values under the pointer stay."""

GREYS: Final = [[0.0, "#000000"], [1.0, "#FFFFFF"]]
SIGNED: Final = [[0.0, "#0072B2"], [0.5, "#F4F4F4"], [1.0, "#D55E00"]]
"""Negative is blue, zero is white, positive is vermilion."""


def cells(
    values: npt.NDArray[np.float64],
    top: float,
    *,
    signed: bool,
    frame: tuple[int, int, int] | None = None,
    height: int = 300,
) -> go.Figure:
    """A small array as a picture, one cell for each value.

    Args:
        values: float64 `(H, W)`; NaN is left empty.
        top: Value at the upper end of the scale; the lower end is 0, or its negative.
        signed: Whether values below zero have a colour of their own.
        frame: Row, column and side of a square to mark; None for none.
        height: In CSS pixels.
    """
    figure = go.Figure(
        go.Heatmap(
            z=values,
            zmin=-top if signed else 0.0,
            zmax=top,
            colorscale=SIGNED if signed else GREYS,
            showscale=False,
            hovertemplate="%{z:.2f}<extra></extra>",
        )
    )
    rows, columns = values.shape
    if frame is not None:
        row, column, side = frame
        figure.add_shape(
            type="rect",
            x0=column - 0.5,
            x1=column + side - 0.5,
            y0=row - 0.5,
            y1=row + side - 0.5,
            line={"color": VERMILION if not signed else "#000000", "width": 3},
        )
    # The frame of the picture, drawn, so that cells that are still empty have a place.
    figure.add_shape(
        type="rect",
        x0=-0.5,
        x1=columns - 0.5,
        y0=-0.5,
        y1=rows - 0.5,
        line={"color": GREY, "width": 1},
    )
    return lay_out(
        figure,
        height,
        margin={"l": 2, "r": 2, "t": 2, "b": 2},
        xaxis={"visible": False, "constrain": "domain", "range": [-0.7, columns - 0.3]},
        yaxis={
            "visible": False,
            "range": [rows - 0.3, -0.7],
            "scaleanchor": "x",
            "constrain": "domain",
        },
    )


def signed_number(value: float, digits: int) -> str:
    """A number with a true minus sign, and without decimals where it is whole.

    Args:
        value: The number.
        digits: Decimals of a number that is not whole.
    """
    whole = round(value, digits) == round(value)
    return ("−" if round(value, digits) < 0 else "") + number(abs(value), 0 if whole else digits)

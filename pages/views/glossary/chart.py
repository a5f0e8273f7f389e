"""What the live figures have in common: a film, sliders, small pictures of numbers."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import streamlit as st

from model.glossary.figures import Image, shrunk
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from pages.shared.charts.frame import GREY, VERMILION, lay_out
from pages.shared.i18n import number
from pages.shared.upload.samples import SAMPLES

FILM: Final = "bacterial-1.png"

GREYS: Final = [[0.0, "#000000"], [1.0, "#FFFFFF"]]
SIGNED: Final = [[0.0, "#0072B2"], [0.5, "#F4F4F4"], [1.0, "#D55E00"]]
"""Negative is blue, zero is white, positive is vermilion."""


@st.cache_data(show_spinner=False)
def film() -> npt.NDArray[np.uint8]:
    """A sample radiograph: uint8 `(224, 224)`."""
    pixels = read_radiograph((SAMPLES / FILM).read_bytes()).pixels
    return np.rint(network_input(pixels)[..., 0]).astype(np.uint8)


@st.cache_data(show_spinner=False)
def small_film() -> Image:
    """The same in few pixels: float64 `(28, 28)` in [0, 1]."""
    return shrunk(film() / 255)


def slide(name: str, label: str, low: float, high: float, start: Any, **more: Any) -> Any:
    """Draws a slider that says on every visit of the session what it said before.

    Args:
        name: In its key.
        label: Its label.
        low: Its lower end.
        high: Its upper end.
        start: What it says at first; two values for a range.
        more: What else a slider takes.

    Returns:
        What it says: of the kind of `start`.
    """
    key = f"glossary_{name}"
    return st.slider(label, low, high, start, key=key, persist_state="session", **more)


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

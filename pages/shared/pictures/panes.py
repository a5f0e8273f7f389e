"""Panes for a film and its maps: how many beside each other, how tall, zoomed together."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.shared.pictures.layers import BLACK, ON_BLACK, HeatLayer

# Of the panels together, in CSS pixels, by the number of maps: a screen of 900 shows the head of
# the page and all of it.
HEIGHTS = (480, 480, 370, 530, 530)
# Of a panel on a phone, for a square picture; a flat one needs less.
PHONE_PANEL_HEIGHT = 356
FOOT = 58
TITLE = 24

# Longest side of each picture in a grid, in pixels: five of them go into one message.
PANEL_SIDE = 640


@dataclass(frozen=True, eq=False)
class Panel:
    """One map.

    Attributes:
        title: Its heading.
        heat: The map; None where it is not there.
        said: What stands in its place then.
    """

    title: str
    heat: HeatLayer | None
    said: str = ""


def shrunk(picture: npt.NDArray[np.uint8], side: int) -> npt.NDArray[np.uint8]:
    """A picture whose longer side is at most so many pixels.

    Args:
        picture: uint8 `(H, W)`.
        side: The most.
    """
    factor = side / max(picture.shape)
    if factor >= 1:
        return picture
    rows, columns = (max(1, round(length * factor)) for length in picture.shape)
    small = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def grid_height(maps: int, narrow: bool, ratio: float = 1.0) -> int:
    """Height of the panels together, in CSS pixels.

    Args:
        maps: How many maps there are.
        narrow: Whether they are in one column.
        ratio: Height of the picture over its width.
    """
    if narrow:
        return (maps + 1) * round(PHONE_PANEL_HEIGHT * min(1.2, ratio)) + maps * (TITLE + 4)
    return HEIGHTS[maps]


def panes(maps: int, narrow: bool, height: int) -> tuple[go.Figure, list[str]]:
    """Empty axes for the film and its maps.

    Args:
        maps: How many maps there are.
        narrow: Whether they are in one column.
        height: Height of the panels together, in CSS pixels.

    Returns:
        The figure, and the numbers of its axes as Plotly writes them, the film first.
    """
    gap = (TITLE + 4) / height
    if narrow:
        figure = make_subplots(rows=maps + 1, cols=1, vertical_spacing=gap)
    elif maps < 3:
        figure = make_subplots(rows=1, cols=maps + 1, horizontal_spacing=0.006)
    else:
        # The film is as tall as two maps.
        figure = make_subplots(
            rows=2,
            cols=3,
            specs=[[{"rowspan": 2}, {}, {}], [None, {}, {}]],
            column_widths=[2, 1, 1],
            horizontal_spacing=0.006,
            vertical_spacing=gap,
        )
    count = 5 if maps == 3 and not narrow else maps + 1
    return figure, ["", *(str(index + 1) for index in range(1, count))]


def lay_out(
    figure: go.Figure,
    axes: Sequence[str],
    size: tuple[int, int],
    height: int,
    *,
    narrow: bool,
    foot: int,
) -> None:
    """Ties the axes together, so that a zoom in one pane is a zoom in all, and sets the frame.

    Args:
        figure: The figure.
        axes: Numbers of its axes, see `panes`.
        size: Rows and columns of the axes.
        height: Height of the panels together, in CSS pixels.
        narrow: Whether they are in one column.
        foot: Height left for the scale, in CSS pixels.
    """
    rows, columns = size
    for number in axes:
        first = number == ""
        figure.update_layout(
            {
                f"xaxis{number}": {
                    "visible": False,
                    "range": [0, columns],
                    "constrain": "domain",
                    "matches": None if first else "x",
                },
                f"yaxis{number}": {
                    "visible": False,
                    "range": [rows, 0],
                    "constrain": "domain",
                    "constraintoward": "top",
                    "scaleanchor": f"x{number}",
                    "scaleratio": 1,
                    "matches": None if first else "y",
                },
            }
        )
    figure.update_layout(
        height=height + foot + TITLE,
        margin={"l": 0, "r": 0, "t": TITLE, "b": foot},
        paper_bgcolor=BLACK,
        plot_bgcolor=BLACK,
        font={"color": ON_BLACK, "size": 12, "family": "sans-serif"},
        showlegend=False,
        # A finger scrolls past a stack of pictures; what zooms is a button away.
        dragmode=False if narrow else "zoom",
        modebar={"bgcolor": "rgba(0,0,0,0.4)", "color": ON_BLACK, "activecolor": "#FFFFFF"},
    )


def add_heading(figure: go.Figure, text: str, number: str) -> None:
    """Writes a heading above a pane.

    Args:
        figure: The figure.
        text: The heading.
        number: Number of the axes of the pane, see `panes`.
    """
    figure.add_annotation(
        text=text,
        xref=f"x{number} domain",
        yref=f"y{number} domain",
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": 13, "color": "#FFFFFF", "weight": 700},
    )

"""The film to mark a box on, and once revealed the map with the same box."""

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from pages.shared.pictures.layers import BLACK, SKY_BLUE, add_evidence, add_picture, add_scale
from pages.shared.pictures.panes import (
    FOOT,
    PANEL_SIDE,
    Panel,
    add_heading,
    grid_height,
    lay_out,
    panes,
    shrunk,
)

# Points a side of the grid that a box is drawn over: the smallest box is 2 % of the picture.
POINTS = 50


def box_figure(
    film: npt.NDArray[np.uint8],
    box: tuple[float, float, float, float] | None,
    panel: Panel | None,
    scale: tuple[float, str],
    *,
    titles: tuple[str, str],
    narrow: bool,
    revision: str,
) -> go.Figure:
    """The film to mark a box on; once revealed, the map beside it with the same box.

    Axes run from 0 to 1, so that what Plotly reports of a box is in parts of the picture.

    Args:
        film: uint8 `(H, W)`, for viewing.
        box: Top, left, bottom and right edge, in [0, 1]; None for none.
        panel: The map; None while it is hidden.
        scale: Upper end and title of the scale.
        titles: Headings of the film without a box and with one.
        narrow: Whether everything goes into one column.
        revision: The zoom is kept as long as this stays the same.
    """
    picture = shrunk(film, PANEL_SIDE)
    maps = 0 if panel is None else 1
    ratio = picture.shape[0] / picture.shape[1]
    height = grid_height(maps, narrow, ratio)
    figure, axes = panes(maps, narrow, height)
    headings = [titles[box is not None], *([] if panel is None else [panel.title])]
    for number, heading in zip(axes, headings, strict=True):
        add_picture(figure, picture, (1, 1), number)
        add_heading(figure, heading, number)
        if box is not None:
            _add_box(figure, box, number)
    shown = panel is not None and panel.heat is not None and panel.heat.mode != "off"
    if panel is not None and panel.heat is not None:
        add_evidence(figure, panel.heat, (1, 1), axes[1])
    else:
        _add_points(figure)
    if shown:
        add_scale(figure, *scale)
    lay_out(figure, axes, (1, 1), height, narrow=narrow, foot=FOOT if shown else 0)
    figure.update_yaxes(scaleratio=ratio)
    figure.update_layout(
        uirevision=revision,
        dragmode="zoom" if panel is not None else "select",
        newselection={"line": {"width": 1, "color": "rgba(0,0,0,0)"}},
        activeselection={"opacity": 0},
    )
    return figure


def _add_box(figure: go.Figure, box: tuple[float, float, float, float], number: str) -> None:
    top, left, bottom, right = box
    for width, colour in ((4, BLACK), (2, "rgb({},{},{})".format(*SKY_BLUE))):
        figure.add_shape(
            type="rect",
            xref=f"x{number}",
            yref=f"y{number}",
            x0=left,
            x1=right,
            y0=top,
            y1=bottom,
            line={"width": width, "color": colour},
        )


def _add_points(figure: go.Figure) -> None:
    """An invisible grid of points: Plotly reports a box only where it holds some."""
    places = (np.arange(POINTS) + 0.5) / POINTS
    x, y = np.meshgrid(places, places)
    unseen = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=x.ravel(),
        y=y.ravel(),
        mode="markers",
        marker={"opacity": 0, "size": 4},
        selected=unseen,
        unselected=unseen,
        hoverinfo="skip",
    )

"""The grid: the film and its maps in one figure, on one scale, zoomed together."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from pages.shared.pictures.display import CONTOUR_SCALE
from pages.shared.pictures.layers import (
    SKY_BLUE,
    add_evidence,
    add_line,
    add_picture,
    add_scale,
    add_sides,
)
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


def grid_figure(
    film: npt.NDArray[np.uint8],
    film_title: str,
    panels: Sequence[Panel],
    scale: tuple[float, str] | None,
    *,
    narrow: bool,
    outline: npt.NDArray[np.bool_] | None = None,
    mirrored: bool | None = None,
    revision: str = "",
) -> go.Figure:
    """The film, and one panel for each map.

    Args:
        film: uint8 `(H, W)`, for viewing.
        film_title: Its heading.
        panels: None to four maps.
        scale: Upper end and title of the scale; None where no evidence is shown.
        narrow: Whether everything goes into one column.
        outline: Lungs whose outline is drawn on the film, bool `(224, 224)`; None for none.
        mirrored: See `add_sides`; None for no letters.
        revision: The zoom is kept as long as this stays the same.
    """
    picture = shrunk(film, PANEL_SIDE)
    size = picture.shape[0], picture.shape[1]
    height = grid_height(len(panels), narrow, size[0] / size[1])
    figure, axes = panes(len(panels), narrow, height)
    headings = [film_title, *(panel.title for panel in panels)]
    for number, heading in zip(axes, headings, strict=False):
        add_picture(figure, picture, size, number)
        add_heading(figure, heading, number)
    for number, panel in zip(axes[1:], panels, strict=False):
        if panel.heat is not None:
            add_evidence(figure, panel.heat, size, number)
        elif panel.said:
            _add_note(figure, panel.said, size, number)
    if mirrored is not None:
        add_sides(figure, mirrored, axes[0])
    if outline is not None:
        for line in outlines(outline):
            add_line(figure, line, size, line=SKY_BLUE, width=2, dash="dot")
    if scale is not None:
        add_scale(figure, *scale)
    lay_out(figure, axes, size, height, narrow=narrow, foot=FOOT if scale else 0)
    figure.update_layout(uirevision=revision)
    return figure


def outlines(mask: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.float64]]:
    """The borders of a mask, each float64 `(n, 2)`, columns then rows, in [0, 1] of the picture."""
    rows, columns = (CONTOUR_SCALE * side for side in mask.shape)
    large = cv2.resize(mask.astype(np.float32), (columns, rows), interpolation=cv2.INTER_LINEAR)
    found, _hierarchy = cv2.findContours(
        (large >= 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    return [np.asarray(line, dtype=float).reshape(-1, 2) / (columns, rows) for line in found]


def _add_note(figure: go.Figure, text: str, size: tuple[int, int], number: str) -> None:
    figure.add_annotation(
        text=text,
        xref=f"x{number}",
        yref=f"y{number}",
        x=size[1] / 2,
        y=size[0] / 2,
        showarrow=False,
        bgcolor="rgba(0,0,0,0.75)",
        borderpad=6,
        font={"size": 14, "color": "#FFFFFF"},
    )

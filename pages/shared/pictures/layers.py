"""Parts of a figure that shows evidence over a picture: layers, contours, scale, pointer."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from model.messages import N_
from pages.shared.i18n import _, fill, number
from pages.shared.pictures.display import (
    EVIDENCE_TOP,
    cividis,
    contour_style,
    contours,
    data_uri,
    overlay,
)
from pages.shared.wording import class_title

BLACK = "#000000"
ON_BLACK = "#D6DEE4"
# Okabe–Ito: apart from grey and from every colour of the scale.
SKY_BLUE = (86, 180, 233)

# Buttons whose work the picture needs; the rest are for plots.
VIEWER_CONFIG: dict[str, object] = {
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
}
# In a grid the panels are small, so only what has no other way: the wheel of a mouse does not zoom.
GRID_CONFIG: dict[str, object] = {
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["zoom2d", "pan2d", "resetScale2d"]],
}
STILL_CONFIG: dict[str, object] = {"displayModeBar": False, "staticPlot": True}

Mode = Literal["colour", "contours", "off"]
MODES: dict[Mode, str] = {"colour": N_("Colour"), "contours": N_("Contours"), "off": N_("Off")}


@dataclass(frozen=True)
class HeatLayer:
    """Evidence to be laid over a picture.

    Attributes:
        evidence: float32 `(224, 224)`, logit per cell, in the geometry of the network's input.
        label: The class it speaks for.
        mode: How it is drawn.
        opacity: Opacity at the top of the scale, in [0, 1].
        top: Evidence at the upper end of the scale.
        threshold: Evidence below this is not drawn, in [0, `top`].
        title: What the scale means, in the reader's language; empty for the words of the light box.
    """

    evidence: npt.NDArray[np.float32]
    label: str
    mode: Mode
    opacity: float
    top: float = EVIDENCE_TOP
    threshold: float = 0.0
    title: str = ""

    @property
    def scale_title(self) -> str:
        """What the scale means, in the reader's language."""
        return self.title or fill(
            _("Evidence for {name}, in logits per cell"), {"name": class_title(self.label)}
        )


def add_picture(
    figure: go.Figure, picture: npt.NDArray[np.uint8], size: tuple[int, int], axes: str = ""
) -> None:
    """Lays a picture under everything else.

    Args:
        figure: The figure.
        picture: uint8 `(H, W)`, grey.
        size: Rows and columns of the axes; the picture is stretched to them.
        axes: Number of the axes: empty for the first, then `"2"` and so on.
    """
    figure.add_layout_image(_layer(data_uri(picture), size, axes))


def add_sides(figure: go.Figure, mirrored: bool, axes: str = "") -> None:
    """Writes the letters of the patient's sides at the edges of a picture.

    Args:
        figure: The figure, with the picture in it.
        mirrored: Whether the patient's left is on the viewer's left.
        axes: Number of the axes, see `add_picture`.
    """
    letters = (_("R"), _("L"))
    for place, letter in zip((0, 1), letters[::-1] if mirrored else letters, strict=True):
        figure.add_annotation(
            text=letter,
            xref=f"x{axes} domain",
            yref=f"y{axes} domain",
            x=place,
            y=0.5,
            xanchor="right" if place else "left",
            showarrow=False,
            bgcolor="rgba(0,0,0,0.6)",
            font={"size": 14, "color": "#FFFFFF"},
        )


def add_evidence(figure: go.Figure, heat: HeatLayer, size: tuple[int, int], axes: str = "") -> None:
    """Lays evidence over the picture, as colour or as contours; nothing where it is off.

    Args:
        figure: The figure, with the picture in it.
        heat: The evidence and how it is drawn.
        size: Rows and columns of the axes.
        axes: Number of the axes, see `add_picture`.
    """
    rows, columns = size
    if heat.mode == "colour":
        layer = overlay(heat.evidence, heat.opacity, heat.top, heat.threshold)
        # Plotly.js draws one picture for each position and size, so this one is a hair larger.
        figure.add_layout_image(_layer(data_uri(layer), (rows + 1e-6, columns + 1e-6), axes))
    if heat.mode == "contours":
        _add_contours(figure, heat, size, axes)
    if heat.mode != "off":
        _add_pointer(figure, heat, size, axes)


def _layer(source: str, size: tuple[float, float], axes: str) -> dict[str, object]:
    return {
        "source": source,
        "xref": f"x{axes}",
        "yref": f"y{axes}",
        "x": 0,
        "y": 0,
        "sizex": size[1],
        "sizey": size[0],
        "sizing": "stretch",
        "layer": "below",
    }


def _add_contours(figure: go.Figure, heat: HeatLayer, size: tuple[int, int], axes: str) -> None:
    for share, points in contours(heat.evidence, heat.top, heat.threshold):
        colour, halo = contour_style(share)
        for width, line in ((4.5, halo), (2.5, colour)):
            add_line(figure, points, size, axes, line=line, width=width, opacity=heat.opacity)


def add_line(
    figure: go.Figure,
    points: npt.NDArray[np.float64],
    size: tuple[int, int],
    axes: str = "",
    *,
    line: tuple[int, int, int],
    width: float,
    opacity: float = 1.0,
    dash: str = "solid",
) -> None:
    """Draws a closed line.

    Args:
        figure: The figure.
        points: float64 `(n, 2)`, columns then rows, in [0, 1] of the picture.
        size: Rows and columns of the axes.
        axes: Number of the axes, see `add_picture`.
        line: Its colour, RGB, 0 to 255.
        width: Its width in CSS pixels.
        opacity: Its opacity, in [0, 1].
        dash: Plotly's name of the dash.
    """
    rows, columns = size
    closed = np.vstack([points, points[:1]])
    figure.add_scatter(
        x=closed[:, 0] * columns,
        y=closed[:, 1] * rows,
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        mode="lines",
        line={"width": width, "color": "rgb({},{},{})".format(*line), "dash": dash},
        opacity=opacity,
        hoverinfo="skip",
    )


def _add_pointer(figure: go.Figure, heat: HeatLayer, size: tuple[int, int], axes: str) -> None:
    """Transparent cells that tell the evidence under the pointer."""
    rows, columns = size
    side = 28
    step = heat.evidence.shape[0] // side
    coarse = heat.evidence.reshape(side, step, side, step).mean(axis=(1, 3))
    figure.add_heatmap(
        z=coarse,
        x=(np.arange(side) + 0.5) * columns / side,
        y=(np.arange(side) + 0.5) * rows / side,
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
        showscale=False,
        hovertemplate="%{z:.2f}<extra></extra>",
    )


def add_scale(figure: go.Figure, top: float, title: str, pad: int = 6) -> None:
    """Draws the one scale of the evidence under the picture.

    Args:
        figure: The figure.
        top: Evidence at its upper end.
        title: What it means, in the reader's language.
        pad: Space above it, in CSS pixels.
    """
    ticks = np.linspace(0.0, top, 6)
    digits = 2 if top >= 0.1 else 3
    labels = [number(float(tick), digits) for tick in ticks]
    labels[-1] = f"≥ {labels[-1]}"
    table = cividis()
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        hoverinfo="skip",
        marker={
            "color": [0.0],
            "cmin": 0.0,
            "cmax": top,
            "colorscale": [
                [i / 16, "rgb({},{},{})".format(*table[min(255, 16 * i)])] for i in range(17)
            ],
            "showscale": True,
            "colorbar": {
                "orientation": "h",
                "x": 0.5,
                "y": 0,
                "yanchor": "top",
                "ypad": pad,
                "len": 0.9,
                "thickness": 10,
                "outlinewidth": 0,
                "tickvals": ticks,
                "ticktext": labels,
                "title": {"text": title, "side": "top", "font": {"size": 12}},
            },
        },
    )

"""The charts of the playground: greys before and after, a spread, training curves."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from model.augment.curves import Curves
from model.augment.transform import Image
from model.classifier.classes import CLASSES
from pages.shared.charts.bars import CLASS_COLOURS
from pages.shared.charts.frame import BLUE, GREY, VERMILION, lay_out
from pages.shared.i18n import _, whole_percent
from pages.shared.wording import class_title

# Told apart without colour as well.
SYMBOLS: Final = dict(zip(CLASSES, ("circle", "square", "diamond", "triangle-up"), strict=True))

BINS: Final = 64


def share_axis() -> dict[str, Any]:
    """An axis of shares from 0 to 1, written in percent."""
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return {
        "range": [-0.02, 1.02],
        "tickvals": ticks,
        "ticktext": [whole_percent(tick) for tick in ticks],
    }


def greys_figure(before: Image, after: Image) -> go.Figure:
    """How the greys are spread before and after; the root of the counts, to show the rare ones.

    Args:
        before: float32 `(H, W)` in [0, 1].
        after: The same.
    """
    figure = go.Figure()
    lines = ((before, _("Before"), BLUE, "solid"), (after, _("After"), VERMILION, "dash"))
    for image, title, colour, dash in lines:
        counts, edges = np.histogram(image, bins=BINS, range=(0.0, 1.0))
        figure.add_scatter(
            x=(edges[:-1] + edges[1:]) / 2,
            y=np.sqrt(counts / counts.sum()),
            name=title,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
            hoverinfo="skip",
        )
    ticks = [0, 0.5, 1]
    words = [_("black"), _("middle grey"), _("white")]
    return lay_out(
        figure,
        190,
        xaxis={
            "range": [0, 1],
            "tickvals": ticks,
            "ticktext": words,
            "ticklabeloverflow": "allow",
            "showgrid": False,
        },
        yaxis={"visible": False, "rangemode": "tozero"},
        margin={"l": 24, "r": 24, "t": 28, "b": 8},
    )


def spread_figure(
    rows: npt.NDArray[np.float64], unchanged: Mapping[str, float], mean: npt.NDArray[np.float64]
) -> go.Figure:
    """Each class as a strip of dots, one for each draw, with the film as it is marked.

    Args:
        rows: float64 `(N, 4)`, a draw in each row.
        unchanged: Class → probability for the film as it is.
        mean: float64 `(4,)`, over the draws.
    """
    figure = go.Figure()
    # Not at random: the same draws give the same chart.
    offsets = 0.28 * (np.arange(len(rows)) * 0.618 % 1 - 0.5) * 2
    for index, label in enumerate(CLASSES):
        figure.add_scatter(
            x=rows[:, index],
            y=index + offsets,
            mode="markers",
            marker={
                "color": CLASS_COLOURS[label],
                "symbol": SYMBOLS[label],
                "size": 8,
                "opacity": 0.8,
            },
            name=class_title(label),
            showlegend=False,
            hovertemplate="%{x:.0%}<extra></extra>",
        )
    marks: Sequence[tuple[str, str, list[float]]] = (
        (_("The film as it is"), "line-ns", [unchanged[label] for label in CLASSES]),
        (_("Mean of the draws"), "x-thin", [float(one) for one in mean]),
    )
    for title, symbol, places in marks:
        figure.add_scatter(
            x=places,
            y=list(range(len(CLASSES))),
            mode="markers",
            name=title,
            marker={
                "symbol": symbol,
                "size": 26 if symbol == "line-ns" else 13,
                "color": GREY,
                "line": {"width": 3, "color": GREY},
            },
            hovertemplate="%{x:.0%}<extra></extra>",
        )
    return lay_out(
        figure,
        320,
        xaxis=share_axis(),
        yaxis={
            "tickvals": list(range(len(CLASSES))),
            "ticktext": [class_title(label) for label in CLASSES],
            "range": [len(CLASSES) - 0.5, -0.5],
            "showgrid": False,
        },
    )


def curves_figure(curves: Curves, measure: str, titles: Mapping[str, str]) -> go.Figure:
    """One measure over the epochs, of both runs, on the training films and on others.

    Args:
        curves: The runs.
        measure: `"loss"` or `"recall"`.
        titles: Words for `"train"` and `"val"`.
    """
    figure = go.Figure()
    for run, colour in zip(curves.runs, (VERMILION, BLUE), strict=False):
        for part, dash in (("train", "dot"), ("val", "solid")):
            figure.add_scatter(
                x=[point.epoch for point in run.epochs],
                y=[getattr(point, f"{part}_{measure}") for point in run.epochs],
                name=f"{_(run.title)}, {titles[part]}",
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2.5},
                marker={"size": 6, "symbol": "circle" if part == "val" else "circle-open"},
                hovertemplate="%{y:.2f}" if measure == "loss" else "%{y:.0%}",
            )
    more = {"yaxis": share_axis()} if measure == "recall" else {"yaxis": {"rangemode": "tozero"}}
    return lay_out(figure, 360, hovermode="x", xaxis={"title": _("Epoch"), "dtick": 1}, **more)

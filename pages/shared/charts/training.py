"""Curves of training runs, over the epochs."""

from collections.abc import Mapping

import plotly.graph_objects as go

from model.augment.curves import Curves
from pages.shared.charts.frame import BLUE, VERMILION, lay_out, share_axis
from pages.shared.i18n import _


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

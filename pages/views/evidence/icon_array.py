"""A thousand patients as a thousand signs: who is found, missed, alarmed, left in peace."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from model.glossary.rates import PATIENTS, Operating
from model.messages import N_
from pages.shared.charts.frame import BLUE, GREY, VERMILION, lay_out
from pages.shared.i18n import _, fill

COLUMNS: Final = 40
HEIGHT: Final = 420


@dataclass(frozen=True)
class Kind:
    """One kind of patient.

    Attributes:
        title: English, with a field for the count.
        symbol: Of Plotly: told apart without colour as well.
        colour: Okabe–Ito.
    """

    title: str
    symbol: str
    colour: str


KINDS: Final = (
    Kind(N_("of this class, called so: {count}"), "circle", BLUE),
    Kind(N_("of this class, missed: {count}"), "x", VERMILION),
    Kind(N_("of another class, called so: {count}"), "triangle-up", "#E69F00"),
    Kind(N_("of another class, not called so: {count}"), "circle-open", GREY),
)
"""In the order of `Operating.counts`."""


def icon_array(rates: Operating) -> go.Figure:
    """The patients in rows from the top, kind after kind.

    Args:
        rates: Sensitivity, specificity and prevalence.
    """
    chart = go.Figure()
    first = 0
    for count, kind in zip(rates.counts(), KINDS, strict=True):
        # Without patients of a kind its entry of the legend still says so.
        places: list[int | None] = [*range(first, first + count)] or [None]
        first += count
        chart.add_scatter(
            x=[None if place is None else place % COLUMNS for place in places],
            y=[None if place is None else place // COLUMNS for place in places],
            mode="markers",
            name=fill(_(kind.title), {"count": count}),
            marker={
                "symbol": kind.symbol,
                "color": kind.colour,
                "size": 7,
                "line": {"width": 1, "color": kind.colour},
            },
            hoverinfo="skip",
        )
    rows = PATIENTS // COLUMNS
    return lay_out(
        chart,
        HEIGHT,
        xaxis={"visible": False, "range": [-0.8, COLUMNS - 0.2]},
        yaxis={"visible": False, "range": [rows - 0.2, -0.8]},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )

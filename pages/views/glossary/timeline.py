"""The timeline: six networks, their errors on ILSVRC, their papers, and what is often wrong."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.glossary.timeline import CORRECTIONS, MILESTONES, Milestone
from pages.shared.charts.frame import BLUE, GREY, VERMILION, lay_out, plot
from pages.shared.i18n import _, fill, number, whole_percent
from pages.views.glossary.card import bold, draw_related

HEIGHT: Final = 380

NETWORK_KEY: Final = "glossary_network"

# Where a name stands beside its point, so that names of the same year do not meet.
_PLACES: Final = {
    "alexnet": "middle left",
    "googlenet": "bottom left",
    "vgg": "top right",
    "residual-network": "bottom center",
}

# Height at which a network without an error stands: above all errors, so that none is read as 0.
_UNRATED: Final = 19.0


def draw_timeline() -> None:
    """Draws the view."""
    st.markdown(
        _(
            "Seventeen years from digits on cheques to the network of this app. Height is the "
            "top-5 error on the ILSVRC: the share of pictures whose class was not among the five "
            "best guesses of 1,000."
        )
    )
    names = [one.term for one in MILESTONES]
    chosen = st.segmented_control(
        _("Network"),
        names,
        default=names[-1],
        required=True,
        format_func=lambda name: _of(name).name,
        key=NETWORK_KEY,
        label_visibility="collapsed",
        persist_state="session",
    )
    network = _of(chosen or names[-1])
    said = map(_in_words, MILESTONES)
    plot(_timeline_figure(network), "glossary_timeline", _("Timeline of networks."), *said)
    with st.container(border=True):
        st.markdown(f"**{_in_words(network)}** {_(network.said)}")
        draw_related([network.term], "timeline")
    _draw_table()
    _draw_corrections()


def _of(name: str) -> Milestone:
    return next(one for one in MILESTONES if one.term == name)


def _error(network: Milestone) -> str:
    if network.error is None:
        return "–"
    digits = 2 if round(network.error, 1) != network.error else 1
    return f"{number(network.error, digits)}%"


def _in_words(network: Milestone) -> str:
    values: dict[str, str | int] = {
        "name": network.name,
        "year": network.year,
        "layers": network.layers,
        "error": _error(network),
    }
    if network.error is None:
        return fill(_("{name}, {year}: {layers} layers."), values)
    return fill(_("{name}, {year}: {layers} layers, top-5 error {error}."), values)


def _timeline_figure(chosen: Milestone) -> go.Figure:
    """Year against error; a network without an error stands above them."""
    figure = go.Figure()
    rated = [one for one in MILESTONES if one.error is not None]
    figure.add_scatter(
        x=[one.year for one in rated],
        y=[one.error for one in rated],
        mode="lines",
        line={"color": GREY, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    for one in MILESTONES:
        own = one is chosen
        figure.add_scatter(
            x=[one.year],
            y=[one.error if one.error is not None else _UNRATED],
            mode="markers+text",
            textfont={"size": 13},
            text=[f"<b>{one.name}</b>" if own else one.name],
            textposition=_PLACES.get(one.term, "top center"),
            cliponaxis=False,
            marker={
                "size": 18 if own else 12,
                "color": VERMILION if own else BLUE,
                "symbol": "circle" if one.error is not None else "circle-open",
                "line": {"width": 2, "color": VERMILION if own else BLUE},
            },
            hovertext=_in_words(one),
            hoverinfo="text",
        )
    return lay_out(
        figure,
        HEIGHT,
        showlegend=False,
        xaxis={"range": [1996, 2017], "dtick": 4, "tick0": 1996, "showgrid": False},
        yaxis={
            "range": [-0.5, 21],
            "tickvals": [0, 5, 10, 15, _UNRATED],
            "ticktext": [*(whole_percent(tick / 100) for tick in (0, 5, 10, 15)), _("none yet")],
        },
    )


def _draw_table() -> None:
    rows = [
        {
            _("Network"): f"**{one.name}**",
            _("Year"): str(one.year),
            _("Layers"): str(one.layers),
            _("Top-5 error"): _error(one),
            _("Paper"): f"{one.paper}. [{one.reference}]({one.link})",
        }
        for one in MILESTONES
    ]
    st.table(rows, border="horizontal", hide_index=True, alt=_("The networks and their papers"))
    st.caption(_("LeNet-5 is older than the ILSVRC and has no error there: its circle is empty."))


def _draw_corrections() -> None:
    st.markdown(bold(_("What common sources get wrong")))
    lines = [
        f"- {_(one.sentence)} [{one.paper} {one.reference}]({one.link})" for one in CORRECTIONS
    ]
    st.markdown("\n".join(lines))

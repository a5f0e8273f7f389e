"""Live figure on two boxes: how far they agree."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.glossary.figures import Box, dice, iou
from pages.shared.charts.frame import plot
from pages.shared.i18n import _, fill, number
from pages.shared.pictures.layers import BLACK, ON_BLACK, add_picture
from pages.shared.terms import term_help
from pages.views.glossary.chart import film, slide

# Light enough for black film, and told apart without colour by their lines.
COLOURS: Final = {"reader": "#56B4E9", "network": "#E69F00"}
DASHES: Final = {"reader": "solid", "network": "dash"}
STARTS: Final = {"reader": ((15, 45), (45, 80)), "network": ((22, 50), (40, 70))}

HEIGHT: Final = 420


def draw_iou() -> None:
    """Two boxes on a radiograph, their overlap and two ways to score it."""
    st.markdown(
        _(
            "A reader and a network each draw a box. Intersection over union is the area that both "
            "cover over the area that either covers; Dice counts the common area twice, over the "
            "sum of both. Dice is never lower, so a paper must say which one it means."
        )
    )
    left, right = st.columns([4, 5], gap="large")
    titles = {"reader": _("Box of the reader"), "network": _("Box of the network")}
    with right:
        boxes = {name: _choose_box(name, title) for name, title in titles.items()}
        values = {
            "iou": number(iou(boxes["reader"], boxes["network"]), 2),
            "dice": number(dice(boxes["reader"], boxes["network"]), 2),
        }
        with st.container(horizontal=True, gap="large"):
            for title, value in ((_("IoU"), values["iou"]), (_("Dice"), values["dice"])):
                said = term_help("intersection-over-union")
                st.metric(title, value, width="content", help=said)
        st.caption(_("Many detection studies count a hit from an IoU of 0.5 on."))
    with left:
        said = _("A chest radiograph with two boxes. IoU {iou}, Dice {dice}.")
        plot(_boxes_figure(boxes, titles), "glossary_boxes", fill(said, values))


def _choose_box(name: str, title: str) -> Box:
    across, down = STARTS[name]
    st.markdown(f"**{title}**", help=term_help("bounding-box"))
    first, second = st.columns(2, gap="medium")
    with first:
        left, right = slide(f"box_{name}_across", _("Left and right edge, %"), 0, 100, across)
    with second:
        top, bottom = slide(f"box_{name}_down", _("Upper and lower edge, %"), 0, 100, down)
    return Box(left / 100, right / 100, top / 100, bottom / 100)


def _boxes_figure(boxes: dict[str, Box], titles: dict[str, str]) -> go.Figure:
    """The film with both boxes."""
    figure = go.Figure()
    add_picture(figure, film(), (1, 1))
    for name, box in boxes.items():
        figure.add_scatter(
            x=[box.left, box.right, box.right, box.left, box.left],
            y=[box.top, box.top, box.bottom, box.bottom, box.top],
            mode="lines",
            name=titles[name],
            line={"color": COLOURS[name], "width": 3, "dash": DASHES[name]},
            hoverinfo="name",
        )
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 30},
        paper_bgcolor=BLACK,
        plot_bgcolor=BLACK,
        font={"color": ON_BLACK, "family": "sans-serif"},
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": 0, "yanchor": "top"},
        legend_font_color=ON_BLACK,
        dragmode=False,
        xaxis={"visible": False, "range": [0, 1], "constrain": "domain", "fixedrange": True},
        yaxis={
            "visible": False,
            "range": [1, 0],
            "scaleanchor": "x",
            "constrain": "domain",
            "fixedrange": True,
        },
    )
    return figure

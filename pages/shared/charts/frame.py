"""What the charts of several pages have in common: colours and a layout."""

from typing import Any, Final

import plotly.graph_objects as go

from pages.shared.i18n import decimal_sign

# Okabe–Ito, apart for every kind of colour vision.
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
GREY: Final = "#8A9499"


def lay_out(figure: go.Figure, height: int, **more: Any) -> go.Figure:
    """Sets what all charts have in common.

    Args:
        figure: The figure.
        height: In CSS pixels.
        more: Further parts of the layout.
    """
    figure.update_layout(
        height=height,
        separators=decimal_sign() + "\u202f",
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        dragmode=False,
    )
    figure.update_xaxes(fixedrange=True, automargin=True, zeroline=False)
    figure.update_yaxes(fixedrange=True, automargin=True, zeroline=False)
    figure.update_layout(**more)
    return figure

"""Published figures: films like those learnt from against films from elsewhere, with sources."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.classifier.artefacts import Manifest
from model.evaluation.sources import Span, published
from pages.shared.charts.frame import BLUE, GREY, VERMILION, lay_out
from pages.shared.i18n import _, current_language, fill, number
from pages.shared.terms import term_help
from pages.views.evidence.dots import STILL, broken
from pages.views.evidence.numbers import NONE, Figure
from pages.views.evidence.table import draw_table

_HEIGHT: Final = 640

Row = tuple[str, Span | None, Span | None]


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    st.markdown(
        _(
            "What others report on films like those they learnt from, and on films from elsewhere. "
            "A figure that is only internal says little about another hospital."
        ),
        help=term_help("external-validation"),
    )
    language = current_language()
    rows: list[Row] = [(one.name[language], one.internal, one.external) for one in published()]
    rows += _own(manifest.figures)
    st.plotly_chart(
        published_figure(rows),
        config=STILL,
        key="evidence_published",
        alt=" ".join(
            [
                _("Published figures, internal against external."),
                *(f"{_said(row)}." for row in rows),
            ]
        ),
    )
    draw_table(
        [
            {
                _("Work"): one.name[language],
                _("Task"): one.task[language],
                _("Measure"): _("AUC") if one.measure == "AUC" else _("accuracy"),
                _("Internal"): _span(one.internal),
                _("External"): _span(one.external),
                _("Source"): f"[{one.citation}]({one.link})",
            }
            for one in published()
        ],
        _("Published figures with their sources"),
    )
    st.caption(
        _(
            "A span runs from the lowest to the highest figure given. Tasks, films and measures "
            "differ: compare the two dots of a line, not the lines."
        )
    )


def _own(figures: Figure) -> list[Row]:
    """This network, measured in the same way."""
    found: list[Row] = []
    for name, measure in (
        (_("This network, AUC healthy or ill"), "healthy_vs_ill"),
        (_("This network, mean sensitivity"), "macro_recall"),
    ):
        inside, outside = (float(figures[split][measure]["value"]) for split in ("test", "adult"))
        found.append((name, (inside, inside), (outside, outside)))
    return found


def published_figure(rows: list[Row]) -> go.Figure:
    """A line for each work: a disc where the films are internal, a diamond where external.

    Args:
        rows: Name, internal span and external span; None for a span that is not given.
    """
    figure = go.Figure()
    for place, (_name, internal, external) in enumerate(rows):
        if internal and external:
            figure.add_scatter(
                x=[internal[0], external[1]],
                y=[place, place],
                mode="lines",
                line={"color": GREY, "width": 1, "dash": "dot"},
                showlegend=False,
                hoverinfo="skip",
            )
    for series, colour, symbol in ((1, BLUE, "circle"), (2, VERMILION, "diamond")):
        spans = [(place, row[series]) for place, row in enumerate(rows)]
        known = [(place, span) for place, span in spans if isinstance(span, tuple)]
        figure.add_scatter(
            x=[(span[0] + span[1]) / 2 for _place, span in known],
            y=[place for place, _span in known],
            error_x={
                "type": "data",
                "array": [(span[1] - span[0]) / 2 for _place, span in known],
                "thickness": 4,
                "width": 0,
            },
            mode="markers",
            marker={"size": 11, "color": colour, "symbol": symbol},
            name=_("Internal") if series == 1 else _("External"),
            hovertext=[_span(span) for _place, span in known],
            hoverinfo="text+name",
        )
    figure.add_vline(x=0.5, line={"color": GREY, "dash": "dash", "width": 1})
    return lay_out(
        figure,
        _HEIGHT,
        margin={"l": 8, "r": 16, "t": 44, "b": 8},
        xaxis={"range": [0.3, 1.02], "title": {"text": _("AUC, accuracy or sensitivity")}},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": [broken(name) for name, _internal, _external in rows],
        },
    )


def _span(span: Span | None) -> str:
    if span is None:
        return NONE
    low, high = (number(end, 3 if round(end, 2) != end else 2) for end in span)
    return low if low == high else fill(_("{low} to {high}"), {"low": low, "high": high})


def _said(row: Row) -> str:
    name, internal, external = row
    return fill(
        _("{name}: internal {internal}, external {external}"),
        {"name": name, "internal": _span(internal), "external": _span(external)},
    )

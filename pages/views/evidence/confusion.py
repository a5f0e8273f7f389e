"""The confusion matrix, with a threshold below which no class is named."""

import textwrap
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.evaluation.measure.confusion import ANSWERS, NOT_SURE, UNANSWERABLE, Confusion, confusion
from model.messages import N_
from pages.shared.charts.frame import lay_out, plot
from pages.shared.choices import Choices, one_of, whole
from pages.shared.i18n import _, fill, whole_percent
from pages.shared.terms import term_help
from pages.views.evidence.chart_frame import chart, choose_split, draw_notes
from pages.views.evidence.data_table import Cell, Row, offer_table, share_text
from pages.views.evidence.films import SPLITS, sample, version
from pages.views.evidence.names import label_name, split_name

LOWEST: Final = 25
"""Percent: the likeliest of four classes never has less, so here everything is answered."""

_LETTERS: Final = 14

# Where a column is narrow.
_SHORT: Final = {
    "covid": N_("COVID"),
    "bacterial": N_("Bacterial"),
    "viral": N_("Viral"),
    NOT_SURE: N_("Not sure"),
}


@dataclass(frozen=True)
class ConfusionChoice:
    """What an address says of this chart.

    Attributes:
        confusion_split: The films.
        confusion_sure: Threshold, percent of calibrated probability.
    """

    confusion_split: str = one_of(SPLITS)
    confusion_sure: int = whole(LOWEST, 99, LOWEST)


@chart(
    N_("Who is called what"),
    "confusion-matrix",
    Choices("evidence_confusion", ConfusionChoice(), witness="confusion_split"),
)
def confusion_chart(choices: Choices[ConfusionChoice]) -> None:
    """Draws the chart."""
    st.markdown(
        _(
            "Each row holds the films of one kind, each column what the network calls them. Right "
            "answers lie on the diagonal. Raise the threshold, and it says “not sure” where its "
            "likeliest class is less probable than that."
        )
    )
    split = choose_split(choices, "confusion_split")
    sure = choices.ask(
        st.slider,
        "confusion_sure",
        _("A class is named from this calibrated probability on, in percent"),
        LOWEST,
        99,
        help=term_help("confusion-matrix"),
    )
    found = _confusion(version(), split, sure)
    said = fill(
        _("{answered} of the films of the four classes get a class. Mean sensitivity: {recall}.")
        if found.answered is not None and found.answered.value < 1
        else _("Every film gets a class. Mean sensitivity: {recall}."),
        {"answered": share_text(found.answered), "recall": share_text(found.recall)},
    )
    plot(_figure(found), "evidence_confusion", split_name(split), *_sentences(found), said)
    st.markdown(said)
    notes = [
        _(
            "Mean sensitivity is that of the films that get a class: it rises with the threshold "
            "because hard films drop out. The gate is not part of it."
        )
    ]
    if any(row.label in UNANSWERABLE for row in found.rows):
        notes.append(
            _(
                "The last two rows have no single right answer: one is bacterial or viral, the "
                "other none of the four."
            )
        )
    draw_notes(split, *notes)
    offer_table("confusion", _("confusion matrix with intervals"), lambda: _rows(found))


@st.cache_data(show_spinner=False, max_entries=256)
def _confusion(key: str, split: str, sure: int) -> Confusion:  # noqa: ARG001
    return confusion(sample(split), sure / 100)


def _figure(found: Confusion) -> go.Figure:
    """The matrix: colour is the share of the row, text the count and that share."""
    shares = [[share.value for share in row.shares] for row in found.rows]
    titles = [_broken(label_name(row.label)) for row in found.rows]
    chart = go.Figure(
        go.Heatmap(
            z=shares,
            colorscale="Cividis",
            zmin=0,
            zmax=1,
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    cells = [
        (column, row, count, shares[row][column])
        for row, own in enumerate(found.rows)
        for column, count in enumerate(own.counts)
    ]
    chart.add_scatter(
        x=[column for column, *_rest in cells],
        y=[row for _column, row, *_rest in cells],
        mode="text",
        text=[
            f"<b>{count}</b><br>{whole_percent(share)}" if count else "0"
            for *_place, count, share in cells
        ],
        # Cividis is bright from its middle on.
        textfont={
            "size": 14,
            "color": ["#000000" if share >= 0.5 else "#FFFFFF" for *_rest, share in cells],
        },
        hoverinfo="skip",
        showlegend=False,
    )
    return lay_out(
        chart,
        90 + 62 * len(found.rows),
        xaxis={
            "tickvals": list(range(len(ANSWERS))),
            "ticktext": [_broken(_short_title(name)) for name in ANSWERS],
            "tickangle": 0,
            "tickfont": {"size": 11},
            "side": "top",
            "showgrid": False,
            "title": _("It is called"),
        },
        yaxis={
            "tickvals": list(range(len(titles))),
            "ticktext": titles,
            "autorange": "reversed",
            "showgrid": False,
        },
    )


def _rows(found: Confusion) -> list[Row]:
    rows: list[Row] = []
    for row in found.rows:
        cells: dict[str, Cell] = {_("Films of"): label_name(row.label), _("Films"): row.n}
        for name, count, share in zip(ANSWERS, row.counts, row.shares, strict=True):
            cells[fill(_("{name}, films"), {"name": _short_title(name)})] = count
            cells[fill(_("{name}, share"), {"name": _short_title(name)})] = share
        rows.append(cells)
    return rows


def _sentences(found: Confusion) -> list[str]:
    return [
        fill(
            _("{label}: {right} of {n} right."),
            {
                "label": label_name(row.label),
                "right": row.counts[ANSWERS.index(row.label)],
                "n": row.n,
            },
        )
        for row in found.rows
        if row.label not in UNANSWERABLE
    ]


def _short_title(answer: str) -> str:
    return _(_SHORT[answer]) if answer in _SHORT else label_name(answer)


def _broken(title: str) -> str:
    """Short lines, for a phone."""
    return "<br>".join(textwrap.wrap(title, _LETTERS, break_on_hyphens=False))

"""Conformal prediction sets: do they hold the right class, and how large do they get."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measure.uncertainty import (
    ALL,
    SetCoverage,
    coverage_by_label,
    coverage_by_source,
    size_shares,
)
from model.messages import N_
from pages.shared.charts.frame import GREY, lay_out, plot, share_axis
from pages.shared.choices import Choices, one_of
from pages.shared.i18n import _, fill, ngettext, whole_percent
from pages.views.evidence.chart_frame import chart, dots_by_split
from pages.views.evidence.data_table import Row, offer_table, share_text
from pages.views.evidence.dots import Axis, draw_dots
from pages.views.evidence.films import ADULT, SPLITS, TEST, manifest, sample, version
from pages.views.evidence.names import label_name, source_name, split_name

BY: Final = {"class": N_("By class"), "source": N_("By source")}

SIZES: Final = ("#00224e", "#575d6d", "#a59c74", "#fee838")
"""Cividis, from a set of one class to a set of four."""


@dataclass(frozen=True)
class SetsChoice:
    """What an address says of this chart.

    Attributes:
        sets_by: How films are divided, one of `BY`.
    """

    sets_by: str = one_of(BY)


@chart(
    N_("Prediction sets"),
    "conformal-prediction",
    Choices("evidence_sets", SetsChoice(), witness="sets_by"),
)
def sets_chart(choices: Choices[SetsChoice]) -> None:
    """Draws the charts."""
    wanted = manifest().coverage
    st.markdown(
        fill(
            _(
                "Beside its answer the network names every class that it cannot rule out. The "
                "thresholds were set so that this set holds the right class in {wanted} of the "
                "validation films of each class. Does it hold elsewhere?"
            ),
            {"wanted": whole_percent(wanted)},
        )
    )
    by = choices.segment("sets_by", _("Divided"), BY, label_visibility="collapsed")
    found = {split: _coverage(version(), split, by) for split in (TEST, ADULT)}
    values = {"share": whole_percent(wanted)}
    lines = {one.name: _row_title(one.name, by) for rows in found.values() for one in rows}
    draw_dots(
        dots_by_split(
            lines,
            {split: [(one.name, one.coverage) for one in rows] for split, rows in found.items()},
        ),
        Axis(fill(_("Right class in the set; dashed: {share} wanted"), values)),
        "evidence_sets",
        fill(_("Coverage of the prediction sets; {share} wanted"), values),
        # The title of the axis says what the line is: beside it, dots are in the way.
        (wanted, ""),
    )
    _draw_sizes()
    st.caption(
        _(
            "The promise is for films like those of validation, and only for them: with other "
            "hospitals and other ages it need not hold. A set of one class is no "
            "proof of being sure. Pneumonia of unknown organism counts as held when bacterial or "
            "viral is in the set."
        )
    )
    offer_table(
        "sets",
        _("coverage and size of the prediction sets"),
        lambda: _rows(found, by),
        scores=[_("Classes in the set, mean")],
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _coverage(key: str, split: str, by: str) -> tuple[SetCoverage, ...]:  # noqa: ARG001
    divide = coverage_by_label if by == "class" else coverage_by_source
    return divide(sample(split))


@st.cache_data(show_spinner=False, max_entries=8)
def _sizes(key: str, split: str) -> tuple[Estimate, ...] | None:  # noqa: ARG001
    return size_shares(sample(split))


def _draw_sizes() -> None:
    found = {split: _sizes(version(), split) for split in SPLITS}
    sizes = {split: own for split, own in found.items() if own is not None}
    lines = [
        fill(
            _("{films}: {shares}."),
            {
                "films": split_name(split),
                "shares": "; ".join(
                    f"{_size_title(index + 1)} {share_text(one)}" for index, one in enumerate(own)
                ),
            },
        )
        for split, own in sizes.items()
    ]
    plot(_sizes_figure(sizes), "evidence_set_sizes", _("Size of the prediction sets."), *lines)
    offer_table("set-sizes", _("size of the prediction sets"), lambda: _sizes_rows(sizes))


def _sizes_figure(sizes: dict[str, tuple[Estimate, ...]]) -> go.Figure:
    """How many films get a set of one, two, three or four classes: a bar for each split."""
    figure = go.Figure()
    titles = [split_name(split) for split in sizes]
    for index, colour in enumerate(SIZES):
        shares = [own[index].value for own in sizes.values()]
        figure.add_bar(
            x=shares,
            y=titles,
            orientation="h",
            name=_size_title(index + 1),
            marker={"color": colour, "line": {"width": 1, "color": GREY}},
            text=[whole_percent(share) if share >= 0.05 else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            hoverinfo="skip",
        )
    return lay_out(
        figure,
        240,
        barmode="stack",
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        margin={"l": 8, "r": 20, "t": 28, "b": 8},
        xaxis={**share_axis(), "range": [0, 1.005], "title": _("Share of the films")},
        yaxis={"autorange": "reversed"},
    )


def _sizes_rows(sizes: dict[str, tuple[Estimate, ...]]) -> list[Row]:
    return [
        {
            _("Films"): split_name(split),
            **{_size_title(index + 1): one for index, one in enumerate(own)},
        }
        for split, own in sizes.items()
    ]


def _rows(found: dict[str, tuple[SetCoverage, ...]], by: str) -> list[Row]:
    return [
        {
            _("Split"): split_name(split),
            _(BY[by]): _row_title(one.name, by),
            _("Films"): one.coverage.n,
            _("Right class in the set"): one.coverage,
            _("Classes in the set, mean"): one.size,
        }
        for split, rows in found.items()
        for one in rows
    ]


def _row_title(name: str, by: str) -> str:
    if name == ALL:
        return _("All four classes")
    return label_name(name) if by == "class" else source_name(name)


def _size_title(size: int) -> str:
    return fill(ngettext("{count} class", "{count} classes", size), {"count": size})

"""Many draws: how far the answer spreads, the mean, and the draws that flip it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import streamlit as st

from model.classifier.classes import CLASSES
from pages.shared.charts.bars import CLASS_COLOURS
from pages.shared.charts.frame import GREY, lay_out, plot, share_axis
from pages.shared.i18n import _, fill, ngettext, percent
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import class_name, class_title
from pages.views.augment.choice import CHOICES, COUNTS
from pages.views.augment.grid import draw_grid
from pages.views.augment.steps import pipeline_of
from pages.views.augment.trial import (
    MOST_SMALL,
    Spread,
    Version,
    before,
    by_class,
    many,
)

# Told apart without colour as well.
_SYMBOLS: Final = dict(zip(CLASSES, ("circle", "square", "diamond", "triangle-up"), strict=True))

# Of a column, in CSS pixels: two on a phone, four on a desk.
COLUMN = 140


def draw_draws(film: Study, partner: Study | None) -> None:
    """Draws the view.

    Args:
        film: The film in the loop.
        partner: The second film of a mixture.
    """
    count = CHOICES.segment("draws", _("Number of draws"), COUNTS)
    pipeline, seed = pipeline_of(), CHOICES.current().seed
    with st.spinner(_("Asking the network about every draw")):
        spread = many(film, pipeline, seed, count, partner)
    as_is = before(film)
    rows = spread.answers.probabilities
    mean = np.asarray(rows.mean(axis=0))
    flips = _flips(spread, as_is)
    _draw_summary(spread, as_is, mean, flips)
    said = _spread_in_words(spread, as_is)
    figure = _spread_figure(rows, as_is.probabilities, mean)
    plot(figure, "playground_spread", said, static=True)
    st.caption(said)
    if not flips:
        return
    st.subheader(_("The draws that flip the answer"), anchor=False, divider="gray")
    draw_grid(film, partner, spread, flips[:MOST_SMALL])
    if len(flips) > MOST_SMALL:
        st.caption(
            fill(
                _("The first {shown} of {count} are shown."),
                {"shown": MOST_SMALL, "count": len(flips)},
            )
        )


def _flips(spread: Spread, as_is: Version) -> tuple[int, ...]:
    return tuple(
        number
        for number, predicted in enumerate(spread.answers.predicted, start=1)
        if predicted != as_is.predicted
    )


def _draw_summary(spread: Spread, as_is: Version, mean: np.ndarray, flips: tuple[int, ...]) -> None:
    count = len(spread.recipes)
    name = class_name(as_is.predicted)
    averaged = by_class(mean)
    highest = max(averaged, key=lambda label: averaged[label])
    refused = int(spread.answers.refused.sum())
    figures = (
        (
            _("As it is"),
            percent(as_is.probabilities[as_is.predicted]),
            term_help("calibration"),
        ),
        (
            _("Mean of the draws"),
            percent(averaged[as_is.predicted]),
            term_help(
                "test-time-augmentation",
                _("Test-time augmentation: the same class, averaged over all draws."),
            ),
        ),
        (_("Flip the answer"), f"{len(flips)} / {count}", term_help("robustness")),
        (_("Refused by the gate"), f"{refused} / {count}", term_help("out-of-distribution")),
    )
    with st.grid(len(figures), min_column_width=COLUMN, key="playground_figures") as grid:
        for label, value, help_text in figures:
            with grid.cell():
                st.metric(label, value, help=help_text, border=True)
    said = fill(_("The first two numbers are the probability of {name}."), {"name": name})
    if highest != as_is.predicted:
        other = fill(
            _("Averaged over the draws the answer is another: **{name}**."),
            {"name": class_name(highest)},
        )
        said = f"{said} {other}"
    st.caption(said)


def _spread_figure(
    rows: npt.NDArray[np.float64], unchanged: Mapping[str, float], mean: npt.NDArray[np.float64]
) -> go.Figure:
    """Each class as a strip of dots, one for each draw, with the film as it is marked."""
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
                "symbol": _SYMBOLS[label],
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


def _spread_in_words(spread: Spread, as_is: Version) -> str:
    """The strips in words."""
    count = len(spread.recipes)
    parts = [
        fill(
            ngettext(
                "Each dot is one of {count} draw.", "Each dot is one of {count} draws.", count
            ),
            {"count": count},
        )
    ]
    table = spread.answers.probabilities
    for index, label in enumerate(as_is.probabilities):
        parts.append(
            fill(
                _("{name}: {low} to {high}, as it is {share}."),
                {
                    "name": class_title(label),
                    "low": percent(float(table[:, index].min())),
                    "high": percent(float(table[:, index].max())),
                    "share": percent(as_is.probabilities[label]),
                },
            )
        )
    return " ".join(parts)

"""Many draws: how far the answer spreads, the mean, and the draws that flip it."""

import numpy as np
import streamlit as st

from pages.shared.charts.probability import spread_figure
from pages.shared.i18n import _, fill, ngettext, percent
from pages.shared.pictures.layers import STILL_CONFIG
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
    st.plotly_chart(
        spread_figure(rows, as_is.probabilities, mean),
        config=STILL_CONFIG,
        key="playground_spread",
        alt=spread_in_words(spread, as_is),
    )
    st.caption(spread_in_words(spread, as_is))
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


def spread_in_words(spread: Spread, as_is: Version) -> str:
    """The strips in words.

    Args:
        spread: The draws.
        as_is: The film as it is.
    """
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

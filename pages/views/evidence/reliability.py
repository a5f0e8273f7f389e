"""The reliability diagram: how often an answer of so much per cent is right."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.evaluation.measure.uncertainty import Calibration, calibration
from model.messages import N_
from pages.shared.charts.frame import BLUE, VERMILION, add_diagonal, lay_out, plot, share_axis
from pages.shared.choices import Choices, one_of
from pages.shared.i18n import _, fill, number
from pages.views.evidence.chart_frame import chart, choose_split, draw_notes
from pages.views.evidence.data_table import Row, draw_table, offer_table, score_text, whiskers
from pages.views.evidence.films import SPLITS, manifest, sample, version
from pages.views.evidence.names import split_name
from pages.views.evidence.numbers import per_cent

HEIGHT: Final = 460

# Area of a dot for each film, so that the eye weighs the bins as ECE does.
_AREA: Final = 1.2


@dataclass(frozen=True)
class ReliabilityChoice:
    """What an address says of this chart.

    Attributes:
        reliability_split: The films.
    """

    reliability_split: str = one_of(SPLITS)


@chart(
    N_("Do the probabilities hold?"),
    "reliability-diagram",
    Choices("evidence_reliability", ReliabilityChoice(), witness="reliability_split"),
)
def reliability_chart(choices: Choices[ReliabilityChoice]) -> None:
    """Draws the chart."""
    st.markdown(
        fill(
            _(
                "Answers of like probability are put together, and the share that is right is set "
                "against it. On the dotted line the probability can be taken at its word; below "
                "it the network is too sure. The app divides its logits by {temperature}, "
                "chosen in validation: before and after."
            ),
            {"temperature": number(manifest().temperature, 2)},
        )
    )
    split = choose_split(choices, "reliability_split")
    found = {
        _("Before temperature scaling"): _calibration(version(), split, scaled=False),
        _("After, as the app answers"): _calibration(version(), split, scaled=True),
    }
    both = {title: one for title, one in found.items() if one is not None}
    plot(_figure(both), "evidence_reliability", *_sentences(split, both))
    draw_table("calibration", _("ECE and Brier score"), _errors(both), scores=_scores())
    draw_notes(
        split,
        _(
            "ECE is the mean distance from the dotted line, 0 at best; the Brier score is "
            "the squared error, 0 at best and 2 at worst. A temperature that suits one "
            "group of films need not suit another: see the external films. A calibrated "
            "probability is not the risk of one patient. With few films ECE comes out too "
            "large, and its interval even more so."
        ),
    )
    offer_table("reliability", _("reliability by range of probability"), lambda: _rows(both))


@st.cache_data(show_spinner=False, max_entries=16)
def _calibration(key: str, split: str, *, scaled: bool) -> Calibration | None:  # noqa: ARG001
    return calibration(sample(split), scaled=scaled)


def _figure(both: dict[str, Calibration]) -> go.Figure:
    """Confidence against accuracy; the area of a dot goes with its films."""
    figure = go.Figure()
    add_diagonal(figure)
    looks = ((VERMILION, "diamond-open", "dash"), (BLUE, "circle", "solid"))
    for (title, one), (colour, symbol, dash) in zip(both.items(), looks, strict=False):
        accuracies = [own.accuracy for own in one.bins]
        figure.add_scatter(
            x=[own.confidence for own in one.bins],
            y=[own.value for own in accuracies],
            error_y=whiskers(accuracies, colour),
            mode="lines+markers",
            name=title,
            line={"color": colour, "dash": dash, "width": 2},
            marker={
                "symbol": symbol,
                "color": colour,
                "size": [max(7.0, min(26.0, (_AREA * own.n) ** 0.5)) for own in accuracies],
                "line": {"width": 2, "color": colour},
            },
            cliponaxis=False,
            customdata=[own.n for own in accuracies],
            hovertemplate="%{x:.1%} · %{y:.1%} · n = %{customdata}",
        )
    return lay_out(
        figure,
        HEIGHT,
        xaxis={**share_axis(), "range": [0.2, 1.02], "title": _("Probability of the answer")},
        yaxis={**share_axis(), "title": _("Share that is right")},
    )


def _scores() -> list[str]:
    return [_("ECE"), _("Brier score")]


def _errors(both: dict[str, Calibration]) -> list[Row]:
    ece, brier = _scores()
    return [
        {_("Probabilities"): title, ece: one.ece, brier: one.brier, _("Films"): one.ece.n}
        for title, one in both.items()
    ]


def _rows(both: dict[str, Calibration]) -> list[Row]:
    return [
        {
            _("Probabilities"): title,
            _("Range"): f"{per_cent(own.low)}–{per_cent(own.high)}",
            _("Films"): own.accuracy.n,
            _("Mean probability"): per_cent(own.confidence),
            _("Share that is right"): own.accuracy,
        }
        for title, one in both.items()
        for own in one.bins
    ]


def _sentences(split: str, both: dict[str, Calibration]) -> list[str]:
    return [
        fill(_("Reliability diagram, {films}."), {"films": split_name(split)}),
        *(
            fill(
                _("{title}: ECE {ece}, Brier score {brier}."),
                {"title": title, "ece": score_text(one.ece), "brier": score_text(one.brier)},
            )
            for title, one in both.items()
        ),
    ]

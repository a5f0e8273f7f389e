"""Live figure on a test: two populations, a threshold, a prevalence, and what follows."""

from typing import Final

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from model.glossary.rates import PATIENTS, Operating, auc, density, operating, roc
from pages.shared.charts.frame import BLUE, GREY, VERMILION, add_diagonal, lay_out, plot
from pages.shared.i18n import _, fill, number, percent, whole_percent
from pages.shared.terms import term_help
from pages.views.glossary.chart import slide

SCORES: Final = np.linspace(-4.0, 8.0, 241)

PREVALENCES: Final = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)

HEIGHT: Final = 300


def draw_roc() -> None:
    """Draws the figure."""
    st.markdown(
        _(
            "The healthy and the diseased have scores that overlap. A threshold cuts: what is "
            "above is called diseased. Moving it trades sensitivity for specificity along the ROC "
            "curve. Prevalence changes neither, but it decides what a positive answer is worth."
        )
    )
    separation, threshold, prevalence = _choose()
    point = operating(separation, threshold, prevalence)
    left, right = st.columns(2, gap="medium")
    with left:
        said = _(
            "Scores of the healthy around 0 and of the diseased around {separation}; the "
            "threshold is at {threshold}."
        )
        values = {"separation": number(separation, 1), "threshold": number(threshold, 1)}
        figure = _densities_figure(separation, threshold)
        plot(figure, "glossary_densities", fill(said, values))
    with right:
        said = _(
            "ROC curve with an area of {area}. At the threshold: sensitivity {sens}, "
            "specificity {spec}."
        )
        values = {
            "area": number(auc(separation), 2),
            "sens": whole_percent(point.sensitivity),
            "spec": whole_percent(point.specificity),
        }
        plot(_roc_figure(separation, point), "glossary_roc", fill(said, values))
    _draw_rates(point, separation)
    _draw_counts(point)


def _choose() -> tuple[float, float, float]:
    first, second, third = st.columns(3, gap="medium")
    with first:
        title = _("Distance of the two means, in standard deviations")
        separation = slide("separation", title, 0.0, 4.0, 1.8, step=0.1)
    with second:
        about = term_help("threshold")
        threshold = slide("threshold", _("Threshold"), -3.0, 6.0, 0.9, step=0.1, help=about)
    with third:
        prevalence = st.select_slider(
            _("Prevalence"),
            PREVALENCES,
            value=0.1,
            format_func=lambda share: f"{number(100 * share, 0 if share >= 0.01 else 1)}%",
            key="glossary_prevalence",
            help=term_help("prevalence"),
            persist_state="session",
        )
    return separation, threshold, prevalence


def _densities_figure(separation: float, threshold: float) -> go.Figure:
    """Both populations and the threshold."""
    figure = go.Figure()
    for title, mean, colour, dash, fill_colour in (
        (_("Healthy"), 0.0, BLUE, "solid", "rgba(0,114,178,0.25)"),
        (_("Diseased"), separation, VERMILION, "dash", "rgba(213,94,0,0.25)"),
    ):
        figure.add_scatter(
            x=SCORES,
            y=[density(score, mean) for score in SCORES],
            name=title,
            mode="lines",
            fill="tozeroy",
            fillcolor=fill_colour,
            line={"color": colour, "width": 2, "dash": dash},
            hoverinfo="skip",
        )
    figure.add_vline(
        x=threshold,
        line={"color": GREY, "width": 2},
        annotation={"text": _("positive →"), "xanchor": "left", "yanchor": "top"},
    )
    return lay_out(
        figure,
        HEIGHT,
        xaxis={"title": _("Score"), "range": [-3.5, 7.0], "showgrid": False},
        yaxis={"visible": False, "range": [0, 0.46]},
    )


def _roc_figure(separation: float, point: Operating) -> go.Figure:
    """The curve, chance, and the threshold on it."""
    figure = go.Figure()
    add_diagonal(figure)
    curve = roc(separation, [float(score) for score in SCORES])
    figure.add_scatter(
        x=[1.0, *(x for x, _y in curve), 0.0],
        y=[1.0, *(y for _x, y in curve), 0.0],
        mode="lines",
        line={"color": BLUE, "width": 3},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[1 - point.specificity],
        y=[point.sensitivity],
        mode="markers",
        marker={"size": 16, "color": VERMILION, "line": {"width": 2, "color": "#FFFFFF"}},
        hovertemplate="%{x:.0%} · %{y:.0%}<extra></extra>",
    )
    ticks = [0, 0.5, 1]
    axis = {
        "range": [-0.03, 1.03],
        "tickvals": ticks,
        "ticktext": [whole_percent(tick) for tick in ticks],
    }
    return lay_out(
        figure,
        HEIGHT,
        showlegend=False,
        xaxis={**axis, "title": _("1 − specificity")},
        yaxis={**axis, "title": _("Sensitivity")},
    )


def _draw_rates(point: Operating, separation: float) -> None:
    rates = (
        (_("Sensitivity"), percent(point.sensitivity), "sensitivity"),
        (_("Specificity"), percent(point.specificity), "specificity"),
        (_("PPV"), _share(point.ppv), "positive-predictive-value"),
        (_("NPV"), _share(point.npv), "negative-predictive-value"),
        (_("AUC"), number(auc(separation), 2), "auc"),
    )
    with st.container(horizontal=True, gap="large"):
        for title, value, term in rates:
            st.metric(title, value, width="content", help=term_help(term))


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _draw_counts(point: Operating) -> None:
    found, missed, alarms, cleared = point.counts()
    st.markdown(
        fill(_("**Of {patients} patients**"), {"patients": number(PATIENTS, 0)}),
        width="content",
        help=term_help("confusion-matrix"),
    )
    head, ill, well = " ", _("Diseased"), _("Healthy")
    rows = [
        {head: _("Test positive"), ill: str(found), well: str(alarms)},
        {head: _("Test negative"), ill: str(missed), well: str(cleared)},
    ]
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        width=480,
        alt=_("Confusion matrix: what the test says and what is so"),
    )
    if found + alarms:
        values = {"all": found + alarms, "found": found}
        st.markdown(fill(_("Of {all} patients whom the test calls diseased, {found} are."), values))

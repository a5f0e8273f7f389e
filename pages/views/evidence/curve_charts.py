"""ROC and precision–recall curves: what a class costs in false alarms, what a call is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import plotly.graph_objects as go
import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure import curves
from model.evaluation.measure.bootstrap import LEVEL, Estimate
from model.evaluation.measure.curves import Curve
from model.evaluation.measure.operating_points import OperatingPoint
from model.messages import N_
from pages.shared.charts.bars import CLASS_COLOURS, CLASS_DASHES
from pages.shared.charts.frame import GREY, add_diagonal, lay_out, plot, share_axis
from pages.shared.choices import Choices, one_of
from pages.shared.i18n import _, fill, whole_percent
from pages.shared.wording import class_title
from pages.views.evidence.chart_frame import (
    chart,
    choose_class,
    choose_split,
    draw_notes,
    no_films,
)
from pages.views.evidence.data_table import Row, offer_table, score_text, share_text, whiskers
from pages.views.evidence.films import SPLITS, sample, version
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import per_cent
from pages.views.evidence.operating_points import measured, val_thresholds

HEIGHT: Final = 480

# Operating points: title in the legend, symbol of Plotly, colour of Okabe and Ito.
_MARKS: Final = (
    (N_("As the app answers"), "circle", "#E69F00"),
    (N_("Threshold from validation"), "diamond", "#56B4E9"),
)


@dataclass(frozen=True)
class RocChoice:
    """What an address says of the ROC curves.

    Attributes:
        roc_split: The films.
        roc_class: The class with its band.
    """

    roc_split: str = one_of(SPLITS)
    roc_class: str = one_of(CLASSES, "viral")


@dataclass(frozen=True)
class PrecisionRecallChoice:
    """What an address says of the precision–recall curves.

    Attributes:
        pr_split: The films.
        pr_class: The class with its band.
    """

    pr_split: str = one_of(SPLITS)
    pr_class: str = one_of(CLASSES, "viral")


@dataclass(frozen=True)
class _Shown:
    """What a chart of curves shows.

    Attributes:
        split: The films.
        label: The class that is chosen.
        curves: Curve of each class that has films, with its band.
        points: What the chosen class does as the app answers, and at the threshold that val chose.
    """

    split: str
    label: str
    curves: Mapping[str, Curve]
    points: tuple[OperatingPoint, OperatingPoint]


@chart(N_("ROC curves"), "roc-curve", Choices("evidence_roc", RocChoice(), witness="roc_split"))
def roc_chart(choices: Choices[RocChoice]) -> None:
    """Draws the ROC curves."""
    st.markdown(
        fill(
            _(
                "One class against the three others, at every threshold: the further the curve is "
                "from the dotted line of chance, the better it parts them. At each place the "
                "shaded band holds the curves of {share} of the bootstrap samples."
            ),
            {"share": whole_percent(LEVEL)},
        )
    )
    shown = _choose(choices, "roc")
    figure = _figure(shown, "linear", (_("1 − specificity"), _("Sensitivity")))
    add_diagonal(figure)
    for point, mark in zip(shown.points, _MARKS, strict=True):
        _add_mark(figure, mark, _mirrored(point.specificity), point.sensitivity)
    own, point = shown.curves.get(shown.label), shown.points[0]
    said = _(
        "ROC curves, {films}. {label}: AUC {area}; as the app answers, sensitivity {sensitivity} "
        "and specificity {specificity}. Chance: 0.5."
    )
    values = {
        "films": split_name(shown.split),
        "label": label_name(shown.label),
        "area": score_text(None if own is None else own.area),
        "sensitivity": share_text(point.sensitivity),
        "specificity": share_text(point.specificity),
    }
    plot(figure, "evidence_roc", fill(said, values))
    draw_notes(
        shown.split,
        _(
            "A large area does not mean that it sees the disease: in these films age and "
            "source go with the class, and telling those apart gives a large area as well."
        ),
    )
    offer_table(
        "roc",
        _("area under the ROC curve by class"),
        lambda: [_roc_row(shown.split, name, curve) for name, curve in shown.curves.items()],
        scores=[_("AUC")],
    )


def _roc_row(split: str, label: str, curve: Curve) -> Row:
    point = measured(split, label, None)
    films = 0 if point.sensitivity is None else point.sensitivity.n
    return {
        _("Class"): label_name(label),
        _("Films of the class"): films,
        _("Other films"): curve.area.n - films,
        _("AUC"): curve.area,
        _("Sensitivity, as the app answers"): point.sensitivity,
        _("Specificity, as the app answers"): point.specificity,
    }


@chart(
    N_("Precision and recall"),
    "precision-recall-curve",
    Choices("evidence_pr", PrecisionRecallChoice(), witness="pr_split"),
)
def precision_recall_chart(choices: Choices[PrecisionRecallChoice]) -> None:
    """Draws the precision–recall curves."""
    st.markdown(
        _(
            "Of the films that are called so, how many are of the class (precision), against how "
            "many of the class are found (sensitivity). The dotted line is chance: the share of "
            "the class among these films."
        )
    )
    shown = _choose(choices, "pr")
    figure = _figure(shown, "vh", (_("Sensitivity (recall)"), _("Precision (PPV)")))
    own, point = shown.curves.get(shown.label), shown.points[0]
    if own is not None:
        figure.add_hline(y=own.chance, line={"color": GREY, "dash": "dot", "width": 2})
    for one, mark in zip(shown.points, _MARKS, strict=True):
        # Without a film that is called so there is no precision to mark.
        _add_mark(figure, mark, one.sensitivity, one.ppv)
    said = _(
        "Precision–recall curves, {films}. {label}: average precision {area}, chance {chance}; as "
        "the app answers, sensitivity {sensitivity} and precision {precision}."
    )
    values = {
        "films": split_name(shown.split),
        "label": label_name(shown.label),
        "area": score_text(None if own is None else own.area),
        "chance": share_text(None) if own is None else per_cent(own.chance),
        "sensitivity": share_text(point.sensitivity),
        "precision": share_text(point.ppv),
    }
    plot(figure, "evidence_pr", fill(said, values))
    draw_notes(
        shown.split,
        _(
            "Precision is not what a positive answer is worth where you work: it moves "
            "with the share of the class, and these films were not drawn at random. Below "
            "you can set a share of your own."
        ),
    )
    offer_table(
        "precision-recall",
        _("average precision by class"),
        lambda: [_pr_row(shown.split, name, curve) for name, curve in shown.curves.items()],
        scores=[_("Average precision")],
    )


def _pr_row(split: str, label: str, curve: Curve) -> Row:
    point = measured(split, label, None)
    return {
        _("Class"): label_name(label),
        _("Average precision"): curve.area,
        _("Chance: share of these films"): per_cent(curve.chance),
        _("Sensitivity, as the app answers"): point.sensitivity,
        _("PPV among these films"): point.ppv,
        _("NPV among these films"): point.npv,
    }


def _choose(choices: Choices[Any], kind: Literal["roc", "pr"]) -> _Shown:
    split = choose_split(choices, f"{kind}_split")
    label = choose_class(choices, f"{kind}_class")
    key = version()
    found = {name: _curve(key, kind, split, name) for name in CLASSES}
    chosen = val_thresholds(label)["youden"]
    points = (measured(split, label, None), measured(split, label, chosen))
    if found[label] is None:
        no_films()
    drawn = {name: curve for name, curve in found.items() if curve is not None}
    return _Shown(split, label, drawn, points)


@st.cache_data(show_spinner=False, max_entries=32)
def _curve(key: str, kind: str, split: str, label: str) -> Curve | None:  # noqa: ARG001
    make = curves.roc if kind == "roc" else curves.precision_recall
    return make(sample(split), label)


def _figure(shown: _Shown, shape: str, axes: tuple[str, str]) -> go.Figure:
    """The chosen class with its band, the others thin; `shape` is how Plotly joins the points."""
    figure = go.Figure()
    if shown.label in shown.curves:
        _add_band(figure, shown.curves[shown.label], CLASS_COLOURS[shown.label])
    for name, curve in shown.curves.items():
        line = {
            "color": CLASS_COLOURS[name],
            "width": 3.5 if name == shown.label else 1.5,
            "dash": CLASS_DASHES[name],
            "shape": shape,
        }
        figure.add_scatter(
            x=curve.x,
            y=curve.y,
            mode="lines",
            name=class_title(name),
            line=line,
            hoverinfo="skip",
        )
    across, up = axes
    return lay_out(
        figure,
        HEIGHT,
        # Plotly turns the order round where an area is filled.
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        xaxis={**share_axis(), "title": across},
        yaxis={**share_axis(), "title": up},
    )


def _add_band(figure: go.Figure, curve: Curve, colour: str) -> None:
    if not len(curve.low):
        return
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    for ends, filling in ((curve.low, None), (curve.high, "tonexty")):
        figure.add_scatter(
            x=curve.grid,
            y=ends,
            mode="lines",
            line={"width": 0, "color": colour},
            fill=filling,
            fillcolor=f"rgba({red},{green},{blue},0.22)",
            showlegend=False,
            hoverinfo="skip",
        )


def _add_mark(
    figure: go.Figure, mark: tuple[str, str, str], across: Estimate | None, up: Estimate | None
) -> None:
    """Adds an operating point with its intervals, where both are measured."""
    if across is None or up is None:
        return
    title, symbol, colour = mark
    figure.add_scatter(
        x=[across.value],
        y=[up.value],
        error_x=whiskers([across], colour),
        error_y=whiskers([up], colour),
        mode="markers",
        name=_(title),
        marker={
            "symbol": symbol,
            "size": 14,
            "color": colour,
            "line": {"width": 2, "color": "#000000"},
        },
        hovertemplate="%{x:.1%} · %{y:.1%}",
    )


def _mirrored(share: Estimate | None) -> Estimate | None:
    """One minus a share: its interval is the other way round."""
    if share is None:
        return None
    low, high = (None if end is None else 1 - end for end in (share.high, share.low))
    return replace(share, value=1 - share.value, low=low, high=high)

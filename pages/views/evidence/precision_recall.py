"""Precision–recall curves: how many of those that are called so have it."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure.curves import Curve
from model.evaluation.measure.operating_points import OperatingPoint
from pages.shared.charts.frame import GREY
from pages.shared.choices import Choices, one_of
from pages.shared.i18n import _, fill
from pages.views.evidence.chart_choice import ChartChoice
from pages.views.evidence.chart_controls import choose_class, choose_split
from pages.views.evidence.chart_names import split_sentence
from pages.views.evidence.class_curve import MARKS, add_mark, class_curves, curve_figure
from pages.views.evidence.data_table import Row, offer_table
from pages.views.evidence.dots import STILL
from pages.views.evidence.estimates import score_text, share_text, whiskers
from pages.views.evidence.films import SPLITS
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import per_cent
from pages.views.evidence.points import measured, val_thresholds


@dataclass(frozen=True)
class PrecisionRecallChoice:
    """What an address says of this chart.

    Attributes:
        pr_split: The films.
        pr_class: The class with its band.
    """

    pr_split: str = one_of(SPLITS)
    pr_class: str = one_of(CLASSES, "viral")


CHOICE: Final = ChartChoice(Choices("evidence_pr", PrecisionRecallChoice(), witness="pr_split"))


@CHOICE.chart
def draw() -> None:
    """Draws the chart."""
    st.markdown(
        _(
            "Of the films that are called so, how many are of the class (precision), against how "
            "many of the class are found (sensitivity). The dotted line is chance: the share of "
            "the class among these films."
        )
    )
    split = choose_split(CHOICE.choices, "pr_split")
    label = choose_class(CHOICE.choices, "pr_class")
    found = class_curves("precision_recall", split)
    points = (measured(split, label, None), measured(split, label, val_thresholds(label)["youden"]))
    if label not in found:
        st.info(_("These films hold none of this class."))
    st.plotly_chart(
        figure(found, label, points),
        config=STILL,
        key="evidence_pr",
        alt=_alt(split, label, found, points[0]),
    )
    st.caption(
        " ".join(
            [
                split_sentence(split),
                _(
                    "Precision is not what a positive answer is worth where you work: it moves "
                    "with the share of the class, and these films were not drawn at random. Below "
                    "you can set a share of your own."
                ),
            ]
        )
    )
    offer_table(
        "precision-recall",
        _("average precision by class"),
        lambda: table_rows(split, found),
        scores=[_("Average precision")],
    )


def figure(
    found: dict[str, Curve], label: str, points: tuple[OperatingPoint, OperatingPoint]
) -> go.Figure:
    """The curves, chance, and where the class is called.

    Args:
        found: Curve of each class.
        label: The class that is chosen.
        points: As the app answers, and at the threshold that val chose.
    """
    chart = curve_figure(found, label, "vh", (_("Sensitivity (recall)"), _("Precision (PPV)")))
    if label in found:
        chart.add_hline(y=found[label].chance, line={"color": GREY, "dash": "dot", "width": 2})
    for point, mark in zip(points, MARKS, strict=True):
        # Without a film that is called so there is no precision to mark.
        if point.sensitivity is None or point.ppv is None:
            continue
        sides = (whiskers([one], mark.colour) for one in (point.sensitivity, point.ppv))
        across, up = sides
        add_mark(chart, mark, (point.sensitivity.value, point.ppv.value), (across, up))
    return chart


def table_rows(split: str, found: dict[str, Curve]) -> list[Row]:
    """A row for each class.

    Args:
        split: The films.
        found: Curve of each class.
    """
    rows: list[Row] = []
    for name, curve in found.items():
        point = measured(split, name, None)
        rows.append(
            {
                _("Class"): label_name(name),
                _("Average precision"): curve.area,
                _("Chance: share of these films"): per_cent(curve.chance),
                _("Sensitivity, as the app answers"): point.sensitivity,
                _("PPV among these films"): point.ppv,
                _("NPV among these films"): point.npv,
            }
        )
    return rows


def _alt(split: str, label: str, found: dict[str, Curve], point: OperatingPoint) -> str:
    template = _(
        "Precision–recall curves, {films}. {label}: average precision {area}, chance {chance}; as "
        "the app answers, sensitivity {sensitivity} and precision {precision}."
    )
    curve = found.get(label)
    return fill(
        template,
        {
            "films": split_name(split),
            "label": label_name(label),
            "area": score_text(None if curve is None else curve.area),
            "chance": share_text(None) if curve is None else per_cent(curve.chance),
            "sensitivity": share_text(point.sensitivity),
            "precision": share_text(point.ppv),
        },
    )

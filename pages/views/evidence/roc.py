"""ROC curves: what a class costs in false alarms, at every threshold."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure.bootstrap import LEVEL
from model.evaluation.measure.curves import Curve
from model.evaluation.measure.operating_points import OperatingPoint
from pages.shared.charts.frame import GREY
from pages.shared.choices import Choices, one_of
from pages.shared.i18n import _, fill, whole_percent
from pages.views.evidence.chart_choice import ChartChoice
from pages.views.evidence.chart_controls import choose_class, choose_split
from pages.views.evidence.chart_names import split_sentence
from pages.views.evidence.class_curve import MARKS, add_mark, class_curves, curve_figure
from pages.views.evidence.data_table import Row, offer_table
from pages.views.evidence.dots import STILL
from pages.views.evidence.estimates import score_text, share_text, whiskers
from pages.views.evidence.films import SPLITS
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.points import measured, val_thresholds


@dataclass(frozen=True)
class RocChoice:
    """What an address says of this chart.

    Attributes:
        roc_split: The films.
        roc_class: The class with its band.
    """

    roc_split: str = one_of(SPLITS)
    roc_class: str = one_of(CLASSES, "viral")


CHOICE: Final = ChartChoice(Choices("evidence_roc", RocChoice(), witness="roc_split"))


@CHOICE.chart
def draw() -> None:
    """Draws the chart."""
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
    split = choose_split(CHOICE.choices, "roc_split")
    label = choose_class(CHOICE.choices, "roc_class")
    found = class_curves("roc", split)
    points = (measured(split, label, None), measured(split, label, val_thresholds(label)["youden"]))
    if label not in found:
        st.info(_("These films hold none of this class."))
    st.plotly_chart(
        figure(found, label, points),
        config=STILL,
        key="evidence_roc",
        alt=_alt(split, label, found, points[0]),
    )
    st.caption(
        " ".join(
            [
                split_sentence(split),
                _(
                    "A large area does not mean that it sees the disease: in these films age and "
                    "source go with the class, and telling those apart gives a large area as well."
                ),
            ]
        )
    )
    offer_table(
        "roc",
        _("area under the ROC curve by class"),
        lambda: table_rows(split, found),
        scores=[_("AUC")],
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
    chart = curve_figure(found, label, "linear", (_("1 − specificity"), _("Sensitivity")))
    chart.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": GREY, "dash": "dot", "width": 2},
        showlegend=False,
        hoverinfo="skip",
    )
    for point, mark in zip(points, MARKS, strict=True):
        if point.sensitivity is None or point.specificity is None:
            continue
        across = whiskers([point.specificity], mark.colour)
        # Across is 1 − specificity: its whiskers are the other way round.
        across["array"], across["arrayminus"] = across["arrayminus"], across["array"]
        up = whiskers([point.sensitivity], mark.colour)
        place = (1 - point.specificity.value, point.sensitivity.value)
        add_mark(chart, mark, place, (across, up))
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
        films = 0 if point.sensitivity is None else point.sensitivity.n
        rows.append(
            {
                _("Class"): label_name(name),
                _("Films of the class"): films,
                _("Other films"): curve.area.n - films,
                _("AUC"): curve.area,
                _("Sensitivity, as the app answers"): point.sensitivity,
                _("Specificity, as the app answers"): point.specificity,
            }
        )
    return rows


def _alt(split: str, label: str, found: dict[str, Curve], point: OperatingPoint) -> str:
    template = _(
        "ROC curves, {films}. {label}: AUC {area}; as the app answers, sensitivity {sensitivity} "
        "and specificity {specificity}. Chance: 0.5."
    )
    return fill(
        template,
        {
            "films": split_name(split),
            "label": label_name(label),
            "area": score_text(found[label].area if label in found else None),
            "sensitivity": share_text(point.sensitivity),
            "specificity": share_text(point.specificity),
        },
    )

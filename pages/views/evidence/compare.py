"""Two operating points side by side, and what changes from one to the other."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.figures.splits import document
from model.evaluation.measure.operating_points import OperatingPoint
from model.evaluation.measure.prevalence import Change, PredictiveValues, change, predictive_values
from model.glossary.rates import PATIENTS
from pages.shared.choices import Choices, one_of, whole
from pages.shared.i18n import _, count, fill
from pages.shared.wording import class_name
from pages.views.evidence.chart_choice import PREVALENCES, ChartChoice
from pages.views.evidence.chart_controls import (
    choose_class,
    choose_point,
    choose_prevalence,
    choose_split,
    percents,
)
from pages.views.evidence.chart_names import split_sentence
from pages.views.evidence.data_table import Row, offer_table
from pages.views.evidence.dots import Axis, Series, draw_dots
from pages.views.evidence.estimates import change_text
from pages.views.evidence.films import SPLITS
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.rules import POINTS
from pages.views.evidence.thresholds import draw_thresholds


@dataclass(frozen=True)
class CompareChoice:
    """What an address says of this chart.

    Attributes:
        compare_class: The disease.
        compare_split: The films that sensitivity and specificity are from.
        compare_a: First operating point, one of `POINTS`.
        compare_b: Second one.
        compare_a_at: Threshold of one's own for the first, percent.
        compare_b_at: The same for the second.
        compare_share: How common the disease is, percent.
    """

    compare_class: str = one_of(CLASSES, "viral")
    compare_split: str = one_of(SPLITS)
    compare_a: str = one_of(POINTS, "likeliest")
    compare_b: str = one_of(POINTS, "sensitive")
    compare_a_at: int = whole(1, 99, 50)
    compare_b_at: int = whole(1, 99, 20)
    compare_share: float = one_of(PREVALENCES, 10)


CHOICE: Final = ChartChoice(Choices("evidence_compare", CompareChoice(), witness="compare_split"))


@CHOICE.chart
def draw() -> None:
    """Draws the chart and the table of thresholds."""
    choices = CHOICE.choices
    st.markdown(
        _(
            "A class can be called sooner or later. Called sooner, more of the ill are found and "
            "more of the others are alarmed for nothing. Set two ways side by side."
        )
    )
    label = choose_class(choices, "compare_class")
    split = choose_split(choices, "compare_split")
    left, right = st.columns(2, gap="medium")
    with left:
        first = choose_point(
            choices, "compare_a", "compare_a_at", _("A: when the class is named"), label, split
        )
    with right:
        second = choose_point(
            choices, "compare_b", "compare_b_at", _("B: when the class is named"), label, split
        )
    prevalence = choose_prevalence(choices, "compare_share")
    values = (predictive_values(first, prevalence), predictive_values(second, prevalence))
    changed = change(first, second, prevalence)
    if values[0] is None or values[1] is None or changed is None:
        st.info(_("These films hold none of this class."))
        return
    at = {"prevalence": percents(prevalence)}
    both = {"A": (first, values[0]), "B": (second, values[1])}
    draw_dots(
        [
            Series(
                name,
                {
                    _("Sensitivity"): document(point.sensitivity),
                    _("Specificity"): document(point.specificity),
                    fill(_("PPV at {prevalence}"), at): document(worth.ppv),
                    fill(_("NPV at {prevalence}"), at): document(worth.npv),
                },
            )
            for name, (point, worth) in both.items()
        ],
        Axis(_("Share")),
        "evidence_compare",
        fill(
            _("Two operating points of {name}, {films}"),
            {"name": class_name(label), "films": split_name(split)},
        ),
    )
    st.markdown(sentence(label, changed))
    st.caption(
        " ".join(
            [
                split_sentence(split),
                _(
                    "No threshold is right for everybody: it depends on what a missed illness and "
                    "a false alarm cost. The app itself answers with the likeliest class. It holds "
                    "only if the network does as well with your patients as with these films."
                ),
            ]
        )
    )
    offer_table("compare", _("two operating points"), lambda: table_rows(both))
    draw_thresholds()


def sentence(label: str, changed: Change) -> str:
    """What changes of a thousand patients from A to B.

    Args:
        label: The disease.
        changed: The differences.
    """
    template = _(
        "**From A to B, of {patients} patients:** {found} of the class “{name}” called so, "
        "and {alarms} of the others."
    )
    return fill(
        template,
        {
            "patients": count(PATIENTS),
            "name": class_name(label),
            "found": change_text(changed.found),
            "alarms": change_text(changed.alarms),
        },
    )


def table_rows(both: dict[str, tuple[OperatingPoint, PredictiveValues]]) -> list[Row]:
    """A row for each operating point.

    Args:
        both: Name → operating point, and what it is worth.
    """
    rows: list[Row] = []
    for name, (point, worth) in both.items():
        found, missed, alarms, cleared = worth.rates.counts()
        rows.append(
            {
                "": name,
                _("Class"): label_name(point.label),
                _("Threshold, percent"): None
                if point.threshold is None
                else round(100 * point.threshold),
                _("Sensitivity"): point.sensitivity,
                _("Specificity"): point.specificity,
                _("PPV"): worth.ppv,
                _("NPV"): worth.npv,
                _("Found"): found,
                _("Missed"): missed,
                _("False alarms"): alarms,
                _("Cleared"): cleared,
            }
        )
    return rows

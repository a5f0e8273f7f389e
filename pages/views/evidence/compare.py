"""Two operating points side by side, and what changes from one to the other."""

from dataclasses import dataclass

import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.figures.splits import document
from model.evaluation.measure.operating_points import OperatingPoint
from model.evaluation.measure.prevalence import PredictiveValues, change, predictive_values
from model.glossary.rates import PATIENTS
from model.messages import N_
from pages.shared.choices import Choices, one_of, whole
from pages.shared.i18n import _, count, fill
from pages.shared.wording import class_name
from pages.views.evidence.chart_frame import (
    chart,
    choose_class,
    choose_split,
    draw_notes,
    no_films,
)
from pages.views.evidence.data_table import Row, change_text, offer_table
from pages.views.evidence.dots import Axis, Series, draw_dots
from pages.views.evidence.films import SPLITS
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.operating_points import (
    POINTS,
    PREVALENCES,
    choose_point,
    choose_prevalence,
    draw_thresholds,
    percents,
)


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


@chart(
    N_("Two operating points"),
    "threshold",
    Choices("evidence_compare", CompareChoice(), witness="compare_split"),
)
def compare_chart(choices: Choices[CompareChoice]) -> None:
    """Draws the chart and the table of thresholds."""
    st.markdown(
        _(
            "A class can be called sooner or later. Called sooner, more of the ill are found and "
            "more of the others are alarmed for nothing. Set two ways side by side."
        )
    )
    label = choose_class(choices, "compare_class")
    split = choose_split(choices, "compare_split")
    points = []
    for column, one, title in zip(
        st.columns(2, gap="medium"),
        ("compare_a", "compare_b"),
        (_("A: when the class is named"), _("B: when the class is named")),
        strict=True,
    ):
        with column:
            points.append(choose_point(choices, one, f"{one}_at", title, label, split))
    prevalence = choose_prevalence(choices, "compare_share")
    changed = change(points[0], points[1], prevalence)
    if changed is None:
        no_films()
        return
    both = [
        (name, point, worth)
        for name, point in zip("AB", points, strict=True)
        if (worth := predictive_values(point, prevalence)) is not None
    ]
    at = {"prevalence": percents(prevalence)}
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
            for name, point, worth in both
        ],
        Axis(_("Share")),
        "evidence_compare",
        fill(
            _("Two operating points of {name}, {films}"),
            {"name": class_name(label), "films": split_name(split)},
        ),
    )
    said = _(
        "**From A to B, of {patients} patients:** {found} of the class “{name}” called so, "
        "and {alarms} of the others."
    )
    values = {
        "patients": count(PATIENTS),
        "name": class_name(label),
        "found": change_text(changed.found),
        "alarms": change_text(changed.alarms),
    }
    st.markdown(fill(said, values))
    draw_notes(
        split,
        _(
            "No threshold is right for everybody: it depends on what a missed illness and "
            "a false alarm cost. The app itself answers with the likeliest class. It holds "
            "only if the network does as well with your patients as with these films."
        ),
    )
    offer_table("compare", _("two operating points"), lambda: [_row(*one) for one in both])
    draw_thresholds()


def _row(name: str, point: OperatingPoint, worth: PredictiveValues) -> Row:
    found, missed, alarms, cleared = worth.rates.counts()
    threshold = point.threshold
    return {
        "": name,
        _("Class"): label_name(point.label),
        _("Threshold, percent"): None if threshold is None else round(100 * threshold),
        _("Sensitivity"): point.sensitivity,
        _("Specificity"): point.specificity,
        _("PPV"): worth.ppv,
        _("NPV"): worth.npv,
        _("Found"): found,
        _("Missed"): missed,
        _("False alarms"): alarms,
        _("Cleared"): cleared,
    }

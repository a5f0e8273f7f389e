"""What an answer is worth at a prevalence of the reader's own."""

from dataclasses import dataclass

import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure.prevalence import PredictiveValues, predictive_values
from model.glossary.rates import PATIENTS
from model.messages import N_
from pages.shared.charts.frame import plot
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
from pages.views.evidence.data_table import Row, offer_table, share_text
from pages.views.evidence.films import SPLITS
from pages.views.evidence.icon_array import icon_array
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import per_cent
from pages.views.evidence.operating_points import (
    POINTS,
    PREVALENCES,
    choose_point,
    choose_prevalence,
)


@dataclass(frozen=True)
class PrevalenceChoice:
    """What an address says of this chart.

    Attributes:
        prevalence_class: The disease.
        prevalence_split: The films that sensitivity and specificity are from.
        prevalence_point: When it is called so, one of `POINTS`.
        prevalence_threshold: Threshold of one's own, percent.
        prevalence_share: How common it is, percent.
    """

    prevalence_class: str = one_of(CLASSES, "covid")
    prevalence_split: str = one_of(SPLITS)
    prevalence_point: str = one_of(POINTS)
    prevalence_threshold: int = whole(1, 99, 50)
    prevalence_share: float = one_of(PREVALENCES, 10)


@chart(
    N_("What a positive answer is worth"),
    "prevalence",
    Choices("evidence_prevalence", PrevalenceChoice(), witness="prevalence_split"),
)
def prevalence_chart(choices: Choices[PrevalenceChoice]) -> None:
    """Draws the chart."""
    st.markdown(
        _(
            "Sensitivity and specificity say how the network does with the ill and with the "
            "others. What an answer is worth depends on how common the illness is as well: set "
            "that here."
        )
    )
    label = choose_class(choices, "prevalence_class")
    split = choose_split(choices, "prevalence_split")
    title = _("When the class is named")
    names = ("prevalence_point", "prevalence_threshold")
    point = choose_point(choices, *names, title, label, split)
    found = predictive_values(point, choose_prevalence(choices, "prevalence_share"))
    if found is None:
        no_films()
        return
    said = _sentences(label, found)
    heading = fill(_("Icon array, {films}."), {"films": split_name(split)})
    plot(icon_array(found.rates), "evidence_icons", heading, *said)
    st.markdown("\n".join(f"- {line}" for line in said))
    draw_notes(
        split,
        _(
            "It holds only if the network does as well with your patients as with these "
            "films; compare internal with external films before you believe it. “The "
            "others” are the other three classes as they are mixed in these films: with "
            "other patients around, the specificity changes."
        ),
    )
    row: Row = {
        _("Films"): split_name(split),
        _("Class"): label_name(point.label),
        _("Prevalence"): per_cent(found.rates.prevalence),
        _("Sensitivity"): point.sensitivity,
        _("Specificity"): point.specificity,
        _("PPV"): found.ppv,
        _("NPV"): found.npv,
    }
    offer_table("prevalence", _("rates with intervals"), lambda: [row])


def _sentences(label: str, found: PredictiveValues) -> list[str]:
    """Natural frequencies: what happens to a thousand patients."""
    rates = found.rates
    hits, missed, alarms, cleared = rates.counts()
    values: dict[str, str | int | float] = {
        "patients": count(PATIENTS),
        "name": class_name(label),
        "ill": hits + missed,
        "well": alarms + cleared,
        "hits": hits,
        "missed": missed,
        "alarms": alarms,
        "called": hits + alarms,
        "cleared": cleared + missed,
        "right": cleared,
        "ppv": share_text(found.ppv),
        "npv": share_text(found.npv),
        "before": per_cent(rates.prevalence),
        "without": per_cent(1 - rates.prevalence),
    }
    lines = [
        _(
            "Of {patients} patients, {ill} are of the class “{name}”: the network calls {hits} of "
            "them so and misses {missed}. Of the other {well} it calls {alarms} so."
        ),
        _(
            "Of the {called} that it calls so, {hits} are: PPV {ppv}. Before the film it was "
            "{before}."
        )
        if hits + alarms
        else _("It calls none of them so, and has no PPV."),
        _(
            "Of the {cleared} that it does not call so, {right} are not: NPV {npv}. Before the "
            "film it was {without}."
        )
        if cleared + missed
        else _("It calls all of them so, and has no NPV."),
    ]
    return [fill(line, values) for line in lines]

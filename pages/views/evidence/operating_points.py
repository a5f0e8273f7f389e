"""When a class is called: the rules in words, the thresholds that val chose, what they do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure.operating_points import (
    RULES,
    TARGET,
    OperatingPoint,
    operating_point,
    thresholds,
)
from model.messages import N_
from pages.shared.choices import Choices
from pages.shared.i18n import _, fill, number, whole_percent
from pages.shared.terms import term_help
from pages.views.evidence.data_table import Cell, Row, draw_table, offer_table
from pages.views.evidence.films import ADULT, TEST, VAL, sample, version
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import NONE, per_cent

OWN: Final = "own"
"""The rule that is a threshold on a slider."""

POINTS: Final = (*RULES, OWN)

PREVALENCES: Final = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50)
"""Prevalences that a slider offers, percent."""

_TITLES: Final = {
    "likeliest": N_("when it is the likeliest class, as the app answers"),
    "youden": N_("where sensitivity + specificity is highest in validation"),
    "sensitive": N_("where sensitivity is at least {target} in validation"),
    "specific": N_("where specificity is at least {target} in validation"),
    OWN: N_("from a threshold of your own"),
}


@st.cache_data(show_spinner=False, max_entries=64)
def _thresholds(key: str, label: str) -> dict[str, float | None]:  # noqa: ARG001
    return dict(thresholds(sample(VAL), label))


@st.cache_data(show_spinner=False, max_entries=512)
def _measured(key: str, split: str, label: str, threshold: float | None) -> OperatingPoint:  # noqa: ARG001
    return operating_point(sample(split), label, threshold)


def val_thresholds(label: str) -> Mapping[str, float | None]:
    """The threshold of each rule for a class; val chooses.

    Args:
        label: The class.

    Raises:
        ArtefactError: Manifest or predictions cannot be used.
    """
    return _thresholds(version(), label)


def measured(split: str, label: str, threshold: float | None) -> OperatingPoint:
    """What a class does at a threshold.

    Args:
        split: The films.
        label: The class.
        threshold: Calibrated probability; None for the likeliest class.

    Raises:
        ArtefactError: Manifest or predictions cannot be used.
    """
    return _measured(version(), split, label, threshold)


def _rule_title(rule: str, threshold: float | None = None) -> str:
    title = fill(_(_TITLES[rule]), {"target": whole_percent(TARGET)})
    if threshold is None:
        return title
    values = {"rule": title, "threshold": whole_percent(threshold)}
    return fill(_("from {threshold} on: {rule}"), values)


def choose_point(
    choices: Choices[Any], rule_name: str, own_name: str, title: str, label: str, split: str
) -> OperatingPoint:
    """When the class is called: by one of `RULES`, or from a threshold of the reader's own.

    Args:
        choices: The choice of the chart.
        rule_name: Field of the rule.
        own_name: Field of the threshold of one's own, percent.
        title: Label of the control.
        label: The class.
        split: The films that it is measured on.
    """
    chosen = val_thresholds(label)
    titles = {one: _rule_title(one, chosen.get(one)) for one in POINTS}
    rule = choices.pick(
        st.selectbox,
        rule_name,
        title,
        POINTS,
        format_func=titles.__getitem__,
        help=term_help("threshold"),
    )
    threshold = chosen.get(rule)
    if rule == OWN:
        said = _("The class is named from this calibrated probability on, in percent")
        threshold = choices.ask(st.slider, own_name, said, 1, 99) / 100
    return measured(split, label, threshold)


def choose_prevalence(choices: Choices[Any], name: str) -> float:
    """How common the disease is, as a share.

    Args:
        choices: The choice of the chart.
        name: Its field, percent.
    """
    chosen = choices.pick(
        st.select_slider,
        name,
        _("Prevalence: share of this class among those examined"),
        PREVALENCES,
        format_func=lambda share: percents(share / 100),
        help=term_help("prevalence"),
    )
    return float(chosen) / 100


def percents(prevalence: float) -> str:
    """A prevalence in per cent, with a decimal only below one.

    Args:
        prevalence: As a share.
    """
    return f"{number(100 * prevalence, 0 if prevalence >= 0.01 else 1)}%"


def draw_thresholds() -> None:
    """Draws one threshold for each class, and on demand those of all rules."""
    st.markdown(
        _(
            "**A threshold for each class**, where sensitivity + specificity is highest in "
            "validation. The test films and the external films chose nothing."
        )
    )
    title = _("Thresholds with sensitivity and specificity")
    draw_table("thresholds", title, _rows(["youden"], (TEST, ADULT)))
    offer_table(
        "rules",
        _("thresholds by all rules, validation included"),
        lambda: _rows(RULES, (VAL, TEST, ADULT)),
    )


def _rows(rules: Sequence[str], splits: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for label in CLASSES:
        chosen = val_thresholds(label)
        for rule in rules:
            threshold = chosen[rule]
            cells: dict[str, Cell] = {_("Class"): label_name(label)}
            if len(rules) > 1:
                cells[_("When the class is named")] = _rule_title(rule)
            cells[_("Threshold")] = NONE if threshold is None else per_cent(threshold)
            for split in splits:
                point = measured(split, label, threshold)
                values = {"films": split_name(split)}
                cells[fill(_("Sensitivity ({films})"), values)] = point.sensitivity
                cells[fill(_("Specificity ({films})"), values)] = point.specificity
            rows.append(cells)
    return rows

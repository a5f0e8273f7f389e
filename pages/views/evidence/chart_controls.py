"""Controls that several charts have: films, class, operating point, prevalence."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure.operating_points import OperatingPoint
from pages.shared.choices import Choices
from pages.shared.i18n import _, number
from pages.shared.terms import term_help
from pages.shared.wording import class_title
from pages.views.evidence.chart_choice import PREVALENCES
from pages.views.evidence.films import SPLITS
from pages.views.evidence.names import split_name
from pages.views.evidence.points import measured, val_thresholds
from pages.views.evidence.rules import OWN, POINTS, rule_title


def choose_split(choices: Choices[Any], name: str, splits: Sequence[str] = SPLITS) -> str:
    """Which films.

    Args:
        choices: The choice of the chart.
        name: Its field.
        splits: What can be chosen.
    """
    split: str = choices.segment(name, _("Films"), splits, split_name, wrap=True)
    return split


def choose_class(choices: Choices[Any], name: str) -> str:
    """Which class, against the three others.

    Args:
        choices: The choice of the chart.
        name: Its field.
    """
    label: str = choices.segment(name, _("Class"), CLASSES, class_title, wrap=True)
    return label


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
    titles = {one: rule_title(one, chosen.get(one)) for one in POINTS}
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

"""The thresholds that val chose for each class, and what they do on films that chose nothing."""

from collections.abc import Sequence

import streamlit as st

from model.classifier.classes import CLASSES
from model.evaluation.measure.operating_points import RULES
from pages.shared.i18n import _, fill
from pages.views.evidence.data_table import Cell, Row, draw_table, offer_table
from pages.views.evidence.films import ADULT, TEST, VAL
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import NONE, per_cent
from pages.views.evidence.points import measured, val_thresholds
from pages.views.evidence.rules import rule_title


def draw_thresholds() -> None:
    """Draws one threshold for each class, and on demand those of all rules."""
    st.markdown(
        _(
            "**A threshold for each class**, where sensitivity + specificity is highest in "
            "validation. The test films and the external films chose nothing."
        )
    )
    draw_table(
        "thresholds", _("Thresholds with sensitivity and specificity"), table_rows(["youden"])
    )
    offer_table(
        "rules",
        _("thresholds by all rules, validation included"),
        lambda: table_rows(RULES, (VAL, TEST, ADULT)),
    )


def table_rows(rules: Sequence[str], splits: Sequence[str] = (TEST, ADULT)) -> list[Row]:
    """A row for each class and rule: threshold, then sensitivity and specificity on each split.

    Args:
        rules: Of `RULES`.
        splits: The films.

    Raises:
        ArtefactError: Manifest or predictions cannot be used.
    """
    rows: list[Row] = []
    for label in CLASSES:
        chosen = val_thresholds(label)
        for rule in rules:
            threshold = chosen[rule]
            cells: dict[str, Cell] = {_("Class"): label_name(label)}
            if len(rules) > 1:
                cells[_("When the class is named")] = rule_title(rule)
            cells[_("Threshold")] = NONE if threshold is None else per_cent(threshold)
            for split in splits:
                point = measured(split, label, threshold)
                values = {"films": split_name(split)}
                cells[fill(_("Sensitivity ({films})"), values)] = point.sensitivity
                cells[fill(_("Specificity ({films})"), values)] = point.specificity
            rows.append(cells)
    return rows

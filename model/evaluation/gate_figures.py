"""How often the gate refuses what it should refuse, and what it should not."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.evaluation.metrics import Cohort, Mask, share
from model.evaluation.split_figures import document
from model.evaluation.table import NOT_CHEST, Predictions

Document = dict[str, Any]

FEATURE_CODES: Final = ("lateral-view", "out-of-distribution")
"""Reasons that the network's features give; for a file without a header, all others come from
colour and size."""


def gate_figures(table: Predictions, cohorts: Mapping[str, Cohort]) -> Document:
    """Count refusals by kind of picture, and why.

    Args:
        table: All pictures.
        cohorts: The cohort of the pictures of each split.

    Returns:
        For each split, and for each kind of picture that is no chest radiograph: the share refused,
        the share refused by the features alone (as a grey copy of sufficient size would be), and
        how often each code was given. Splits are divided by label and by source besides.
    """
    figures: Document = {}
    for split, cohort in cohorts.items():
        own = table.split == split
        refusals = table.refusals[own]
        kinds = _by(table.label[own], cohort, refusals)
        if split == NOT_CHEST:
            figures |= kinds
            continue
        figures[split] = {
            **_refused(cohort, refusals, np.ones(len(refusals), dtype=np.bool_)),
            "by_label": kinds,
            "by_source": _by(table.source[own], cohort, refusals),
        }
    return figures


def _by(column: NDArray[np.str_], cohort: Cohort, refusals: NDArray[np.str_]) -> Document:
    names = sorted({str(name) for name in column})
    return {name: _refused(cohort, refusals, np.asarray(column == name)) for name in names}


def _refused(cohort: Cohort, refusals: NDArray[np.str_], films: Mask) -> Document:
    codes = [str(text).split("+") if text else [] for text in refusals]
    by_features = np.array([any(code in FEATURE_CODES for code in own) for own in codes])
    inside = [code for own, chosen in zip(codes, films, strict=True) if chosen for code in own]
    return {
        "refused": document(share(cohort, np.asarray(refusals != ""), films)),
        "refused_by_features": document(share(cohort, by_features, films)),
        "reasons": {code: inside.count(code) for code in sorted(set(inside))},
    }

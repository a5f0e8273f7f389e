"""How often the gate refuses what it should refuse, and what it should not."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.gate import FEATURE_REFUSALS
from model.evaluation.metrics import Cohort, Mask, share
from model.evaluation.split_figures import document
from model.evaluation.table import ALTERED, NOT_CHEST, NOT_CHEST_LEARNT, Predictions

Document = dict[str, Any]

ASKED: Final[Mapping[str, float]] = {
    "natural_photo": 0.99,
    "brain_mri": 0.97,
    "knee_xray": 0.97,
    "breast_ultrasound": 0.97,
    "ct": 0.95,
    "lateral": 0.80,
    "turned-clockwise": 0.90,
    "turned-counter-clockwise": 0.90,
    "upside-down": 0.90,
    "inverted": 0.90,
    "cropped": 0.90,
}
"""Share of each kind of picture that was asked to be refused, set before the gate was fitted: where
95 % of test are accepted, and of the altered films those of test."""

ACCEPTED: Final = 0.95
"""Share of test that is accepted where `ASKED` holds."""


def gate_figures(
    table: Predictions, cohorts: Mapping[str, Cohort], thresholds: Mapping[str, float]
) -> Document:
    """Count refusals by kind of picture, and why.

    Args:
        table: All pictures.
        cohorts: The cohort of the pictures of each split.
        thresholds: Of the gate, from the manifest.

    Returns:
        For each split, and for each kind of picture that is no chest radiograph: the share refused,
        the share refused by the features alone (as a grey copy of sufficient size would be), and
        how often each code was given. Splits are divided by label and by source besides. Apart:
        ``learnt``, the kinds of picture that the gate learnt from; ``altered``, what was done to
        films of test and adult, with the share that was ``named`` rightly; ``let_through``, names
        of pictures that are no chest and were accepted; ``at_95``, see `refused_at`.
    """
    figures: Document = {"learnt": {}, "altered": {}, "let_through": _let_through(table)}
    before = {altered: split for split, altered in ALTERED.items()}
    for split, cohort in cohorts.items():
        own = table.split == split
        refusals = table.refusals[own]
        kinds = _by(table.label[own], cohort, refusals)
        if split in (NOT_CHEST, NOT_CHEST_LEARNT):
            target = figures if split == NOT_CHEST else figures["learnt"]
            target |= kinds
        elif split in before:
            figures["altered"][before[split]] = _named(table.label[own], cohort, refusals, kinds)
        else:
            figures[split] = {
                **_refused(cohort, refusals, np.ones(len(refusals), dtype=np.bool_)),
                "by_label": kinds,
                "by_source": _by(table.source[own], cohort, refusals),
            }
    figures["at_95"] = refused_at(table, cohorts, thresholds)
    return figures


def refused_at(
    table: Predictions,
    cohorts: Mapping[str, Cohort],
    thresholds: Mapping[str, float],
    accepted: float = ACCEPTED,
) -> Document:
    """What would be refused if the threshold for views were moved until a share of test passes.

    Gates that accept alike can be compared. Nothing that serves is chosen so.

    Args:
        table: All pictures.
        cohorts: The cohort of the pictures of each split.
        thresholds: Of the gate; that for the distance stays where it is.
        accepted: Share of test to accept.

    Returns:
        ``view``, the threshold; ``test``, the share of test refused there; ``kinds``, the share of
        each of `ASKED` that is there.
    """
    stopped = _stopped_otherwise(table, thresholds)
    likeliest = table.views.max(axis=1).astype(np.float64)
    test = table.split == "test"
    # A film that is stopped anyway is stopped at any threshold.
    reach = np.sort(np.where(stopped, np.inf, likeliest)[test])
    view = float(reach[min(len(reach) - 1, int(np.ceil(accepted * len(reach))) - 1)])
    refused = np.asarray(stopped | (likeliest > view), dtype=np.bool_)
    places = {**dict.fromkeys(ASKED, ALTERED["test"]), "lateral": "lateral"}
    found: Document = {}
    for kind in ASKED:
        for split in (NOT_CHEST, places[kind]):
            own = table.split == split
            films = table.label[own] == kind
            if split in cohorts and films.any():
                found[kind] = document(share(cohorts[split], refused[own], np.asarray(films)))
    everyone = np.ones(int(test.sum()), dtype=np.bool_)
    return {
        "view": round(view, 4) if np.isfinite(view) else None,
        "test": document(share(cohorts["test"], refused[test], everyone)),
        "kinds": found,
    }


def _stopped_otherwise(table: Predictions, thresholds: Mapping[str, float]) -> Mask:
    """Refused by colour or size, or for the distance."""
    codes = [set(str(text).split("+")) - {""} for text in table.refusals]
    plain = np.array([bool(own - FEATURE_REFUSALS) for own in codes], dtype=np.bool_)
    return np.asarray(plain | (table.distance > thresholds["distance"]), dtype=np.bool_)


def _let_through(table: Predictions) -> dict[str, list[str]]:
    """Names, by kind, of the pictures without a chest that were accepted, learnt from or not."""
    others = np.isin(table.split, (NOT_CHEST, NOT_CHEST_LEARNT)) & table.accepted
    kinds = sorted({str(name) for name in table.label[others]})
    return {
        kind: sorted(str(name) for name in table.source[others & (table.label == kind)])
        for kind in kinds
    }


def _named(
    label: NDArray[np.str_], cohort: Cohort, refusals: NDArray[np.str_], kinds: Document
) -> Document:
    """Adds how often the reason given was what had been done."""
    said = np.array(
        [name in str(codes).split("+") for name, codes in zip(label, refusals, strict=True)]
    )
    return {
        name: {**own, "named": document(share(cohort, said, np.asarray(label == name)))}
        for name, own in kinds.items()
    }


def _by(column: NDArray[np.str_], cohort: Cohort, refusals: NDArray[np.str_]) -> Document:
    names = sorted({str(name) for name in column})
    return {name: _refused(cohort, refusals, np.asarray(column == name)) for name in names}


def _refused(cohort: Cohort, refusals: NDArray[np.str_], films: Mask) -> Document:
    codes = [str(text).split("+") if text else [] for text in refusals]
    by_features = np.array([bool(FEATURE_REFUSALS.intersection(own)) for own in codes])
    inside = [code for own, chosen in zip(codes, films, strict=True) if chosen for code in own]
    return {
        "refused": document(share(cohort, np.asarray(refusals != ""), films)),
        "refused_by_features": document(share(cohort, by_features, films)),
        "reasons": {code: inside.count(code) for code in sorted(set(inside))},
    }

"""The interactive charts, each with a heading that can be linked to."""

from collections.abc import Callable, Mapping
from typing import Final

from model.messages import N_
from pages.views.evidence import (
    by_source,
    compare,
    confusion,
    precision_recall,
    prevalence,
    reliability,
    roc,
    sets,
)

CHARTS: Final[Mapping[str, tuple[str, Callable[[], None], str]]] = {
    "confusion": (N_("Who is called what"), confusion.draw, "confusion-matrix"),
    "roc": (N_("ROC curves"), roc.draw, "roc-curve"),
    "precision-recall": (
        N_("Precision and recall"),
        precision_recall.draw,
        "precision-recall-curve",
    ),
    "reliability": (N_("Do the probabilities hold?"), reliability.draw, "reliability-diagram"),
    "prevalence": (N_("What a positive answer is worth"), prevalence.draw, "prevalence"),
    "by-source": (N_("Source by source"), by_source.draw, "domain-shift"),
    "sets": (N_("Prediction sets"), sets.draw, "conformal-prediction"),
    "compare": (N_("Two operating points"), compare.draw, "threshold"),
}
"""By anchor: heading, what draws it, and the term that explains it."""

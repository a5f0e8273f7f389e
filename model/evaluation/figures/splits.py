"""Everything that is said of the four classes on one split."""

from typing import Any

import numpy as np

from model.classifier.classes import CLASSES, HEALTHY
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measure.metrics import (
    ECE_BINS,
    Mask,
    auc,
    brier,
    expected_calibration_error,
    macro_recall,
    mean,
    reliability,
    share,
)
from model.evaluation.measure.sample import Sample

Document = dict[str, Any]


def split_figures(sample: Sample) -> Document:
    """Compute the figures of one split, on its films of the four classes.

    Args:
        sample: The films of the split; those with another label are left out.

    Returns:
        A document of JSON values; see the keys in MODEL_CARD.md's own order.
    """
    from sklearn.metrics import accuracy_score, confusion_matrix

    films = sample.labelled
    n, groups = sample.cohort.count(films)
    truth, answers = sample.truth[films], sample.answers[films]
    return {
        "n": n,
        "groups": groups,
        "accuracy": round(float(accuracy_score(truth, answers)), 4),
        "macro_recall": document(macro_recall(sample.cohort, sample.truth, sample.answers, films)),
        "macro_recall_accepted": document(
            macro_recall(sample.cohort, sample.truth, sample.answers, films & sample.accepted)
        ),
        "known_without_the_film": known_without_the_film(sample),
        "confusion": confusion_matrix(truth, answers, labels=range(len(CLASSES))).tolist(),
        "healthy_vs_ill": document(_healthy_vs_ill(sample, films)),
        "by_class": by_class(sample, films),
        "by_source": _by(sample, "source"),
        "by_population": _by(sample, "population"),
        "calibration": calibration_figures(sample),
        "conformal": conformal_figures(sample),
    }


def by_class(sample: Sample, films: Mask) -> Document:
    """Sensitivity, specificity and one-vs-rest AUC of each class among some films.

    Args:
        sample: The sample.
        films: bool ``(N,)``, which films; all labelled.

    Returns:
        For each class the three figures; None where the films allow none.
    """
    figures = {}
    for index, name in enumerate(CLASSES):
        own = sample.truth == index
        called = sample.answers == index
        figures[name] = {
            "sensitivity": document(share(sample.cohort, called, films & own)),
            "specificity": document(share(sample.cohort, ~called, films & ~own)),
            "auc": document(auc(sample.cohort, sample.calibrated[:, index], own, films)),
        }
    return figures


def calibration_figures(sample: Sample) -> Document:
    """Brier score and ECE before and after temperature scaling, and the reliability diagram."""
    films = sample.labelled
    figures: Document = {"bins": ECE_BINS, "brier": {}, "ece": {}, "reliability": {}}
    both = {"before": sample.uncalibrated, "after": sample.calibrated}
    for name, probabilities in both.items():
        bins = reliability(probabilities[films], sample.truth[films])
        figures["brier"][name] = document(brier(sample.cohort, probabilities, sample.truth, films))
        figures["ece"][name] = round(expected_calibration_error(bins), 4)
        figures["reliability"][name] = [
            {"n": one.n, "confidence": round(one.confidence, 4), "accuracy": round(one.accuracy, 4)}
            for one in bins
        ]
    return figures


def conformal_figures(sample: Sample) -> Document:
    """Coverage and size of the prediction sets, by class and by source."""
    films = sample.labelled

    def both(chosen: Mask) -> Document:
        return {
            "coverage": document(share(sample.cohort, sample.covered, chosen)),
            "mean_set_size": document(mean(sample.cohort, sample.set_size, chosen)),
        }

    sizes = sample.set_size[films]
    return {
        **both(films),
        "set_sizes": {str(size): int((sizes == size).sum()) for size in range(1, len(CLASSES) + 1)},
        "by_class": {
            name: both(films & (sample.truth == index)) for index, name in enumerate(CLASSES)
        },
        "by_source": {
            name: both(films & (sample.source == name)) for name in _names(sample, "source")
        },
    }


def known_without_the_film(sample: Sample) -> Document:
    """Macro recall of a guesser who sees no film, only where it comes from.

    It answers each source, or each population, with the class that pays most. A network that scores
    less has not been shown to look at lungs.
    """
    films = sample.labelled
    truth = sample.truth[films]
    size = np.bincount(truth, minlength=len(CLASSES))
    figures = {}
    for column in ("source", "population"):
        values = getattr(sample, column)[films]
        gains = [
            max(((truth == index) & (values == value)).sum() / size[index] for index in set(truth))
            for value in np.unique(values)
        ]
        figures[column] = round(float(sum(gains)) / len(set(truth)), 4)
    return figures


def document(estimate: Estimate | None) -> Document | None:
    """JSON of an estimate."""
    return None if estimate is None else estimate.document()


def _healthy_vs_ill(sample: Sample, films: Mask) -> Estimate | None:
    return auc(sample.cohort, sample.illness, sample.truth != HEALTHY, films)


def _names(sample: Sample, column: str) -> list[str]:
    return sorted({str(name) for name in getattr(sample, column)[sample.labelled]})


def _by(sample: Sample, column: str) -> Document:
    """The figures of each source or population, among its own films."""
    figures = {}
    for name in _names(sample, column):
        films = sample.labelled & (getattr(sample, column) == name)
        n, groups = sample.cohort.count(films)
        figures[name] = {
            "n": n,
            "groups": groups,
            "films": {
                label: int((films & (sample.truth == index)).sum())
                for index, label in enumerate(CLASSES)
            },
            "macro_recall": document(
                macro_recall(sample.cohort, sample.truth, sample.answers, films)
            ),
            "healthy_vs_ill": document(_healthy_vs_ill(sample, films)),
            "by_class": by_class(sample, films),
        }
    return figures

"""Adult films for which none of the four classes, or more than one, is right."""

from typing import Any

import numpy as np

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES, HEALTHY
from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measure.metrics import Mask, auc, mean, share
from model.evaluation.measure.sample import CalibratedFilms, take
from model.evaluation.predictions import Predictions

Document = dict[str, Any]

ORGANISMS = (CLASSES.index("bacterial"), CLASSES.index("viral"))
"""What an adult opacity of unknown organism may be."""


def opacity_figures(sample: CalibratedFilms) -> Document:
    """What the model says of adult pneumonia of unknown organism: "bacterial or viral" is right.

    Args:
        sample: The adult split.

    Returns:
        Shares of the films that are called healthy, that are called either of the two, and whose
        prediction set holds either; all together and by source.
    """
    films = np.asarray(sample.label == "opacity")
    figures = _opacity(sample, films)
    figures["by_source"] = {
        name: _opacity(sample, films & (sample.source == name))
        for name in sorted({str(source) for source in sample.source[films]})
    }
    return figures


def _opacity(sample: CalibratedFilms, films: Mask) -> Document:
    either = np.isin(sample.answers, ORGANISMS)
    held = np.asarray(sample.sets[:, ORGANISMS].any(axis=1), dtype=np.bool_)
    return {
        **_common(sample, films),
        "called_healthy": document(share(sample.cohort, sample.answers == HEALTHY, films)),
        "called_either": document(share(sample.cohort, either, films)),
        "set_holds_either": document(share(sample.cohort, held, films)),
    }


def abnormal_figures(sample: CalibratedFilms) -> Document:
    """What the model says of adult films that are abnormal in none of its four ways.

    Args:
        sample: The adult split.

    Returns:
        How the answers are spread, and how often prediction set or gate save the reader: `alone` is
        the share that passes the gate and gets one single class, without any warning.
    """
    films = np.asarray(sample.label == "abnormal")
    alone = sample.accepted & (sample.set_size == 1)
    return {
        **_common(sample, films),
        "called_healthy": document(share(sample.cohort, sample.answers == HEALTHY, films)),
        "alone": document(share(sample.cohort, alone, films)),
        "saved": document(share(sample.cohort, ~alone, films)),
    }


def healthy_vs_ill_with_opacity(sample: CalibratedFilms) -> Document | None:
    """AUC of 1 − p(healthy) on the adult split, with `opacity` among the ill."""
    films = np.asarray(sample.labelled | (sample.label == "opacity"))
    return document(auc(sample.cohort, sample.illness, sample.truth != HEALTHY, films))


def healthy_vs_opacity_one_family(
    table: Predictions, manifest: Manifest, replicates: int
) -> Document | None:
    """AUC of 1 − p(healthy): adult normals of the test split against adult opacities.

    Both come from NIH ChestX-ray14, so neither age nor hospital gives the answer away; the normals
    did pass through one more public database on their way.
    """
    normals = (table.split == "test") & (table.source == "rsna") & (table.label == "healthy")
    opacities = (table.split == "adult") & (table.label == "opacity")
    sample = take(table, np.asarray(normals | opacities), manifest, replicates)
    everyone = np.ones(len(sample.label), dtype=np.bool_)
    return document(auc(sample.cohort, sample.illness, sample.label == "opacity", everyone))


def _common(sample: CalibratedFilms, films: Mask) -> Document:
    n, groups = sample.cohort.count(films)
    size: Estimate | None = mean(sample.cohort, sample.set_size, films)
    return {
        "n": n,
        "groups": groups,
        "answers": {
            name: int((films & (sample.answers == index)).sum())
            for index, name in enumerate(CLASSES)
        },
        "mean_set_size": document(size),
        "refused": document(share(sample.cohort, ~sample.accepted, films)),
    }

"""All figures of one table of predictions: the document that goes into the manifest."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from model.classifier.age import is_foreign, population_of
from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.classifier.signals import CHILD
from model.evaluation.figures.adult import (
    abnormal_figures,
    healthy_vs_ill_with_opacity,
    healthy_vs_opacity_one_family,
    opacity_figures,
)
from model.evaluation.figures.gate import gate_figures
from model.evaluation.figures.splits import document, split_figures
from model.evaluation.measure.bootstrap import LEVEL, REPLICATES, SEED
from model.evaluation.measure.metrics import Mask, share
from model.evaluation.measure.sample import CalibratedFilms, take
from model.evaluation.predictions import (
    ALTERED,
    LATERAL_LEARNT,
    NOT_CHEST,
    NOT_CHEST_LEARNT,
    Predictions,
)

INTERNAL: Final = ("val", "test")
EXTERNAL: Final = "adult"
TO_REFUSE: Final = ("lateral", LATERAL_LEARNT, NOT_CHEST, NOT_CHEST_LEARNT, *ALTERED.values())


def all_figures(
    table: Predictions, manifest: Manifest, replicates: int = REPLICATES
) -> dict[str, Any]:
    """Compute every figure, irrespective of the gate unless its name says otherwise.

    Args:
        table: The predictions, as read back from the stored file.
        manifest: Temperature, conformal thresholds and the identity of the model.
        replicates: Replicates of the bootstrap.

    Returns:
        A document of JSON values: ``val``, ``test`` and ``adult`` (see `split_figures`; adult has
        ``opacity`` and ``abnormal`` besides), ``gate``, ``age`` and ``method``.
    """
    samples: dict[str, CalibratedFilms] = {
        split: take(table, np.asarray(table.split == split), manifest, replicates)
        for split in (*INTERNAL, EXTERNAL, *TO_REFUSE)
        if (table.split == split).any()
    }
    figures: dict[str, Any] = {
        split: split_figures(samples[split]) for split in (*INTERNAL, EXTERNAL)
    }
    adult = samples[EXTERNAL]
    figures[EXTERNAL] |= {
        "healthy_vs_ill_with_opacity": healthy_vs_ill_with_opacity(adult),
        "healthy_vs_opacity_one_family": healthy_vs_opacity_one_family(table, manifest, replicates),
        "opacity": opacity_figures(adult),
        "abnormal": abnormal_figures(adult),
    }
    cohorts = {split: sample.cohort for split, sample in samples.items()}
    return {
        **figures,
        "gate": gate_figures(table, cohorts, manifest.gate),
        "age": age_figures(
            table, {split: samples[split] for split in (*INTERNAL, EXTERNAL)}, manifest.gate
        ),
        "method": {
            "model_sha256": manifest.model_sha256,
            "temperature": manifest.temperature,
            "bootstrap": {
                "replicates": replicates,
                "level": LEVEL,
                "seed": SEED,
                "unit": "group",
                "kind": "percentile",
            },
        },
    }


Document = dict[str, Any]

IN_DATA = {"child": "pediatric", "adult": "adult"}
"""What the data sets call children and adults."""


def age_figures(
    table: Predictions, samples: Mapping[str, CalibratedFilms], thresholds: Mapping[str, float]
) -> Document:
    """Measure the age head on each split.

    Args:
        table: All pictures.
        samples: The splits to measure.
        thresholds: ``child`` and ``adult`` of the gate.

    Returns:
        For each split ``right``, ``wrong`` and ``unclear``, shares of its films; the same by source
        and population (``by_source``: ``source, population``); and ``foreign``, the share whose
        answer is a class learnt from films of others alone.
    """
    figures: Document = {}
    for split, sample in samples.items():
        signal = table.child[table.split == split]
        seen = [population_of({CHILD: float(value)}, thresholds) for value in signal]
        looks = np.array([name or "" for name in seen])
        truth = np.array([_known(str(name)) for name in sample.population])
        family = np.array(
            [f"{source}, {name}" for source, name in zip(sample.source, truth, strict=True)]
        )
        foreign = np.array(
            [
                is_foreign(CLASSES[answer], name)
                for answer, name in zip(sample.answers, seen, strict=True)
            ]
        )
        everyone = np.ones(len(truth), dtype=np.bool_)
        shares = {"right": looks == truth, "unclear": looks == ""}
        shares["wrong"] = ~shares["right"] & ~shares["unclear"]

        def count(
            films: Mask, sample: CalibratedFilms = sample, shares: Mapping[str, Mask] = shares
        ) -> Document:
            return {
                name: document(share(sample.cohort, event, films))
                for name, event in sorted(shares.items())
            }

        figures[split] = {
            **count(everyone),
            "by_source": {
                str(name): count(np.asarray(family == name)) for name in np.unique(family)
            },
            "foreign": document(share(sample.cohort, foreign, everyone)),
        }
    return figures


def _known(population: str) -> str:
    return next((name for name, said in IN_DATA.items() if said == population), "unknown")

"""How often children and adults are told apart, and how often an answer contradicts that."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.classifier.age import is_foreign, population_of
from model.classifier.classes import CLASSES
from model.classifier.signals import CHILD
from model.evaluation.metrics import Mask, share
from model.evaluation.sample import Sample
from model.evaluation.split_figures import document
from model.evaluation.table import Predictions

Document = dict[str, Any]

IN_DATA = {"child": "pediatric", "adult": "adult"}
"""What the data sets call children and adults."""


def age_figures(
    table: Predictions, samples: Mapping[str, Sample], thresholds: Mapping[str, float]
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
            films: Mask, sample: Sample = sample, shares: Mapping[str, Mask] = shares
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

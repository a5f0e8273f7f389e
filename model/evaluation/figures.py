"""All figures of one table of predictions: the document that goes into the manifest."""

from typing import Any, Final

import numpy as np

from model.classifier.artefacts import Manifest
from model.evaluation.adult_figures import (
    abnormal_figures,
    healthy_vs_ill_with_opacity,
    healthy_vs_opacity_one_family,
    opacity_figures,
)
from model.evaluation.age_figures import age_figures
from model.evaluation.bootstrap import LEVEL, REPLICATES, SEED
from model.evaluation.gate_figures import gate_figures
from model.evaluation.sample import Sample, take
from model.evaluation.split_figures import split_figures
from model.evaluation.table import (
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
    samples: dict[str, Sample] = {
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

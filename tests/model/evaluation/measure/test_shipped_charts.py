"""What the charts recompute from the stored predictions is what `evaluate` wrote."""

import numpy as np
import pytest

from model.classifier.artefacts import checked_path, load_manifest
from model.classifier.classes import CLASSES
from model.evaluation.measure.confusion import confusion, source_sensitivities
from model.evaluation.measure.curves import roc
from model.evaluation.measure.operating_points import operating_point
from model.evaluation.measure.sample import take
from model.evaluation.measure.uncertainty import (
    calibration,
    coverage_by_label,
    coverage_by_source,
    size_shares,
)
from model.evaluation.predictions import PREDICTIONS, read_predictions

SPLITS = ("val", "test", "adult")


@pytest.fixture(scope="module")
def shipped():
    return load_manifest()


@pytest.fixture(scope="module")
def films(shipped):
    table = read_predictions(checked_path(PREDICTIONS, shipped))
    return {split: take(table, table.split == split, shipped) for split in SPLITS}


@pytest.mark.parametrize("split", SPLITS)
def test_sensitivity_specificity_and_auc(shipped, films, split):
    written = shipped.figures[split]["by_class"]
    for label in CLASSES:
        point = operating_point(films[split], label, None)
        assert point.sensitivity.document() == written[label]["sensitivity"]
        assert point.specificity.document() == written[label]["specificity"]
        assert roc(films[split], label).area.document() == written[label]["auc"]


@pytest.mark.parametrize("split", SPLITS)
def test_confusion_and_macro_recall(shipped, films, split):
    written = shipped.figures[split]
    found = confusion(films[split], 0.25)
    assert [list(row.counts[:4]) for row in found.rows[:4]] == written["confusion"]
    assert found.recall.document() == written["macro_recall"]
    for row in found.rows[4:]:
        answers = written[row.label]["answers"]
        assert dict(zip(CLASSES, row.counts, strict=False)) == answers


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(("name", "scaled"), [("before", False), ("after", True)])
def test_calibration(shipped, films, split, name, scaled):
    written = shipped.figures[split]["calibration"]
    found = calibration(films[split], scaled=scaled)
    assert round(found.ece.value, 4) == written["ece"][name]
    assert found.brier.document() == written["brier"][name]
    bins = [one for one in written["reliability"][name] if one["n"]]
    assert [
        {
            "n": one.accuracy.n,
            "confidence": round(one.confidence, 4),
            "accuracy": round(one.accuracy.value, 4),
        }
        for one in found.bins
    ] == bins
    # Percentiles of an error that few films push up: above the figure, never below it.
    assert found.ece.low <= found.ece.value <= found.ece.high


@pytest.mark.parametrize("split", SPLITS)
def test_prediction_sets(shipped, films, split):
    written = shipped.figures[split]["conformal"]
    for rows, part in (
        (coverage_by_label(films[split]), written["by_class"]),
        (coverage_by_source(films[split]), written["by_source"]),
    ):
        assert rows[0].coverage.document() == written["coverage"]
        assert rows[0].size.document() == written["mean_set_size"]
        for one in rows[1:]:
            if one.name == "opacity":
                own = shipped.figures[split]["opacity"]
                assert one.coverage.document() == own["set_holds_either"]
                continue
            assert one.coverage.document() == part[one.name]["coverage"]
            assert one.size.document() == part[one.name]["mean_set_size"]
    sizes = [round(one.value * one.n) for one in size_shares(films[split])]
    assert sizes == list(written["set_sizes"].values())


@pytest.mark.parametrize("split", SPLITS)
def test_sensitivity_by_source(shipped, films, split):
    written = shipped.figures[split]
    rows = source_sensitivities(films[split], np.ones(len(films[split].label), dtype=bool))
    for one in rows:
        if one.label == "opacity":
            expected = written["opacity"]["by_source"][one.source]["called_either"]
        else:
            expected = written["by_source"][one.source]["by_class"][one.label]["sensitivity"]
        assert one.sensitivity.document() == expected
    assert {one.label for one in rows} >= set(CLASSES)

"""The committed figures about explanations: there, whole, and what was asked for."""

import pytest

from model.classifier.artefacts import load_manifest
from model.explain.methods import METHODS, published_hits
from model.explain.shortcuts import survival
from model.explain.verdict import thresholds_of


@pytest.fixture(scope="module")
def explanation():
    return load_manifest().explanation


def test_every_part_was_measured(explanation):
    assert list(explanation) == ["localisation", "lungs", "shortcuts", "verdict"]


def test_the_lungs_reach_what_was_asked_for(explanation):
    jsrt = explanation["lungs"]["dice"]["jsrt"]["lungs"]["mean"]
    assert jsrt["n"] == 47
    assert jsrt["value"] >= 0.95


def test_maps_of_random_weight_networks_are_not_to_be_used(explanation):
    random = explanation["verdict"]["random_networks"]
    held_out = random["held_out"]["do-not-use"]
    assert held_out["n"] == len(random["seeds"]["held_out"]) * random["films"]
    assert held_out["value"] >= 0.95


def test_the_verdict_has_thresholds_within_reach_and_450_passes(explanation):
    thresholds = thresholds_of(explanation)
    # An even spread has 1 and 0; a threshold below that would let anything pass.
    assert thresholds.lungs > 1
    assert thresholds.faithfulness > 0
    assert explanation["verdict"]["passes"] <= 450
    for split in ("val", "test", "adult"):
        own = explanation["verdict"]["shipped"][split]["all"]
        assert own["supported"]["value"] > 0
        assert own["supported"]["n"] == own["weak"]["n"] == own["do-not-use"]["n"]


def test_survival_without_lungs_can_be_quoted():
    found = survival(load_manifest())
    assert found is not None
    assert 0 < found.low < found.share < found.high < 1
    assert found.films > 900


def test_every_method_was_held_against_drawn_lesions(explanation):
    part = explanation["localisation"]
    assert {row["method"] for row in part["settings"]} == set(METHODS)
    assert sum(part["films"].values()) == part["cover"]["all"]["lungs"]["hit"]["n"]
    for name, method in METHODS.items():
        found = published_hits(load_manifest(), name, "conv5")
        assert found is not None
        assert 0 <= found.share < found.lungs < 1
        if method.stages:
            assert published_hits(load_manifest(), name, "conv2") is None

from types import SimpleNamespace

import numpy as np
import pytest

from model.classifier.engine import Forward
from model.explain.lungs import Lungs
from model.explain.shortcuts import (
    DESCRIPTIONS,
    NEEDS_LUNGS,
    NO_LUNGS,
    TITLES,
    VARIANTS,
    Survival,
    changed,
    left_out,
    run_shortcuts,
    shortcut_variants,
    survival,
)


class PlantedEngine:
    """Answers COVID-19 where one region of the picture is bright, healthy elsewhere."""

    manifest = SimpleNamespace(temperature=2.0)

    def __init__(self, region):
        self.region = region
        self.batches = []

    def run(self, inputs):
        self.batches.append(inputs.shape)
        bright = inputs[:, *self.region, 0].mean(axis=(1, 2)) > 128
        logits = np.zeros((len(inputs), 4), np.float32)
        logits[bright, 1] = 4.0
        logits[~bright, 0] = 4.0
        return Forward(logits, np.zeros((len(inputs), 7, 7, 1)), np.zeros((len(inputs), 1)))


def make_lungs(confident=True):
    left, right = np.zeros((2, 224, 224), bool)
    left[50:150, 40:90] = True
    right[50:150, 130:180] = True
    return Lungs(left, right, confident)


@pytest.fixture
def lungs():
    return make_lungs()


@pytest.fixture
def picture(lungs):
    """Grey, with bright lungs and a white bar near the upper left corner, where markers are."""
    grey = np.full((224, 224), 60, np.float32)
    grey[lungs.mask] = 200
    grey[20:34, 20:24] = 255
    return np.repeat(grey[:, :, None], 3, axis=2)


MARKER = np.s_[20:34, 20:24]
LUNG = np.s_[70:130, 50:80]


def test_one_batch_answers_all_variants_in_order(picture, lungs):
    engine = PlantedEngine(LUNG)
    answers = run_shortcuts(picture, lungs, engine)
    assert tuple(answers) == VARIANTS
    assert engine.batches == [(6, 224, 224, 3)]
    for answer in answers.values():
        assert (answer.picture.dtype, answer.picture.shape) == (np.uint8, (224, 224))
        assert sum(answer.probabilities.values()) == pytest.approx(1)


def test_probabilities_are_calibrated(picture, lungs):
    answer = run_shortcuts(picture, lungs, PlantedEngine(LUNG))["as-is"]
    # Logit 4 against three of 0, at a temperature of 2.
    assert answer.probabilities["covid"] == pytest.approx(np.exp(2) / (np.exp(2) + 3))
    assert answer.predicted == "covid"


def test_an_engine_that_reads_a_corner_marker_is_found_out(picture, lungs):
    answers = run_shortcuts(picture, lungs, PlantedEngine(MARKER))
    assert answers["as-is"].predicted == answers["lungs-out"].predicted == "covid"
    assert answers["borders-erased"].predicted == "healthy"
    assert set(changed(answers)) >= {"borders-erased", "flipped"}
    assert not {"lungs-out", "marked"} & set(changed(answers))


def test_an_engine_that_reads_the_lungs_passes(picture, lungs):
    answers = run_shortcuts(picture, lungs, PlantedEngine(LUNG))
    assert changed(answers) == ("lungs-out",)


def test_an_engine_that_reads_the_other_corner_falls_for_the_marker(picture, lungs):
    answers = run_shortcuts(picture, lungs, PlantedEngine(np.s_[6:8, 198:218]))
    assert "marked" in changed(answers)


@pytest.mark.parametrize("unsure", [None, make_lungs(confident=False)])
def test_without_sure_lungs_their_variants_are_left_out_for_a_reason(picture, unsure):
    answers = run_shortcuts(picture, unsure, PlantedEngine(MARKER))
    assert tuple(answers) == ("as-is", "borders-erased", "flipped", "marked")
    assert left_out(unsure) == {"lungs-only": NO_LUNGS, "lungs-out": NO_LUNGS}
    assert "borders-erased" in changed(answers)


def test_nothing_is_left_out_with_lungs(lungs):
    assert left_out(lungs) == {}


def test_the_variants_are_what_they_are_called(picture, lungs):
    variants = shortcut_variants(picture, lungs)
    np.testing.assert_array_equal(variants["as-is"], picture)
    np.testing.assert_array_equal(variants["flipped"], picture[:, ::-1])
    assert variants["lungs-out"][LUNG].tolist() == np.full((60, 30, 3), 60).tolist()
    assert variants["lungs-only"][MARKER].tolist() == np.full((14, 4, 3), 200).tolist()
    for variant in variants.values():
        assert (variant.dtype, variant.shape) == (np.float32, (224, 224, 3))
        assert 0 <= variant.min() <= variant.max() <= 255


def test_every_variant_has_words():
    assert tuple(TITLES) == tuple(DESCRIPTIONS) == VARIANTS
    assert set(NEEDS_LUNGS) < set(VARIANTS)


def test_the_headline_is_read_from_the_manifest():
    kept = {"value": 0.6, "low": 0.5, "high": 0.7, "n": 980, "groups": 900}
    part = {
        "test": {
            "variants": {"lungs-out": {"all": {"kept": kept}}},
            "controls": {"fill-alone": {"all": {"kept": {**kept, "value": 0.1}}}},
        }
    }
    manifest = SimpleNamespace(explanation={"shortcuts": part})
    assert survival(manifest) == Survival(0.6, 0.5, 0.7, films=980, by_fill=0.1)
    assert survival(SimpleNamespace(explanation={})) is None

"""The rule on numbers, on a network that reads a planted square, on one that has learnt nothing."""

import numpy as np
import pytest

from model.classifier.classes import CLASSES
from model.classifier.engine import Forward
from model.explain.faithfulness import Faithfulness
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs
from model.explain.methods import explain
from model.explain.target import Target
from model.explain.verdict import MapMeasures, Thresholds, fold, judge, measure, thresholds_of

THRESHOLDS = Thresholds(lungs=1.1, faithfulness=0.15, agreement=0.4, stability=0.9, survival=0.5)


def measured(lungs=1.4, share=0.3, agreement=0.5, stability=0.95):
    faithful = Faithfulness(0.5, 2.0, 1.0, 1.2, 1.3, share, 0.9) if share is not None else None
    return MapMeasures(lungs, 0.5, 0.35, faithful, agreement, "occlusion", stability, 225)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "supported"),
        ({"stability": None}, "supported"),
        ({"agreement": 0.4}, "weak"),
        ({"stability": 0.8}, "weak"),
        ({"lungs": None}, "weak"),
        ({"lungs": 1.1}, "do-not-use"),
        ({"share": 0.15}, "do-not-use"),
        ({"share": None, "agreement": None, "stability": None}, "do-not-use"),
        ({"lungs": 1.0, "agreement": 0.1}, "do-not-use"),
    ],
)
def test_four_numbers_fold_into_one_word(changes, word):
    verdict = fold(measured(**changes), THRESHOLDS)
    assert verdict.word == word
    assert [check.name for check in verdict.checks] == [
        "lungs",
        "faithfulness",
        "agreement",
        "stability",
    ]
    assert [check.passed is None for check in verdict.checks] == [
        check.value is None for check in verdict.checks
    ]


def test_thresholds_come_from_the_manifest():
    assert thresholds_of({}) is None
    stored = {"verdict": {"thresholds": dict(vars(THRESHOLDS)), "quantile": 0.95}}
    assert thresholds_of(stored) == THRESHOLDS


class Planted:
    """One channel, the contrast of each cell; the COVID logit counts one cell alone."""

    head_weights = np.array([[0.0, 49.0, 0.0, 0.0]], np.float32)

    def __init__(self, row=2, column=1):
        self.cell = (row, column)
        self.passes = 0

    def run(self, inputs):
        self.passes += len(inputs)
        cells = inputs[..., 0].reshape(len(inputs), 7, 32, 7, 32).std(axis=(2, 4))
        maps = np.zeros((len(inputs), 7, 7, 1), np.float32)
        maps[:, *self.cell, 0] = cells[:, *self.cell] / 20
        logits = np.zeros((len(inputs), 4), np.float32)
        logits[:, 1] = maps.sum(axis=(1, 2, 3))
        return Forward(logits, maps, maps.mean(axis=(1, 2)))


@pytest.fixture
def picture():
    generator = np.random.default_rng(7)
    grey = generator.uniform(0, 255, (224, 224, 1)).astype(np.float32)
    return np.repeat(grey, 3, axis=2)


def lungs_at(columns, *, confident=True):
    left, right = np.zeros((224, 224), bool), np.zeros((224, 224), bool)
    left[40:190, columns] = True
    right[40:190, 150:200] = True
    return Lungs(left, right, confident)


def test_a_network_that_reads_a_planted_square_is_mapped_and_supported(picture):
    network = Planted()
    heat = explain("grad-cam", picture, Target("covid"), network)
    assert heat.peak == pytest.approx((2.5 / 7, 1.5 / 7))
    told = []
    verdict = judge(
        heat,
        picture,
        network,
        lungs_at(slice(20, 80)),
        THRESHOLDS,
        progress=lambda *now: told.append(now),
    )
    assert verdict.word == "supported", verdict
    assert verdict.faithfulness.rank == 1.0
    assert verdict.agreement_with == "occlusion"
    assert verdict.inside > 0.9
    assert verdict.passes == 225
    # One for the map, one more that occlusion compares with is among the fifty.
    assert network.passes == 1 + verdict.passes
    assert told[-1] == (225, 225)


def test_the_same_map_is_not_to_be_used_where_the_square_lies_beside_the_lungs(picture):
    network = Planted(row=0, column=3)
    heat = explain("grad-cam", picture, Target("covid"), network)
    verdict = judge(heat, picture, network, lungs_at(slice(20, 80)), THRESHOLDS)
    assert verdict.word == "do-not-use"
    assert {check.name: check.passed for check in verdict.checks}["faithfulness"] is True
    assert verdict.inside < 0.1


def test_a_map_that_points_elsewhere_is_not_to_be_used(picture):
    network = Planted()
    values = np.zeros((7, 7), np.float32)
    values[3, 5] = 1.0
    wrong = HeatMap("grad-cam", Target("covid"), "conv5", values, 1)
    verdict = judge(wrong, picture, network, lungs_at(slice(20, 80)), THRESHOLDS)
    assert verdict.word == "do-not-use"
    assert {check.name: check.passed for check in verdict.checks}["faithfulness"] is False


def test_without_lungs_the_map_is_weak_at_best(picture):
    network = Planted()
    heat = explain("grad-cam", picture, Target("covid"), network)
    verdict = judge(heat, picture, network, lungs_at(slice(20, 80), confident=False), THRESHOLDS)
    assert verdict.word == "weak"
    assert (verdict.inside, verdict.area) == (None, None)


def test_no_evidence_is_not_to_be_used_and_costs_nothing(picture):
    network = Planted()
    heat = explain("grad-cam", picture, Target("viral"), network)
    asked = network.passes
    verdict = judge(heat, picture, network, lungs_at(slice(20, 80)), THRESHOLDS)
    assert verdict.word == "do-not-use"
    assert network.passes == asked
    assert verdict.passes == 0


@pytest.mark.parametrize("name", ["grad-cam", "occlusion", "rise"])
def test_no_verdict_takes_more_than_450_passes(picture, name):
    network = Planted()
    heat = HeatMap(name, Target("covid"), "", np.eye(7, dtype=np.float32), 1000)
    if name == "grad-cam":
        heat = explain(name, picture, Target("covid"), network)
    if name == "occlusion":
        heat = explain(name, picture, Target("covid"), network)
    before = network.passes
    found = measure(heat, picture, network, lungs_at(slice(20, 80)))
    assert network.passes - before == found.passes <= 450
    # Five more maps of a thousand passes each cannot be afforded: not measured, and said so.
    assert (found.stability is None) == (name == "rise")


@pytest.mark.tensorflow
@pytest.mark.parametrize("side", [96, pytest.param(224, marks=pytest.mark.slow)])
def test_a_random_weight_network_gets_do_not_use(side):
    """The shipped rule, on the shipped graph with random weights; `evaluate` counts it on films."""
    from model.classifier.artefacts import load_manifest
    from model.evaluation.figures.judged import RandomNetwork
    from tests.dicom_factory import chest

    thresholds = thresholds_of(load_manifest().explanation)
    network = RandomNetwork(seed=99, input_size=side)
    words = []
    for index in range(4):
        film = chest(side, side)
        film = np.roll(film, 6 * index * side // 224, axis=1)[:, :: 1 - 2 * (index % 2)]
        picture = np.repeat(255 * film[..., np.newaxis], 3, axis=2).astype(np.float32)
        answer = CLASSES[int(network.run(picture[np.newaxis]).logits[0].argmax())]
        heat = explain("grad-cam", picture, Target(answer), network)
        lungs = lungs_at(slice(30, 85))
        words.append(judge(heat, picture, network, lungs, thresholds).word)
    assert words == ["do-not-use"] * 4

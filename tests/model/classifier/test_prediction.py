import dataclasses

import numpy as np
import pytest

from model.classifier.artefacts import Manifest, StoredFile
from model.classifier.engine import FeatureSpace, Forward
from model.classifier.prediction import examine
from tests.model.classifier.test_gate import radiograph

BIAS = np.array([0.5, 0.0, 0.0, 0.0], np.float32)


class FixedEngine:
    """An engine whose two channels light up in one cell each."""

    def __init__(self, *, far=False, age=0.0):
        self.calls = 0
        self.head_weights = np.array([[49, 0, 0, 0], [0, 0, 98, 0]], np.float32)
        self.head_bias = BIAS
        self.feature_space = FeatureSpace(
            head_weights=self.head_weights,
            head_bias=BIAS,
            mean=np.zeros(2, np.float32),
            # The second channel lies outside the span of a far space: 2 / 49 > the threshold.
            basis=np.eye(2, dtype=np.float32)[:, : 1 if far else 2],
            scales=np.ones(1 if far else 2, np.float32),
            residual=np.array([0, 1], np.float32),
            views=np.full((3 if far else 4, 7), [[0]] * (2 if far else 3) + [[-1]], np.float32),
            age=np.array([0] * (2 if far else 3) + [age], np.float32),
        )
        self.manifest = Manifest(
            labels=("healthy", "covid", "bacterial", "viral"),
            files={"negatoscope.bin": StoredFile("ab" * 32, 1)},
            temperature=2.0,
            coverage=0.9,
            conformal_thresholds={"healthy": 0.2, "covid": 0.2, "bacterial": 0.2, "viral": 0.2},
            gate={
                "smallest_side": 128,
                "chroma": 0.02,
                "flat": 0.33,
                "distance": 0.01,
                "view": 0.0,
                "child": 0.5,
                "adult": -0.5,
            },
            training={},
            figures={},
        )
        self.model_sha256 = self.manifest.model_sha256

    def run(self, inputs):
        self.calls += 1
        assert inputs.shape == (1, 224, 224, 3)
        maps = np.zeros((1, 7, 7, 2), np.float32)
        maps[0, 0, 0, 0] = 1.5
        maps[0, 6, 6, 1] = 2.0
        features = maps.mean(axis=(1, 2))
        return Forward(features @ self.head_weights + BIAS, maps, features)


def test_an_answer_from_one_pass():
    engine = FixedEngine()
    examination = examine(radiograph(), engine)
    assert engine.calls == 1
    assert examination.accepted
    assert examination.refusals == ()
    assert examination.model_sha256 == "ab" * 32
    answer = examination.answer
    assert answer is not None
    assert examination.logits == pytest.approx(
        {"healthy": 2.0, "covid": 0.0, "bacterial": 4.0, "viral": 0.0}
    )
    scaled = np.exp(np.array([1.0, 0.0, 2.0, 0.0]))
    assert list(answer.probabilities.values()) == pytest.approx(list(scaled / scaled.sum()))
    assert answer.predicted == "bacterial"
    assert answer.prediction_set == ("bacterial", "healthy")
    assert answer.evidence.map_of("bacterial")[6, 6] == pytest.approx(4.0)
    assert answer.evidence.map_of("healthy")[0, 0] == pytest.approx(1.5)


def test_a_refused_picture_gets_no_answer():
    examination = examine(radiograph(), FixedEngine(far=True))
    assert not examination.accepted
    assert [notice.code for notice in examination.refusals] == ["out-of-distribution"]
    assert examination.answer is None
    assert examination.gate["distance"] == pytest.approx(2 / 49)


def test_header_and_features_are_both_named():
    far = FixedEngine(far=True)
    examination = examine(radiograph(technical={"Modality": "CT"}), far)
    assert [notice.code for notice in examination.refusals] == [
        "wrong-modality",
        "out-of-distribution",
    ]


def test_force_answers_and_still_refuses():
    examination = examine(radiograph(), FixedEngine(far=True), force=True)
    assert not examination.accepted
    assert examination.answer is not None
    assert examination.answer.predicted == "bacterial"


def test_warnings_of_the_reading_are_passed_on():
    from model.messages import Notice

    warned = dataclasses.replace(radiograph(), warnings=(Notice("looks-inverted"),))
    assert examine(warned, FixedEngine()).warnings == (Notice("looks-inverted"),)


@pytest.mark.parametrize(("age", "expected"), [(0.6, "child"), (-0.6, "adult"), (0.0, None)])
def test_whom_the_film_looks_like_is_carried_along(age, expected):
    examination = examine(radiograph(), FixedEngine(age=age))
    assert examination.population == expected
    assert examination.gate["child"] == pytest.approx(age)

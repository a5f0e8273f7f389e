import numpy as np
import pytest
from scipy.special import softmax

from model.classifier.calibration import probabilities
from model.training.calibrate import conformal_thresholds, fit_offsets, fit_temperature

LABELS = ("healthy", "covid", "bacterial", "viral")


def test_temperature_recovers_the_one_that_spoilt_the_logits():
    generator = np.random.default_rng(0)
    honest = generator.normal(0, 2, (20_000, 4))
    truth = np.array([generator.choice(4, p=row) for row in softmax(honest, axis=1)])
    assert fit_temperature(3.0 * honest, truth) == pytest.approx(3.0, rel=0.03)


def sensitivities(logits, truth):
    return np.array([np.mean(logits[truth == k].argmax(axis=1) == k) for k in range(4)])


def test_offsets_bring_a_class_back_that_training_drew_too_seldom():
    generator = np.random.default_rng(0)
    truth = np.repeat(np.arange(4), 500)
    honest = generator.normal(0, 1, (2000, 4)) + 2 * np.eye(4)[truth]
    spoilt = honest - [0, 0, 0, 1.5]
    equal = dict.fromkeys(LABELS, 0.8)
    offsets = fit_offsets(spoilt, truth, equal)
    assert offsets[0] == 0
    np.testing.assert_allclose(offsets, [0, 0, 0, 1.5], atol=0.15)
    assert np.ptp(sensitivities(spoilt + offsets, truth)) < 0.04
    assert sensitivities(spoilt, truth)[3] < 0.5


def test_a_higher_floor_gets_more_of_what_there_is():
    generator = np.random.default_rng(1)
    truth = np.repeat(np.arange(4), 500)
    logits = generator.normal(0, 1, (2000, 4)) + 2 * np.eye(4)[truth]
    floors = {"healthy": 0.9, "covid": 0.8, "bacterial": 0.8, "viral": 0.7}
    reached = sensitivities(logits + fit_offsets(logits, truth, floors), truth)
    margins = reached - list(floors.values())
    assert np.ptp(margins) < 0.05


def test_conformal_threshold_is_the_finite_sample_quantile():
    # Nine films: floor(10 × 0.2) = 2, so the second smallest probability is the threshold.
    calibrated = np.zeros((9, 4))
    calibrated[:, 1] = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    thresholds = conformal_thresholds(calibrated, np.ones(9, dtype=int), LABELS, 0.8)
    assert thresholds == {"healthy": 0.0, "covid": 0.2, "bacterial": 0.0, "viral": 0.0}


def test_conformal_coverage_holds_on_exchangeable_films():
    generator = np.random.default_rng(1)
    truth = generator.integers(0, 4, 40_000)
    logits = generator.normal(0, 1, (40_000, 4)) + 1.5 * np.eye(4)[truth]
    calibrated = probabilities(logits, 1.0)
    thresholds = conformal_thresholds(calibrated[:20_000], truth[:20_000], LABELS, 0.9)
    for index, name in enumerate(LABELS):
        own = calibrated[20_000:][truth[20_000:] == index, index]
        assert np.mean(own >= thresholds[name]) == pytest.approx(0.9, abs=0.015)

import numpy as np
from scipy.special import softmax

from model.classifier.calibration import (
    prediction_set,
    probabilities,
)

LABELS = ("healthy", "covid", "bacterial", "viral")


def test_probabilities_at_temperature_one_are_softmax():
    np.testing.assert_allclose(
        probabilities(np.array([0.0, np.log(2.0), np.log(3.0), np.log(4.0)]), 1.0),
        [0.1, 0.2, 0.3, 0.4],
    )


def test_a_higher_temperature_softens_and_keeps_the_order():
    logits = np.array([3.0, 1.0, 0.0, -1.0])
    sharp, soft = probabilities(logits, 1.0), probabilities(logits, 2.0)
    assert soft[0] < sharp[0]
    np.testing.assert_array_equal(np.argsort(soft), np.argsort(sharp))
    np.testing.assert_allclose(soft, softmax(logits / 2))


def test_prediction_set_is_ranked_and_never_empty():
    calibrated = {"healthy": 0.1, "covid": 0.05, "bacterial": 0.45, "viral": 0.4}
    assert prediction_set(calibrated, dict.fromkeys(LABELS, 0.3)) == ("bacterial", "viral")
    assert prediction_set(calibrated, dict.fromkeys(LABELS, 0.9)) == ("bacterial",)
    assert prediction_set(calibrated, dict.fromkeys(LABELS, 0.0)) == (
        "bacterial",
        "viral",
        "healthy",
        "covid",
    )

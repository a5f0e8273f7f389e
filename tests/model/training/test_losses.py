import numpy as np
import pytest

pytestmark = pytest.mark.tensorflow

LOGITS = np.log(np.array([[0.1, 0.2, 0.3, 0.4]], np.float32))


def loss(targets, smoothing):
    from model.training.losses import PartialLabelCrossEntropy

    allowed = np.array([targets], np.float32)
    return float(PartialLabelCrossEntropy(smoothing)(allowed, LOGITS))


def test_one_allowed_class_is_cross_entropy():
    assert loss([0, 1, 0, 0], 0.0) == pytest.approx(-np.log(0.2), rel=1e-5)


def test_two_allowed_classes_are_charged_for_their_sum():
    assert loss([0, 0, 1, 1], 0.0) == pytest.approx(-np.log(0.7), rel=1e-5)


def test_all_allowed_costs_nothing():
    assert loss([1, 1, 1, 1], 0.0) == pytest.approx(0.0, abs=1e-6)


def test_smoothing_equals_keras_on_full_labels():
    import keras

    expected = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)(
        np.array([[0, 1, 0, 0]], np.float32), LOGITS
    )
    assert loss([0, 1, 0, 0], 0.1) == pytest.approx(float(expected), rel=1e-5)


def test_a_mixture_is_charged_for_each_film_by_its_share():
    mixed = loss([[0.25, 0, 0, 0], [0, 0, 0.75, 0.75]], 0.0)
    assert mixed == pytest.approx(-0.25 * np.log(0.1) - 0.75 * np.log(0.7), rel=1e-5)


def test_a_film_with_no_share_charges_nothing():
    alone = loss([[0, 1, 0, 0], [0, 0, 0, 0]], 0.1)
    assert alone == pytest.approx(loss([0, 1, 0, 0], 0.1), rel=1e-6)

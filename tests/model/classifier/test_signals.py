import numpy as np
import pytest

from model.classifier.engine import FeatureSpace
from model.classifier.signals import VIEWS, feature_signals, locate


def line(views=((0.0, 0.0, 0.0),) * 7, age=(0.0, 0.0, 0.0)):
    """A space whose training films lie along the first of two axes, two units apart."""
    return FeatureSpace(
        head_weights=np.zeros((2, 4), np.float32),
        head_bias=np.zeros(4, np.float32),
        mean=np.array([1.0, 0.0], np.float32),
        basis=np.array([[1.0], [0.0]], np.float32),
        scales=np.array([2.0], np.float32),
        residual=np.array([0.5, 0.25], np.float32),
        views=np.array(views, np.float32).T,
        age=np.array(age, np.float32),
    )


def test_distance_is_the_part_outside_the_span():
    features = np.array([[9.0, 0.0], [1.0, 3.0], [-4.0, -0.5]], np.float32)
    np.testing.assert_allclose(feature_signals(features, line())["distance"], [0.0, 3.0, 0.5])


def test_coordinates_are_whitened_and_of_length_one():
    # (4 / 2, (1 - 0.5) / 0.25) = (2, 2), brought to length 1.
    _, coordinates = locate(np.array([[5.0, 1.0]], np.float32), line())
    np.testing.assert_allclose(coordinates, [[np.sqrt(0.5), np.sqrt(0.5)]])


def test_a_film_at_the_centre_has_no_direction():
    # Distance exactly at its mean and no component: nothing to divide by.
    _, coordinates = locate(np.array([[1.0, 0.5]], np.float32), line())
    np.testing.assert_array_equal(coordinates, [[0.0, 0.0]])


def test_each_view_and_the_age_has_a_head_of_its_own():
    views = [[0.0, 0.0, float(index)] for index in range(7)]
    views[2] = [2.0, -1.0, 0.25]
    found = feature_signals(
        np.array([[5.0, 1.0]], np.float32), line(tuple(views), age=(0.0, 4.0, -1.0))
    )
    assert list(found) == ["distance", *VIEWS, "child"]
    assert found["lateral-view"][0] == 0.0
    assert found["turned-clockwise"][0] == 1.0
    assert found[VIEWS[2]][0] == pytest.approx(2 * np.sqrt(0.5) - np.sqrt(0.5) + 0.25)
    assert found["not-a-chest"][0] == 6.0
    assert found["child"][0] == pytest.approx(4 * np.sqrt(0.5) - 1)

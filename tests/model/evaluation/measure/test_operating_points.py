from dataclasses import replace

import numpy as np
import pytest

from model.evaluation.measure.operating_points import RULES, called, operating_point, thresholds
from model.evaluation.measure.sample import take


@pytest.fixture(scope="module")
def test_films(table, manifest):
    return take(table, table.split == "test", manifest, 200)


@pytest.fixture(scope="module")
def scored(make_table, manifest):
    """Ten viral and ten healthy films with scores of their own for viral."""
    rows = [("val", "viral", "kermany", "pediatric", n, "viral", "") for n in range(10)]
    rows += [("val", "healthy", "rsna", "adult", 10 + n, "healthy", "") for n in range(10)]
    viral = np.array([0.125, 0.225, *[0.805] * 8, *[0.055] * 5, *[0.305] * 4, 0.605])
    probabilities = np.stack([0.9 * (1 - viral), *[0.05 * (1 - viral)] * 2, viral], axis=1)
    table = replace(make_table(rows), logits=np.log(probabilities).astype(np.float32))
    return take(table, np.ones(20, dtype=bool), manifest, 50)


def test_the_likeliest_class_is_called_without_a_threshold(test_films):
    point = operating_point(test_films, "viral", None)
    assert called(test_films, "viral", None).sum() == 2
    assert point.threshold is None
    assert (point.n, point.groups) == (12, 11)
    assert (point.sensitivity.value, point.sensitivity.n) == (0.5, 2)
    assert (point.specificity.value, point.specificity.n) == (0.9, 10)
    assert (point.ppv.value, point.ppv.n) == (0.5, 2)
    assert (point.npv.value, point.npv.n) == (0.9, 10)


def test_a_low_threshold_calls_every_film(test_films):
    point = operating_point(test_films, "viral", 0.05)
    assert (point.sensitivity.value, point.specificity.value) == (1.0, 0.0)
    assert point.sensitivity.exact
    assert point.specificity.exact
    assert point.ppv.value == pytest.approx(2 / 12)
    assert point.npv is None


def test_a_high_threshold_calls_none(test_films):
    point = operating_point(test_films, "viral", 0.8)
    assert (point.sensitivity.value, point.specificity.value) == (0.0, 1.0)
    assert point.ppv is None
    assert point.npv.value == pytest.approx(10 / 12)


def test_the_interval_is_that_of_the_replicates(test_films):
    point = operating_point(test_films, "covid", None)
    assert point.sensitivities.shape == point.specificities.shape == (200,)
    low, high = np.nanquantile(point.sensitivities, [0.025, 0.975])
    assert (point.sensitivity.low, point.sensitivity.high) == (low, high)


def test_films_of_none_of_the_four_classes_are_left_out(table, manifest):
    adult = take(table, table.split == "adult", manifest, 20)
    assert operating_point(adult, "viral", None).n == 5


def test_each_rule_chooses_what_it_says(scored):
    found = thresholds(scored, "viral")
    assert tuple(found) == RULES
    assert found["likeliest"] is None
    # From 61 % on eight of ten are found and no other film is called; before that one is.
    assert found["youden"] == 0.61
    # Up to 12 % all ten are found; from there nine, which is too few.
    assert found["sensitive"] == 0.12
    # Nine of ten others are below 31 %, ten below 61 %.
    assert found["specific"] == 0.61


def test_the_lowest_threshold_stands_in_where_none_is_sensitive_enough(make_table, manifest):
    rows = [("val", "viral", "kermany", "pediatric", n, "viral", "") for n in range(2)]
    rows += [("val", "healthy", "rsna", "adult", 2, "healthy", "")]
    never = np.array([[0.2, 0.2, 0.5951, 0.0049]] * 3)
    table = replace(make_table(rows), logits=np.log(never).astype(np.float32))
    found = thresholds(take(table, np.ones(3, dtype=bool), manifest, 10), "viral")
    assert found["sensitive"] == 0.01
    assert found["specific"] == 0.01

import numpy as np
import pytest

from model.evaluation.measure.operating_points import operating_point
from model.evaluation.measure.prevalence import change, predictive_values
from model.evaluation.measure.sample import take


@pytest.fixture(scope="module")
def test_films(table, manifest):
    return take(table, table.split == "test", manifest, 200)


def test_predictive_values_follow_from_the_prevalence(test_films):
    point = operating_point(test_films, "viral", None)
    found = predictive_values(point, 0.1)
    assert found.ppv.value == pytest.approx(0.05 / (0.05 + 0.09))
    assert found.npv.value == pytest.approx(0.81 / (0.81 + 0.05))
    assert found.rates.counts() == (50, 50, 90, 810)


def test_at_the_prevalence_of_the_films_they_are_those_of_the_films(test_films):
    point = operating_point(test_films, "covid", None)
    found = predictive_values(point, 4 / 12)
    assert found.ppv.value == pytest.approx(point.ppv.value)
    assert found.npv.value == pytest.approx(point.npv.value)


def test_the_interval_is_that_of_the_replicates_one_by_one(test_films):
    point = operating_point(test_films, "viral", None)
    pairs = zip(point.sensitivities, point.specificities, strict=True)
    values = [
        0.3 * sens / (0.3 * sens + 0.7 * (1 - spec)) if 0.3 * sens + 0.7 * (1 - spec) else np.nan
        for sens, spec in pairs
    ]
    low, high = np.nanquantile(values, [0.025, 0.975])
    found = predictive_values(point, 0.3).ppv
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert not found.exact


def test_where_the_bootstrap_sees_no_doubt_the_worst_and_the_best_case_are_taken(test_films):
    # Both bacterial films are found and one other is called so.
    point = operating_point(test_films, "bacterial", None)
    assert point.sensitivity.exact
    found = predictive_values(point, 0.2).ppv
    sens, spec = point.sensitivity, point.specificity
    worst = 0.2 * sens.low / (0.2 * sens.low + 0.8 * (1 - spec.low))
    best = 0.2 * sens.high / (0.2 * sens.high + 0.8 * (1 - spec.high))
    assert found.exact
    assert (found.low, found.high) == (pytest.approx(worst), pytest.approx(best))
    assert found.low < found.value < found.high or found.high == pytest.approx(1.0)


def test_a_class_that_is_never_called_has_no_ppv(table, manifest):
    adult = take(table, table.split == "adult", manifest, 50)
    found = predictive_values(operating_point(adult, "bacterial", None), 0.1)
    assert found.ppv is None
    assert found.npv.value == pytest.approx(0.9)
    assert found.npv.low <= 0.9 <= found.npv.high


def test_without_films_of_the_class_there_is_nothing_to_say(table, manifest):
    films = take(table, (table.split == "test") & (table.label != "viral"), manifest, 20)
    point = operating_point(films, "viral", None)
    assert predictive_values(point, 0.1) is None
    assert change(point, point, 0.1) is None


def test_a_change_is_counted_in_patients_and_paired(test_films):
    before = operating_point(test_films, "viral", None)
    after = operating_point(test_films, "viral", 0.05)
    found = change(before, after, 0.1)
    assert found.found.value == pytest.approx(100 * 0.5)
    assert found.alarms.value == pytest.approx(900 * 0.9)
    gained = 100 * (1.0 - before.sensitivities)
    low, high = np.nanquantile(gained, [0.025, 0.975])
    assert (found.found.low, found.found.high) == (pytest.approx(low), pytest.approx(high))


def test_no_interval_where_no_replicate_differs(test_films):
    point = operating_point(test_films, "viral", None)
    found = change(point, point, 0.1)
    assert (found.found.value, found.found.low, found.found.high) == (0.0, None, None)

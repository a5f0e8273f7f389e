import numpy as np
import pytest

from model.evaluation.calibration_intervals import calibration
from model.evaluation.metrics import expected_calibration_error, reliability
from model.evaluation.sample import take


@pytest.fixture(scope="module")
def test_films(table, manifest):
    return take(table, table.split == "test", manifest, 200)


def test_one_bin_holds_all_films_of_one_confidence(test_films):
    found = calibration(test_films, scaled=True)
    # All answers have 0.7; eight of twelve are right.
    assert [(one.accuracy.n, one.accuracy.value) for one in found.bins] == [(12, 8 / 12)]
    assert (found.bins[0].low, found.bins[0].high) == (
        pytest.approx(10 / 15),
        pytest.approx(0.7333333),
    )
    assert found.bins[0].confidence == pytest.approx(0.7)
    assert found.ece.value == pytest.approx(0.7 - 8 / 12)
    assert (found.ece.n, found.ece.groups) == (12, 11)


def test_the_interval_of_ece_is_that_of_the_replicates_one_by_one(make_table, manifest):
    generator = np.random.default_rng(3)
    names = ("healthy", "covid", "bacterial", "viral")
    rows = [
        ("test", names[generator.integers(4)], "rsna", "adult", n // 2, "healthy", "")
        for n in range(60)
    ]
    table = make_table(rows)
    table.logits[:] = generator.normal(0, 2, (60, 4))
    films = take(table, np.ones(60, dtype=bool), manifest, 100)
    slow = []
    for weights in films.cohort.weights.astype(int):
        drawn = np.repeat(np.arange(60), weights)
        slow.append(
            expected_calibration_error(reliability(films.calibrated[drawn], films.truth[drawn]))
        )
    found = calibration(films, scaled=True).ece
    low, high = np.quantile(slow, [0.025, 0.975])
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_without_labelled_films_there_is_no_calibration(table, manifest):
    films = take(table, table.label == "abnormal", manifest, 10)
    assert calibration(films, scaled=False) is None

import numpy as np
import pytest

from model.evaluation.measure.metrics import expected_calibration_error, reliability
from model.evaluation.measure.sample import take
from model.evaluation.measure.uncertainty import (
    calibration,
    coverage_by_label,
    coverage_by_source,
    size_shares,
)


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


def by_name(rows):
    return {one.name: one for one in rows}


@pytest.fixture(scope="module")
def films(table, manifest):
    return {split: take(table, table.split == split, manifest, 50) for split in ("test", "adult")}


def test_coverage_of_each_label(films):
    # Viral is in every set, the others only where they are answered.
    rows = by_name(coverage_by_label(films["test"]))
    assert list(rows) == ["all", "healthy", "covid", "bacterial", "viral"]
    assert {name: one.coverage.value for name, one in rows.items()} == pytest.approx(
        {"all": 9 / 12, "healthy": 3 / 4, "covid": 2 / 4, "bacterial": 1.0, "viral": 1.0}
    )
    assert rows["viral"].size.value == 1.5


def test_an_opacity_is_covered_by_either_organism(films):
    rows = by_name(coverage_by_label(films["adult"]))
    assert rows["opacity"].coverage.value == 1.0
    assert rows["opacity"].coverage.n == 4
    assert rows["all"].coverage.n == 5
    assert "abnormal" not in rows


def test_coverage_of_each_source(films):
    rows = by_name(coverage_by_source(films["adult"]))
    assert list(rows) == ["all", "hannover", "ieee8023", "jsrt"]
    assert rows["ieee8023"].coverage.value == pytest.approx(1 / 3)


def test_sizes_add_up(films):
    shares = [one.value for one in size_shares(films["test"])]
    # Two films are answered viral: a set of one; the others have viral besides.
    assert shares == pytest.approx([2 / 12, 10 / 12, 0, 0])


def test_without_labelled_films_there_are_no_sizes(table, manifest):
    assert size_shares(take(table, table.label == "abnormal", manifest, 10)) is None

import pytest

from model.evaluation.sample import take
from model.evaluation.set_coverage import coverage_by_label, coverage_by_source, size_shares


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

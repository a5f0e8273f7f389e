import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from model.evaluation.measure.confusion import ANSWERS, confusion, source_sensitivities
from model.evaluation.measure.sample import take


@pytest.fixture(scope="module")
def films(table, manifest):
    return {split: take(table, table.split == split, manifest, 200) for split in ("test", "adult")}


def test_without_a_threshold_it_is_the_matrix_of_scikit_learn(films):
    own = films["test"]
    found = confusion(own, 0.25)
    expected = confusion_matrix(own.truth, own.answers, labels=range(4))
    assert [row.counts[:4] for row in found.rows] == [tuple(row) for row in expected.tolist()]
    assert all(row.counts[4] == 0 for row in found.rows)
    assert found.answered.value == 1.0
    assert found.recall.value == pytest.approx((3 / 4 + 2 / 4 + 1 + 1 / 2) / 4)


def test_below_the_threshold_no_class_is_named(films):
    found = confusion(films["test"], 0.75)
    assert [row.counts for row in found.rows] == [(0, 0, 0, 0, n) for n in (4, 4, 2, 2)]
    assert found.answered.value == 0.0
    assert found.recall is None


def test_shares_are_of_the_row_and_have_intervals(films):
    row = confusion(films["test"], 0.25).rows[0]
    assert (row.label, row.n, row.groups) == ("healthy", 4, 4)
    assert row.counts == (3, 0, 0, 1, 0)
    assert [share.value for share in row.shares] == [0.75, 0.0, 0.0, 0.25, 0.0]
    healthy = row.shares[ANSWERS.index("healthy")]
    assert healthy.low < 0.75 < healthy.high
    assert not healthy.exact
    assert row.shares[ANSWERS.index("covid")].exact


def test_films_without_one_right_answer_have_rows_of_their_own(films):
    found = confusion(films["adult"], 0.25)
    assert [row.label for row in found.rows] == [
        "healthy",
        "covid",
        "bacterial",
        "viral",
        "opacity",
        "abnormal",
    ]
    counts = {row.label: row.counts for row in found.rows}
    assert counts["bacterial"] == (0, 2, 0, 0, 0)
    assert counts["opacity"] == (1, 1, 1, 1, 0)
    assert counts["abnormal"] == (1, 0, 0, 2, 0)
    # They count neither as answered nor as right.
    assert found.answered.n == found.recall.n == 5


def values(rows):
    return {(one.label, one.source): (one.sensitivity.value, one.sensitivity.n) for one in rows}


def test_each_class_in_each_source_that_has_it(table, manifest):
    films = take(table, table.split == "test", manifest, 20)
    rows = source_sensitivities(films, np.ones(12, dtype=bool))
    assert values(rows) == {
        ("healthy", "kermany"): (0.5, 2),
        ("healthy", "rsna"): (1.0, 2),
        ("covid", "covidcxnet"): (0.5, 4),
        ("bacterial", "kermany"): (1.0, 2),
        ("viral", "kermany"): (0.5, 2),
    }


def test_films_that_do_not_count_are_left_out(table, manifest):
    films = take(table, table.split == "test", manifest, 20)
    rows = source_sensitivities(films, films.accepted)
    assert values(rows)["healthy", "kermany"] == (1.0, 1)


def test_an_opacity_is_found_as_bacterial_or_viral(table, manifest):
    films = take(table, table.split == "adult", manifest, 20)
    rows = values(source_sensitivities(films, np.ones(12, dtype=bool)))
    assert rows["opacity", "nih"] == (0.5, 2)
    assert rows["opacity", "rsna-320"] == (0.5, 2)
    assert not any(label == "abnormal" for label, _ in rows)

import csv
import io

from model.evaluation.measure.bootstrap import Estimate
from pages.views.evidence.data_table import (
    any_exact,
    change_text,
    csv_table,
    share_text,
    whiskers,
)

WIDE = Estimate(0.5, 0.25, 0.75, 8, 4)
EXACT = Estimate(0.0, 0.0, 0.369, 8, 8, exact=True)
BARE = Estimate(2.0, None, None, 8, 4)


def test_an_interval_has_two_columns_of_its_own():
    rows = [{"Class": "A", "Share": WIDE, "n": 8}, {"Class": "B", "Share": None, "n": 0}]
    data = csv_table(rows, "{column}, from", "{column}, to")
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["Class", "Share", "Share, from", "Share, to", "n"],
        ["A", "0.5", "0.25", "0.75", "8"],
        ["B", "", "", "", "0"],
    ]


def test_a_table_without_rows_is_an_empty_file():
    assert csv_table([], "{column}, from", "{column}, to").decode("utf-8-sig").strip() == ""


def test_shares_are_said_with_their_interval_and_its_kind():
    assert share_text(WIDE) == "50.0% (25.0% to 75.0%)"
    assert share_text(EXACT) == "0.0% (0.0% to 36.9%)†"
    assert share_text(None) == "–"
    assert any_exact([None, WIDE, EXACT])
    assert not any_exact([None, WIDE])


def test_a_change_has_a_sign():
    assert change_text(Estimate(12.4, -3.2, 27.0, 8, 4)) == "+12 (−3 to +27)"
    assert change_text(BARE) == "+2"
    assert change_text(Estimate(0.0, None, None, 8, 4)) == "0"
    assert change_text(Estimate(-0.3, -1.6, 0.2, 8, 4)) == "0 (−2 to 0)"


def test_whiskers_reach_from_the_value_to_both_ends():
    bars = whiskers([WIDE, BARE], "#000000")
    assert bars["array"] == [0.25, 0]
    assert bars["arrayminus"] == [0.25, 0]

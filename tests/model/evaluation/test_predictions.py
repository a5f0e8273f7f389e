import gzip

import numpy as np
import pytest

from model.errors import ArtefactDamagedError, ArtefactMissingError
from model.evaluation.predictions import read_predictions, write_predictions


def test_what_is_written_is_read_to_four_decimals(table, tmp_path):
    path = tmp_path / "predictions.csv.gz"
    write_predictions(table, path)
    found = read_predictions(path)
    for name in ("split", "label", "source", "population", "group", "refusals"):
        assert (getattr(found, name) == getattr(table, name)).all()
    assert found.logits == pytest.approx(table.logits, abs=5e-5)
    assert found.logits.dtype == np.float32
    assert (found.distance == np.float32(0.25)).all()
    assert (found.views == np.float32([-1.5, -2, -3, -4, -5, -6, -7])).all()
    assert set(found.child.tolist()) == {2.0, -1.0, 0.0}


def test_the_file_names_no_film_and_no_patient(table, tmp_path):
    path = tmp_path / "predictions.csv.gz"
    write_predictions(table, path)
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    assert lines[0] == (
        "split,source,label,population,group,healthy,covid,bacterial,viral,distance,"
        "lateral-view,turned-clockwise,turned-counter-clockwise,upside-down,inverted,cropped,"
        "not-a-chest,child,accepted,refusals"
    )
    assert lines[1] == (
        "val,rsna,healthy,adult,0,-0.3567,-2.3026,-2.3026,-2.3026,0.2500,-1.5000,-2.0000,-3.0000,"
        "-4.0000,-5.0000,-6.0000,-7.0000,-1.0000,1,"
    )
    assert lines[4].endswith(",0,out-of-distribution")


def test_equal_tables_are_equal_bytes_at_any_time(table, tmp_path):
    write_predictions(table, tmp_path / "a.csv.gz")
    write_predictions(read_predictions(tmp_path / "a.csv.gz"), tmp_path / "b.csv.gz")
    first = (tmp_path / "a.csv.gz").read_bytes()
    assert first == (tmp_path / "b.csv.gz").read_bytes()
    # RFC 1952: bytes 4 to 7 are the time of writing.
    assert first[4:8] == bytes(4)


def test_a_missing_table_is_a_missing_artefact(tmp_path):
    with pytest.raises(ArtefactMissingError, match=r"predictions\.csv\.gz is missing"):
        read_predictions(tmp_path / "predictions.csv.gz")


@pytest.mark.parametrize(
    "content",
    [
        b"no gzip",
        gzip.compress(b"split,label\nval,healthy\n", mtime=0),
        gzip.compress(b"x" * 5000, mtime=0)[:30],
    ],
)
def test_a_damaged_table_is_a_damaged_artefact(content, tmp_path):
    path = tmp_path / "predictions.csv.gz"
    path.write_bytes(content)
    with pytest.raises(ArtefactDamagedError):
        read_predictions(path)

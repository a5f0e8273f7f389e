"""A visitor without a browser on a real server: an answer, and nothing left when the tab closes."""

import time

import pytest

from tests.load.films import KINDS, films
from tests.load.server import Server
from tests.load.trial import Plan, trial
from tests.load.visitor import VisitError, Visitor

UPLOADS = 'cache_memory_bytes{cache_type="UploadedFileManager",cache=""}'
OWN_PICTURES = (
    'cache_memory_bytes{cache_type="st_cache_data",cache="pages.shared.study._find_upload"}'
)
SECONDS = 60


@pytest.fixture(scope="module")
def server():
    with Server(lifetime=1) as running:
        yield running


def held(server):
    """Bytes of uploads on the server, and whether a picture made of one is in a cache."""
    metrics = server.metrics()
    return metrics.get(UPLOADS, 0), metrics.get(OWN_PICTURES, 0) > 0


def test_session_that_closes_releases_its_images(server):
    material = films(len(KINDS))
    with Visitor(server.address) as visitor:
        visitor.open()
        for name, data in material:
            assert visitor.upload(name, data).kinds["plotly_chart"] == 1
        assert held(server) == (sum(len(data) for _, data in material), True)
    # Nobody comes after: the server has to think of it by itself.
    deadline = time.monotonic() + SECONDS
    while held(server) != (0, False) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert held(server) == (0, False)
    assert server.said() == ""


def test_file_without_a_picture_is_no_answer(server):
    with Visitor(server.address) as visitor:
        visitor.open()
        with pytest.raises(VisitError, match="no picture on the light box"):
            visitor.upload("letter.png", b"Dear colleague")


def test_films_differ_and_are_what_they_are_called():
    made = films(12)
    assert len({data for _, data in made}) == 12
    assert [name.rpartition(".")[2] for name, _ in made][:5] == list(KINDS)
    assert made == films(12)


def test_trial_counts_what_visitors_meet(monkeypatch):
    monkeypatch.setattr("tests.load.trial.GRACE", 1.0)
    record = trial(Plan(visitors=2, uploads=2, pause=0, lifetime=1))
    assert (record["uploads"], record["errors"], record["log"]) == (4, 0, "")
    assert record["answer_seconds"]["p50"] <= record["answer_seconds"]["max"]
    assert record["first_page_mb"] < record["peak_mb"]

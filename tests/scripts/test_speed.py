"""What docs/speed.md says, from figures that are made up; and that the bare page runs."""

import copy

import pytest
from streamlit.testing.v1 import AppTest

from scripts.speed.__main__ import BARE, page
from scripts.speed.visit import Times
from tests.scripts.test_reliability import FIGURES as RELIABILITY

COLD = {"first paint": 1.2, "first answer": 0.7}
BARE_TIMES = {"first paint": 0.8, "answer": 0.1, "page": 0.1, "view": 0.1, "slider": 0.2}
AGAIN = {
    "first paint: classify": 1.0,
    "page: gradcam": 0.3,
    "page settled: evidence": 1.1,
    "view: gradcam, Verdict": 0.6,
    "slider: classify": 0.4,
}
IDLE = {
    "healthy": 3.0,
    "healthy bare": 1.5,
    "cold": COLD,
    "cold bare": {"first paint": 0.9, "first answer": 0.2},
    "bare": BARE_TIMES,
    "again": AGAIN,
    "first": {"view: gradcam, Verdict": 8.25, "slider: classify": 0.4},
}
BUSY = IDLE | {"again": {what: 2 * took for what, took in AGAIN.items()}}
FIGURES = {"machine": RELIABILITY["machine"], "repeats": 3, "idle": IDLE, "busy": BUSY}


def test_goals_that_are_met_are_called_met():
    text = page(FIGURES)
    assert "**missed**" not in text
    assert "| view | ≤ 0.5 s above bare | 0.50 s (view: gradcam, Verdict) | met |" in text
    assert "| one core busy | ≤ 2.5 × idle | 2.0 ×" in text
    assert "| view: gradcam, Verdict | 0.60 | 0.10 | +0.50 | 1.20 | 2.0 |" in text
    assert "healthy after 3.0 s (a bare one after 1.5)" in text
    assert "Analytical Engine, 2 cores" in text


def test_only_what_takes_long_the_first_time_is_listed():
    first = page(FIGURES).partition("## The first time")[2]
    assert "| view: gradcam, Verdict | 8.25 |" in first
    assert "slider" not in first


@pytest.mark.parametrize(
    ("what", "seconds"),
    [
        ("first paint: classify", 1.4),
        ("page: gradcam", 0.5),
        ("page settled: evidence", 1.2),
        ("view: gradcam, Verdict", 0.7),
        ("slider: classify", 0.5),
    ],
)
def test_a_missed_goal_is_said_by_how_much(what, seconds):
    figures = copy.deepcopy(FIGURES)
    figures["idle"]["again"][what] = seconds
    (line,) = [line for line in page(figures).splitlines() if "**missed**" in line]
    assert what in line
    assert "**missed** by 0.10 s" in line


def test_a_busy_machine_has_a_goal_of_its_own():
    figures = copy.deepcopy(FIGURES)
    figures["busy"]["again"]["slider: classify"] = 1.2
    assert "3.0 × (slider: classify) | **missed** by 1 of" in page(figures)


def test_the_first_time_is_kept_apart():
    times = Times()
    for seconds in (9.0, 1.0, 2.0):
        times.note("view", seconds)
    assert (times.first, times.again) == ({"view": 9.0}, {"view": [1.0, 2.0]})


def test_the_bare_page_answers():
    app = AppTest.from_file(str(BARE)).run()
    app.button[0].click().run()
    assert [one.value for one in app.subheader] == ["Answer"]
    assert not app.exception

"""What docs/reliability.md says, from figures that are made up."""

import copy

import pytest

from scripts import reliability
from scripts.reliability import CASES, machine, page

QUANTILES = {"p50": 0.5, "p95": 1.25, "p99": 1.5, "max": 1.75}
RECORD = {
    "visitors": 20,
    "uploads": 200,
    "pause": 5.0,
    "errors": 0,
    "open_seconds": QUANTILES,
    "answer_seconds": QUANTILES,
    "answers_per_second": 3.5,
    "first_page_mb": 160,
    "peak_mb": 700,
    "after_first_round_mb": 300.0,
    "after_all_mb": 309.0,
    "growth_percent": 3.0,
}
FIGURES = {
    "fuzz": {
        "cases": CASES,
        "outcomes": {"radiograph": 1500, "dicom-damaged": 90},
        "slowest_seconds": 2.5,
        "peak_megabytes": 800,
        "findings": 0,
    },
    "machine": {
        "processor": "Analytical Engine",
        "cores": 2,
        "memory_gb": 24,
        "system": "Linux 6",
        "python": "3.11.7",
        "busy_percent": 7,
        "load_average": [0.3, 0.2, 0.1],
        "day": "1843-10-01",
    },
    "lecture": RECORD,
    "rush": RECORD,
}


def test_page_has_the_figures_and_the_machine():
    text = page(FIGURES)
    assert "**missed**" not in text
    assert (
        "Measured on 1843-10-01: Analytical Engine, 2 cores, 24 GB, Linux 6, Python 3.11.7" in text
    )
    assert (
        "| Upload to answer, 95th percentile, 5 s of looking between | 2.0 s | 1.25 s | met |"
        in text
    )
    assert "| Memory after 200 uploads, against 20 | +5.0 % | +3.0 % | met |" in text
    assert "| rush: upload to answer | 0.50 | 1.25 | 1.50 | 1.75 |" in text
    assert "| lecture | 160 | 700 | 300 | 309 |" in text
    assert "| `radiograph` | 1,500 |" in text


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("fuzz", "cases", CASES - 1),
        ("fuzz", "findings", 1),
        ("fuzz", "slowest_seconds", 5.01),
        ("fuzz", "peak_megabytes", 851),
        ("lecture", "errors", 1),
        ("lecture", "answer_seconds", QUANTILES | {"p95": 2.0}),
        ("lecture", "first_page_mb", 700),
        ("lecture", "growth_percent", 5.1),
    ],
)
def test_goal_that_was_missed_is_said(part, name, value):
    figures = copy.deepcopy(FIGURES)
    figures[part][name] = value
    assert page(figures).count("**missed**") == 1


def test_machine_is_known_by_what_counts(monkeypatch):
    monkeypatch.setattr(reliability, "_LISTEN", 0.1)
    here = machine()
    assert set(here) == set(FIGURES["machine"])
    assert here["cores"] > 0
    assert 0 <= here["busy_percent"] <= 100

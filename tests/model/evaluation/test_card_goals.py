import dataclasses

import pytest

from model.evaluation.card.goals import goals_section

HISTORY = [
    {"run": run, "phase": "fine-tune", "epoch": epoch, "macro_recall": recall}
    | dict.fromkeys(("healthy", "covid", "bacterial", "viral"), "0.5")
    for run, epoch, recall in [("1", "1", "0.81"), ("1", "2", "0.83"), ("2", "1", "0.84")]
]


@pytest.fixture
def measured(manifest):
    """A manifest with just the figures that goals are about."""
    sensitivity = {"healthy": 0.98, "covid": 0.879, "bacterial": 0.80, "viral": 0.7}
    figures = {
        "test": {
            "macro_recall": {"value": 0.829},
            "by_class": {k: {"sensitivity": {"value": v}} for k, v in sensitivity.items()},
            "calibration": {"ece": {"after": 0.03}},
        },
        "adult": {
            "healthy_vs_ill": {"value": 0.95},
            "opacity": {"called_healthy": {"value": 0.21}},
        },
    }
    return dataclasses.replace(manifest, figures=figures, training={"history": HISTORY})


def test_what_was_missed_is_said(measured):
    text = goals_section(measured)
    assert "| Macro recall, test | at least 0.83 | 0.829 | **not reached** |" in text
    assert "| Sensitivity, COVID-19, test | at least 0.88 | 0.879 | **not reached** |" in text
    assert "| Sensitivity, Bacterial pneumonia, test | at least 0.80 | 0.800 | reached |" in text
    assert "| ECE, test | at most 0.03 | 0.030 | reached |" in text
    assert "| Opacities called healthy, adult | at most 0.20 | 0.210 | **not reached** |" in text
    assert text.count("not reached**") == 3


def test_each_run_shows_its_best_epoch(measured):
    text = goals_section(measured)
    assert "| 1 | fine-tune 2 | 0.830 | 0.500 | 0.500 | 0.500 | 0.500 |" in text
    assert "| 2 | fine-tune 1 | 0.840 |" in text
    assert "0.810" not in text


def test_without_runs_there_are_no_attempts(measured):
    assert "Attempts" not in goals_section(dataclasses.replace(measured, training={}))

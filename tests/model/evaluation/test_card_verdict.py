import dataclasses

import pytest

from model.classifier.artefacts import load_manifest
from model.evaluation.card.verdict import verdict_section
from model.evaluation.figures.verdict import of_films, rates
from tests.model.evaluation.figures.test_verdict import FILMS, FOUND, THRESHOLDS, measured

STEPS = ("trained", "logits", "conv5", "conv4", "conv3", "conv2")
NAMES = ("lungs", "faithfulness", "rank", "agreement", "stability")
NUMBERS = {name: [0.1, 0.2, 0.3, 0.4, 0.5] for name in NAMES}


@pytest.fixture
def part():
    nothing = [measured(1.0, 0.3)] * 19 + [measured(1.5, 0.3)]
    return {
        "thresholds": dict(vars(THRESHOLDS)),
        "quantile": 0.95,
        "random_networks": {
            "fitting": rates(nothing, THRESHOLDS),
            "held_out": rates(nothing, THRESHOLDS),
            "seeds": {"fitting": [1], "held_out": [11, 12]},
            "films": 20,
            "numbers": NUMBERS,
        },
        "shipped": {"val": {**of_films(FOUND, THRESHOLDS, FILMS), "numbers": NUMBERS}},
        "sanity": {
            "films": 16,
            "similarity": {
                "eigen-cam": dict(zip(STEPS, (1.0, 1.0, 0.9, 0.8, 0.75, 0.7), strict=True)),
                "grad-cam": dict(zip(STEPS, (1.0, 0.4, 0.3, 0.3, 0.3, 0.2), strict=True)),
            },
            "unrelated": {"median": 0.3, "p95": 0.6},
        },
        "passes": 225,
    }


def card(part):
    return verdict_section(dataclasses.replace(load_manifest(), explanation={"verdict": part}))


def test_without_figures_there_is_no_section():
    assert verdict_section(dataclasses.replace(load_manifest(), explanation={})) == ""


def test_the_section_says_goal_rule_rates_and_command(part):
    text = card(part)
    assert "**Maps of random-weight networks that are *do not use*: 95.0 %" in text
    assert "The goal was 95 %: reached." in text
    assert "at most 225 forward passes" in text
    assert "| **val** | 25.0 %" in text
    assert "| val, COVID-19 | 50.0 %" in text
    assert "`python -m model evaluate --data DIR --verdict`" in text
    assert "| Lungs | 1.100 |" in text


def test_a_method_that_outlives_the_weights_is_named(part):
    lines = {line.split(" | ")[0]: line for line in card(part).splitlines()}
    assert lines["| Grad-CAM"].endswith("| 1.00 | 0.40 | 0.30 | 0.30 | 0.30 | 0.20 | no |")
    assert lines["| Eigen-CAM"].endswith("| 1.00 | 1.00 | 0.90 | 0.80 | 0.75 | 0.70 | **yes** |")


def test_a_missed_goal_is_said(part):
    part["random_networks"]["held_out"] = rates([measured(1.5, 0.3)], THRESHOLDS)
    assert "The goal was 95 %: **missed**." in card(part)

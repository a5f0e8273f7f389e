"""Heat maps against lesions, their verdicts, and the lungs, as the section writes them."""

import copy
import re

import pytest

from model.evaluation.figures.verdict import of_films, rates
from tests.model.evaluation.figures.test_verdict import FILMS, FOUND, THRESHOLDS, measured


def estimate(value, low, high, n=32):
    return {"value": value, "low": low, "high": high, "n": n, "groups": n - 7}


def three(value, low, high, n=32):
    return dict.fromkeys(("hit", "near", "share"), estimate(value, low, high, n))


def compared(over_lungs, over_random, n=32):
    return {
        "scores": three(0.4, 0.3, 0.5, n),
        "random": three(0.1, 0.05, 0.15, n),
        "over_lungs": three(*over_lungs, n),
        "over_random": three(*over_random, n),
    }


BETTER, SAME, WORSE = (0.2, 0.1, 0.3), (0.0, -0.1, 0.1), (-0.2, -0.3, -0.1)


@pytest.fixture
def localisation():
    def row(method, title, stage, over_lungs, over_random):
        return {
            "method": method,
            "title": title,
            "stage": stage,
            "empty": 0,
            "all": compared(over_lungs, over_random),
            "train": compared(SAME, SAME, 19),
            "other": compared(SAME, BETTER, 13),
        }

    cover = {
        "answered": estimate(0.75, 0.6, 0.9),
        "lesion_of_picture": estimate(0.12, 0.1, 0.14),
        "lungs_of_picture": estimate(0.3, 0.28, 0.32),
        "lungs": three(0.35, 0.3, 0.4),
    }
    return {
        "films": {"adult": 10, "train": 19, "test": 1, "val": 2},
        "groups": 25,
        "cover": {"all": cover, "train": cover, "other": cover},
        "settings": [
            row("grad-cam", "Grad-CAM", "conv5", SAME, BETTER),
            row("rise", "RISE", "", WORSE, SAME),
        ],
        "empty_masks": 1,
        "method": {"tolerance": 15, "random_maps": 20},
    }


STEPS = ("trained", "logits", "conv5", "conv4", "conv3", "conv2")
NAMES = ("lungs", "faithfulness", "rank", "agreement", "stability")
NUMBERS = {name: [0.1, 0.2, 0.3, 0.4, 0.5] for name in NAMES}


@pytest.fixture
def verdict():
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
        "shipped": {
            split: {**of_films(FOUND, THRESHOLDS, FILMS), "numbers": NUMBERS}
            for split in ("val", "test", "adult")
        },
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


def dice(value, n):
    doc = {"value": value, "low": value - 0.01, "high": value + 0.01, "n": n, "groups": n}
    return {
        name: {"mean": doc, "median": value + 0.002, "worst": value - 0.1}
        for name in ("lungs", "left", "right")
    }


def found(value, n):
    return {"value": value, "low": None, "high": None, "n": n, "groups": n}


def split(value, n, source):
    return {
        "all": found(value, n),
        "by_label": {"covid": found(value, n)},
        "by_source": {source: found(value, n)},
    }


LUNGS = {
    "thresholds": {"area": 0.031, "ratio": 0.4, "overlap": 0.7, "gap": 0.3, "certainty": 0.9},
    "acceptance": 0.98,
    "bytes": 1_640_000,
    "training": {
        "settings": {"silver_weight": 0.5, "epochs": 12},
        "hand": 146,
        "silver": 3324,
        "judges": 15,
        "best_dice": 0.97126,
        "best_epoch": "lungs 11",
    },
    "dice": {
        "jsrt": dice(0.961, 47),
        "less_heart": {"val": dice(0.9, 6), "test": None},
        "as_drawn": {"val": dice(0.8, 6), "test": None},
        "silver": {"viral": dice(0.88, 110)},
    },
    "found": {
        "val": split(0.98, 774, "kermany"),
        "test": split(0.975, 990, "rsna"),
        "adult": split(0.95, 358, "hannover"),
        "lateral": split(0.125, 32, "ieee8023"),
        "not_chest": {"knee_xray": found(0.25, 4)},
    },
}


def test_what_was_not_measured_is_not_there(written):
    assert written("explanations", explanation={}) == ""
    trained = {"lungs": {"thresholds": LUNGS["thresholds"]}}
    assert written("explanations", explanation=trained) == ""


# Localisation.


@pytest.fixture
def located(written):
    return lambda part: written("explanations", explanation={"localisation": part})


def test_films_of_training_are_confessed(localisation, located):
    text = located(localisation)
    assert "On 32 films with ground glass" in text
    assert "19 of the films were trained on." in text
    assert "of 25 groups" in text
    assert "1 more have empty masks" in text
    assert "the network answers it on 75.0 % (60.0 to 90.0) of 32" in text


def test_what_chance_gets_stands_before_any_method(localisation, located):
    text = located(localisation)
    assert text.index("| All | 12.0 % (") < text.index("| Grad-CAM |")
    assert "30.0 % (28.0 to 32.0) of 32 | 35.0 %" in text


def of_subset(text, name):
    return text.split(f"drawn by hand: {name},")[1].split("\n**")[0]


def test_a_difference_stands_in_its_column(localisation, located):
    rows = of_subset(located(localisation), "All").splitlines()
    cells = next(line for line in rows if line.startswith("| Grad-CAM | conv5 |")).split(" | ")
    assert cells[2] == "0.40 (0.30 to 0.50)"
    assert cells[5] == "+0.00 (-0.10 to +0.10)"
    assert cells[6] == "+0.20 (+0.10 to +0.30) **better**"
    assert "-0.20 (-0.30 to -0.10) **worse**" in next(r for r in rows if r.startswith("| RISE |"))


def test_no_better_than_the_baseline_is_said_exactly_so(localisation, located):
    text = located(localisation)
    assert "**No method does better than a map that only says" in text
    lungs, random = re.findall(
        r"^- Peak in the lesion, against (.+)\.$", of_subset(text, "All"), re.M
    )
    assert lungs == "the lungs alone: **0 of 2 better**; 1 of 2 worse: RISE"
    assert random == "random maps: 1 of 2 better: Grad-CAM at conv5; 0 of 2 worse"
    assert "these are 8 comparisons" in text


def test_trained_and_other_films_have_tables_of_their_own(localisation, located):
    text = located(localisation)
    other = of_subset(text, "Not trained on")
    assert "13 films of 6 groups" in other
    assert "2 of 2 better: Grad-CAM at conv5, RISE" in other
    assert "19 films of 12 groups" in of_subset(text, "Trained on")


def test_a_missing_comparison_is_a_dash_and_no_claim(localisation, located):
    changed = copy.deepcopy(localisation)
    for row in changed["settings"]:
        row["all"]["over_lungs"] = dict.fromkeys(("hit", "near", "share"))
    text = of_subset(located(changed), "All")
    assert "against the lungs alone: **0 of 2 better**; 0 of 2 worse." in text
    assert re.search(r"\| Grad-CAM \| conv5 \|.+\| – \| \+0\.20", text)


# The verdict.


@pytest.fixture
def judged(written):
    return lambda part: written("explanations", explanation={"verdict": part})


def test_the_verdict_says_goal_rule_and_rates(verdict, judged):
    text = judged(verdict)
    assert "must not pass: 95.0 % (" in text
    assert "the goal was 95 %: reached." in text
    assert "At most 225 forward passes" in text
    assert "seeds 11, 12" in text
    assert "| Validation | 25.0 %" in text
    assert "| Validation · COVID-19 | 50.0 %" in text
    assert "| Lungs | 1.100 |" in text


def test_a_method_that_outlives_the_weights_is_named(verdict, judged):
    lines = {line.split(" | ")[0]: line for line in judged(verdict).splitlines()}
    assert lines["| Grad-CAM"].endswith("| 1.00 | 0.40 | 0.30 | 0.30 | 0.30 | 0.20 | no |")
    assert lines["| Eigen-CAM"].endswith("| 1.00 | 1.00 | 0.90 | 0.80 | 0.75 | 0.70 | yes |")


def test_a_missed_goal_is_said(verdict, judged):
    verdict["random_networks"]["held_out"] = rates([measured(1.5, 0.3)], THRESHOLDS)
    assert "the goal was 95 %: **not reached**." in judged(verdict)


# The lungs.


@pytest.fixture
def lungs(written):
    return lambda **changes: written("explanations", explanation={"lungs": {**LUNGS, **changes}})


def test_the_held_out_figure_comes_first_and_says_whether_the_goal_is_reached(lungs):
    text = lungs()
    assert "47 hand-drawn films that it did not learn from: **0.961 (0.951 to 0.971)**" in text
    assert "worst 0.861. The goal was 0.95: reached." in text
    assert "1.64 MB" in text
    missed = lungs(dice={**LUNGS["dice"], "jsrt": dice(0.949, 47)})
    assert "The goal was 0.95: not reached." in missed


def test_every_kind_of_mask_has_a_row_and_absent_films_have_none(lungs):
    text = lungs()
    assert "| Pneumonia, by hand, less the heart, Validation | 6 | 0.900 (0.890 to 0.910) |" in text
    assert "| Pneumonia, by hand, as drawn, Validation | 6 | 0.800 (" in text
    assert "| Viral pneumonia, automatic, test | 110 | 0.880 (" in text
    assert "heart, Test" not in text


def test_pictures_without_lungs_stand_beside_films(lungs):
    text = lungs()
    assert "| **Test, internal** | 97.5 % of 990 |" in text
    assert "| Adults, external · Hannover, Germany | 95.0 % of 358 |" in text
    assert "| Lateral views | 12.5 % of 32 |" in text
    assert "| Knee radiographs | 25.0 % of 4 |" in text
    assert "certainty" not in text
    assert "soft Dice of the probabilities with the outline 0.9." in text
    assert "accept 98 % of validation" in text


def test_what_it_learnt_from_is_told(lungs):
    text = lungs()
    assert "146 films with hand-drawn masks" in text
    assert "3,324 films of training" in text
    assert "lungs 11 of 12" in text

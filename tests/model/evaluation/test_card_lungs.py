import dataclasses

import pytest

from model.evaluation.card.lungs import lungs_section


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


PART = {
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


@pytest.fixture
def card(manifest):
    return lambda **changes: lungs_section(
        dataclasses.replace(manifest, explanation={"lungs": {**PART, **changes}})
    )


def test_without_a_measurement_there_is_no_section(manifest):
    assert lungs_section(manifest) == ""
    trained = {"lungs": {"thresholds": PART["thresholds"]}}
    assert lungs_section(dataclasses.replace(manifest, explanation=trained)) == ""


def test_the_held_out_figure_comes_first_and_says_whether_the_goal_is_reached(card):
    text = card()
    assert "47 hand-drawn JSRT films that it did not learn from: 0.961 (0.951 to 0.971)**" in text
    assert "worst 0.861. The goal was 0.95: reached." in text
    assert "1.64 MB" in text
    missed = card(dice={**PART["dice"], "jsrt": dice(0.949, 47)})
    assert "The goal was 0.95: **missed**." in missed


def test_every_kind_of_mask_has_a_row_and_absent_films_have_none(card):
    text = card()
    assert "| Pneumonia, by hand, less the heart, val | 6 | 0.900 (0.890 to 0.910) |" in text
    assert "| Pneumonia, by hand, as drawn, val | 6 | 0.800 (" in text
    assert "| Viral pneumonia, automatic, test | 110 | 0.880 (" in text
    assert "heart, test" not in text


def test_pictures_without_lungs_stand_beside_films(card):
    text = card()
    assert "| **test** | 97.5 % of 990 |" in text
    assert "| adult, `hannover` | 95.0 % of 358 |" in text
    assert "| Lateral chest views | 12.5 % of 32 |" in text
    assert "| Knee radiographs | 25.0 % of 4 |" in text
    assert "certainty" not in text
    assert "soft Dice of the probabilities with the outline 0.9." in text
    assert "accept 98 % of val" in text


def test_the_commands_stand_in_the_section(card):
    text = card()
    assert "`python -m model train-lungs --data DIR --output runs/lungs`" in text
    assert "`python -m model evaluate --data DIR --lungs`" in text
    assert "146 films with hand-drawn masks" in text
    assert "3,324 films of train" in text

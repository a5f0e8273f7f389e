import copy
import re
from types import SimpleNamespace

import pytest

from model.evaluation.card.localisation import localisation_section


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
def part():
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


def render(part):
    return localisation_section(SimpleNamespace(explanation={"localisation": part}))


def test_what_was_not_measured_has_no_section():
    assert localisation_section(SimpleNamespace(explanation={})) == ""


def test_films_of_training_are_confessed(part):
    text = render(part)
    assert "32 films of 25 groups" in text
    assert "**19 of them are films that the classifier was trained on**" in text
    assert "1 more with an empty mask is left out." in text
    assert "the network answers it on 75.0 % (60.0 to 90.0) of 32 films" in text


def test_what_chance_gets_stands_before_any_method(part):
    text = render(part)
    assert text.index("| All | 12.0 % (") < text.index("| Grad-CAM |")
    assert "30.0 % (28.0 to 32.0) of 32 | 35.0 %" in text


def test_a_difference_has_a_sign_and_a_word(part):
    rows = render(part).split("### All films")[1].splitlines()
    cells = next(line for line in rows if line.startswith("| Grad-CAM | conv5 |")).split(" | ")
    assert cells[2] == "0.40 (0.30 to 0.50)"
    assert cells[5] == "+0.00 (-0.10 to +0.10)"
    assert cells[6] == "+0.20 (+0.10 to +0.30) **better**"
    assert "-0.20 (-0.30 to -0.10) **worse**" in next(r for r in rows if r.startswith("| RISE |"))


def test_no_better_than_the_baseline_is_said_exactly_so(part):
    text = render(part).split("### All films")[1].split("###")[0]
    lungs, random = re.findall(r"^- Peak in the lesion, against (.+)\.$", text, re.M)
    assert lungs == "the lungs alone: **none of 2 does better**; 1 of 2 does worse (RISE)"
    assert random == (
        "random maps: 1 of 2 does better (Grad-CAM at conv5); **none of 2 does worse**"
    )
    assert "These are 8 comparisons" in text


def test_trained_and_other_films_have_tables_of_their_own(part):
    text = render(part)
    other = text.split("### Films that the classifier was not trained on")[1].split("###")[0]
    assert "13 films of 6 groups." in other
    assert "2 of 2 do better (Grad-CAM at conv5, RISE)" in other
    assert "19 films of 12 groups." in text.split("### Films that it was trained on")[1]


def test_a_missing_comparison_is_a_dash_and_no_claim(part):
    changed = copy.deepcopy(part)
    for row in changed["settings"]:
        row["all"]["over_lungs"] = dict.fromkeys(("hit", "near", "share"))
    text = render(changed).split("### All films")[1].split("###")[0]
    assert "against the lungs alone: **none of 2 does better**; **none of 2 does worse**" in text
    assert re.search(r"\| Grad-CAM \| conv5 \|.+\| – \| \+0\.20", text)


def test_the_command_is_there(part):
    assert "`python -m model evaluate --data DIR --localisation`" in render(part)


def test_every_table_has_cells_for_every_column(part):
    blocks = re.findall(r"(?:^\|.*\|\n?)+", render(part), re.M)
    assert len(blocks) == 4
    for block in blocks:
        assert len({line.count("|") for line in block.strip().splitlines()}) == 1, block

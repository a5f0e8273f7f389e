"""The verdict on the page: a word, four checks, the rule, and where the thresholds come from."""

from dataclasses import replace

import pytest

from tests.pages.explorer_page import GOOD, SAMPLE, choice


def badges(app):
    """The verdicts on the page."""
    found = [line.value for line in app.markdown if "-badge[" in line.value]
    return [line.partition("[")[2].rpartition("]")[0] for line in found]


@pytest.mark.parametrize(
    ("numbers", "badge"),
    [
        (GOOD, ":material/check_circle: Supported"),
        (replace(GOOD, agreement=0.1), ":material/warning: Weak"),
        (replace(GOOD, lungs=None, inside=None, area=None), ":material/warning: Weak"),
        (replace(GOOD, lungs=0.9), ":material/block: Do not use"),
    ],
)
def test_the_verdict_is_a_word_an_icon_and_a_colour(measured, explore, words, numbers, badge):
    measured(numbers)
    app = explore(sample=SAMPLE, view="verdict", methods="grad-cam,eigen-cam")
    assert not app.exception
    assert badges(app) == [badge, badge]


def test_the_verdict_shows_its_four_checks_the_rule_and_where_it_comes_from(
    measured, explore, words
):
    measured(replace(GOOD, stability=None))
    app = explore(sample=SAMPLE, view="verdict")
    table = app.table[0].value
    assert table["Measured"].tolist() == ["1.60", "0.60", "0.50", "–"]
    assert table["Must exceed"].tolist() == ["1.30", "0.25", "0.30", "0.60"]
    assert [line.split(": ")[1] for line in table["Result"]] == [
        "passed",
        "passed",
        "passed",
        "not measured",
    ]
    assert "(70% in 44% of the picture)" in table["What it is"][0]
    assert "(Occlusion)" in table["What it is"][2]
    said = words(app)
    assert "Deletion -0.50 (random maps 0.80), insertion 2.00 (random maps 0.90)" in said
    assert "It beats 95% of 20 random maps of equal smoothness. 225 forward passes." in said
    assert "no more than 1.30 times as much of it lies in the lungs" in said
    assert "Of 80 maps of other random networks 98% are “do not use”" in said


def test_without_thresholds_there_are_numbers_and_no_verdict(measured, explore, words):
    measured(GOOD, thresholds=False)
    app = explore(sample=SAMPLE, view="verdict")
    assert not app.exception
    assert badges(app) == []
    assert app.table[0].value["Measured"].tolist() == ["1.60", "0.60", "0.50", "0.90"]
    assert app.table[0].value["Result"].tolist() == ["–"] * 4
    assert "`python -m model evaluate --verdict` measures them" in app.info[-1].value


def test_the_real_checks_run_on_the_page_once(fake, explore, words):
    """The fake answers alike whatever it is shown: no map can be faithful to it."""
    app = explore(sample=SAMPLE, view="verdict")
    assert not app.exception
    calls = fake.calls
    table = app.table[0].value
    assert table["Measured"].tolist()[1] == "0.00"
    choice(app, "opacity").set_value(30).run()
    assert fake.calls == calls

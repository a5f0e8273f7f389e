import numpy as np
import pytest

from model.evaluation.shortcut_answers import DISGUISES, WITH_LUNGS, Disguised
from model.evaluation.shortcut_figures import shortcut_figures

H, C, B, V, NONE = 0, 1, 2, 3, -1

# Split, label, source, group, answer as it is, answer without lungs.
FILMS = [
    ("test", "healthy", "rsna", 0, H, H),
    ("test", "healthy", "rsna", 1, H, H),
    ("test", "healthy", "rsna", 2, H, C),
    ("test", "healthy", "kermany", 3, V, V),
    ("test", "covid", "covidcxnet", 4, C, C),
    ("test", "covid", "covidcxnet", 4, C, H),
    ("test", "viral", "kermany", 5, V, H),
    ("test", "viral", "kermany", 6, V, NONE),
    ("adult", "opacity", "nih", 7, B, V),
    ("adult", "opacity", "nih", 8, H, H),
    ("adult", "abnormal", "nih", 9, C, C),
    ("adult", "covid", "hannover", 10, C, C),
]


@pytest.fixture(scope="module")
def figures():
    columns = list(zip(*FILMS, strict=True))
    as_is, without = np.array(columns[4]), np.array(columns[5])
    answers = dict.fromkeys(DISGUISES, as_is) | dict.fromkeys(WITH_LUNGS, without)
    return shortcut_figures(
        Disguised(
            split=np.array(columns[0]),
            label=np.array(columns[1]),
            source=np.array(columns[2]),
            group=np.array(columns[3]),
            answers=answers,
        ),
        replicates=200,
    )


def without_lungs(figures, split="test"):
    return figures[split]["variants"]["lungs-out"]


def test_films_that_keep_their_answer_are_counted(figures):
    whole = without_lungs(figures)["all"]
    # Of seven films with lungs, those at 0, 1, 3 and 4.
    assert (whole["kept"]["value"], whole["kept"]["n"], whole["kept"]["groups"]) == (0.5714, 7, 6)
    assert whole["kept"]["low"] < 0.5714 < whole["kept"]["high"]
    # Right without lungs: 0, 1 and 4 of seven; as they are: all but the one at 3.
    assert whole["accuracy"]["value"] == pytest.approx(3 / 7, abs=1e-4)
    assert whole["accuracy_as_is"]["value"] == pytest.approx(6 / 7, abs=1e-4)
    assert (whole["stays_right"]["value"], whole["stays_right"]["n"]) == (0.5, 6)
    assert whole["answers"] == {"healthy": 4, "covid": 2, "bacterial": 0, "viral": 1}


def test_macro_recall_stands_beside_that_of_the_same_films(figures):
    whole = without_lungs(figures)["all"]
    # Healthy 2 of 4, covid 1 of 2, viral 0 of 1; as they are 3 of 4, 2 of 2, 1 of 1.
    assert whole["macro_recall"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert whole["macro_recall_as_is"]["value"] == pytest.approx(2.75 / 3, abs=1e-4)
    # The film whose lungs were not found is back where they are not needed.
    assert figures["test"]["variants"]["as-is"]["all"]["accuracy"]["n"] == 8


def test_each_source_has_its_figures(figures):
    sources = without_lungs(figures)["by_source"]
    assert list(sources) == ["covidcxnet", "kermany", "rsna"]
    assert sources["rsna"]["kept"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert sources["kermany"]["kept"] | {"low": 0, "high": 0} == {
        "value": 0.5, "low": 0, "high": 0, "n": 2, "groups": 2,
    }  # fmt: skip
    assert sources["kermany"]["accuracy"]["value"] == 0.0
    assert {name: one["value"] for name, one in sources["kermany"]["recall"].items()} == {
        "healthy": 0.0,
        "viral": 0.0,
    }


def test_each_class_has_its_figures(figures):
    classes = without_lungs(figures)["by_class"]
    assert {name: one["recall"]["value"] for name, one in classes.items()} == {
        "healthy": 0.5,
        "covid": 0.5,
        "viral": 0.0,
    }
    assert classes["healthy"]["kept"]["value"] == 0.75


def test_an_opacity_may_be_called_either_and_an_abnormal_film_nothing(figures):
    adult = without_lungs(figures, "adult")
    assert adult["all"]["kept"]["value"] == 0.75
    # Only the film of the four classes has an accuracy.
    assert (adult["all"]["accuracy"]["value"], adult["all"]["accuracy"]["n"]) == (1.0, 1)
    assert adult["by_class"]["opacity"]["recall"]["value"] == 0.5
    assert adult["by_class"]["abnormal"]["recall"] is None
    assert adult["by_class"]["abnormal"]["kept"]["value"] == 1.0
    assert adult["by_source"]["nih"]["accuracy"] is None
    assert adult["by_source"]["nih"]["recall"] == {}


def test_films_without_lungs_are_counted_by_source(figures):
    lost = figures["test"]["no_lungs"]
    assert (lost["all"]["value"], lost["all"]["n"]) == (0.125, 8)
    assert lost["by_source"]["kermany"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert lost["by_source"]["rsna"]["value"] == 0.0


def test_what_does_not_change_the_picture_keeps_every_answer(figures):
    for name in ("as-is", "borders-erased", "flipped", "marked"):
        kept = figures["test"]["variants"][name]["all"]["kept"]
        assert (kept["value"], kept["n"], kept["exact"]) == (1.0, 8, True)


def test_equal_answers_give_equal_figures_to_the_last_digit(figures):
    assert figures["test"]["controls"]["no-box"] == without_lungs(figures)

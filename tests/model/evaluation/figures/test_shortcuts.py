import zipfile
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from model.classifier.engine import Forward
from model.evaluation.figures.shortcuts import (
    DISGUISES,
    GREYS,
    WITH_LUNGS,
    Disguised,
    answers_to_grey,
    ask,
    shortcut_figures,
)
from model.explain.lungs import Lungs

HEAD = "file,split,label,source,population,patient,group,view,original,width,height,license"


class BrightnessEngine:
    """Answers by the mean grey of the middle of the picture: a class for each quarter."""

    manifest = SimpleNamespace(temperature=1.0)

    def run(self, inputs):
        grey = inputs[:, 80:144, 40:184, 0].mean(axis=(1, 2))
        logits = np.zeros((len(inputs), 4), np.float32)
        logits[np.arange(len(inputs)), np.minimum(grey // 64, 3).astype(int)] = 1.0
        return Forward(logits, np.zeros((len(inputs), 7, 7, 1)), np.zeros((len(inputs), 1)))


class PlantedFinder:
    """Finds two lungs in a picture whose corner is bright."""

    def find(self, picture):
        left, right = np.zeros((2, 224, 224), bool)
        left[80:144, 40:112] = True
        right[80:144, 112:184] = True
        return Lungs(left, right, confident=bool(picture[0, 0, 0] > 90))


@pytest.fixture
def folder(tmp_path):
    # Name, split, label, group, grey of the film, grey of its lungs.
    rows = [
        ("a", "test", "covid", "patient-x", 150, 70),
        ("b", "val", "healthy", "patient-v", 150, 70),
        ("c", "test", "covid", "patient-x", 80, 70),
        ("d", "adult", "opacity", "patient-y", 100, 200),
    ]
    lines = [HEAD]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for name, split, label, group, grey, lung in rows:
            lines.append(f"{name}.png,{split},{label},nih,adult,,{group},,,1,1,")
            film = np.full((224, 224), grey, np.uint8)
            film[80:144, 40:184] = lung
            archive.writestr(f"{name}.png", cv2.imencode(".png", film)[1].tobytes())
    (tmp_path / "index.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def table(folder):
    return ask(BrightnessEngine(), PlantedFinder(), folder)


def test_films_of_test_and_adult_are_asked_about(table):
    assert table.split.tolist() == ["test", "test", "adult"]
    assert table.label.tolist() == ["covid", "covid", "opacity"]
    assert table.group.tolist() == [0, 0, 1]
    assert tuple(table.answers) == DISGUISES


@pytest.mark.parametrize(
    ("disguise", "answers"),
    [
        # Lungs of 70, 70 and 200: covid, covid, viral.
        ("as-is", [1, 1, 3]),
        ("borders-erased", [1, 1, 3]),
        # Filled with the grey around them, 150 and 100: bacterial, covid.
        ("lungs-out", [2, -1, 1]),
        ("no-box", [2, -1, 1]),
        ("fill-alone", [2, -1, 1]),
        ("black-lungs", [0, -1, 0]),
        ("lungs-only", [1, -1, 3]),
    ],
)
def test_each_disguise_gets_its_own_answer(table, disguise, answers):
    assert table.answers[disguise].tolist() == answers


def test_without_lungs_exactly_what_needs_them_is_left_out(table):
    assert {name for name, answers in table.answers.items() if answers[1] == -1} == set(WITH_LUNGS)


def test_pictures_of_one_grey_are_asked_about():
    found = answers_to_grey(BrightnessEngine())
    assert list(found) == [str(grey) for grey in GREYS]
    assert (found["0"], found["75"], found["135"], found["255"]) == (
        "healthy",
        "covid",
        "bacterial",
        "viral",
    )


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

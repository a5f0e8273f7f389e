import zipfile
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from model.classifier.engine import Forward
from model.evaluation.shortcut_answers import DISGUISES, GREYS, WITH_LUNGS, answers_to_grey, ask
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

import zipfile

import cv2
import numpy as np
import pytest

from model.errors import DataUnavailableError
from model.evaluation.figures.localisation import (
    SETTINGS,
    Lesion,
    localisation_figures,
    read_lesions,
    score_all,
    target_of,
)
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs
from model.explain.methods import METHODS
from model.explain.target import Target
from model.training.dataset import Film

PICTURE = np.zeros((224, 224, 3), np.float32)


def square(top, left, bottom, right):
    region = np.zeros((224, 224), bool)
    region[top:bottom, left:right] = True
    return region


LUNGS = Lungs(square(50, 20, 150, 80), square(50, 140, 150, 190), confident=True)
NO_LUNGS = Lungs(square(0, 0, 0, 0), square(0, 0, 0, 0), confident=False)
LESION = square(60, 20, 90, 80)


def lesion(split, group):
    film = Film(f"{group}.png", split, "covid", "ieee8023", "adult", group)
    return Lesion(film, PICTURE, LESION)


LESIONS = [lesion("train", "a"), lesion("train", "a"), lesion("train", "b"), lesion("test", "c")]


def perfect(name, stage, own, target):
    """Grad-CAM finds the lesion, RISE nothing at all, every other map the bottom of the film."""
    values = np.zeros((224, 224), np.float32)
    if name == "grad-cam":
        values[own.mask] = 1.0
    elif name != "rise":
        values[200:] = 1.0
    return HeatMap(name, target, stage, values, 1)


@pytest.fixture(scope="module")
def scores():
    return score_all(LESIONS, [LUNGS, LUNGS, LUNGS, NO_LUNGS], [Target("covid")] * 4, perfect)


@pytest.fixture(scope="module")
def figures(scores):
    answered = np.array([True, True, False, True])
    lungs = [LUNGS, LUNGS, LUNGS, NO_LUNGS]
    return localisation_figures(LESIONS, lungs, answered, scores, replicates=100)


def row(figures, method, stage):
    return next(r for r in figures["settings"] if (r["method"], r["stage"]) == (method, stage))


def test_every_method_is_measured_and_the_cam_family_twice():
    assert [name for name, _ in SETTINGS[: len(METHODS)]] == list(METHODS)
    family = [name for name, method in METHODS.items() if method.stages]
    assert SETTINGS[len(METHODS) :] == tuple((name, "conv4") for name in family)
    assert ("rise", "") in SETTINGS
    assert ("grad-cam", "conv5") in SETTINGS


def test_a_method_that_finds_the_lesion_beats_both_baselines(figures):
    found = row(figures, "grad-cam", "conv5")["all"]
    assert [found["scores"][name]["value"] for name in ("hit", "near", "share")] == [1, 1, 1]
    assert found["over_random"]["share"]["low"] > 0.5
    # 1,800 of the 11,000 pixels of the lungs; the middle of the larger lung lies below the lesion.
    assert found["over_lungs"]["share"]["value"] == pytest.approx(1 - 1800 / 11000, abs=1e-4)
    assert found["over_lungs"]["hit"]["value"] == 1.0
    assert found["over_lungs"]["near"]["value"] == 0.0
    assert (found["over_lungs"]["hit"]["n"], found["scores"]["hit"]["n"]) == (3, 4)


def test_a_method_that_misses_it_does_worse(figures):
    missed = row(figures, "occlusion", "")["all"]
    assert [missed["scores"][name]["value"] for name in ("hit", "near", "share")] == [0, 0, 0]
    # Four films alike do not make it certain.
    assert missed["scores"]["hit"]["high"] > 0.5
    assert missed["over_random"]["share"]["high"] < 0
    assert missed["over_lungs"]["share"]["value"] == pytest.approx(-1800 / 11000, abs=1e-4)


def test_empty_maps_are_counted_and_score_nothing(figures):
    empty = row(figures, "rise", "")
    assert (empty["empty"], row(figures, "grad-cam", "conv5")["empty"]) == (4, 0)
    assert empty["all"]["scores"]["share"]["value"] == 0.0
    assert empty["all"]["over_random"]["share"]["value"] == 0.0


def test_films_of_training_and_others_are_told_apart(figures):
    assert figures["films"] == {"test": 1, "train": 3}
    assert figures["groups"] == 3
    own = row(figures, "grad-cam", "conv5")
    assert (own["train"]["scores"]["hit"]["n"], own["other"]["scores"]["hit"]["n"]) == (3, 1)
    assert own["other"]["over_lungs"]["hit"] is None  # Its lungs were not found.


def test_what_chance_gets_is_stated(figures):
    cover = figures["cover"]["all"]
    assert cover["lesion_of_picture"]["value"] == pytest.approx(1800 / 224**2, abs=1e-4)
    assert cover["lungs_of_picture"]["value"] == pytest.approx(11000 / 224**2, abs=1e-4)
    assert cover["lungs"]["share"]["value"] == pytest.approx(1800 / 11000, abs=1e-4)
    assert (cover["answered"]["value"], cover["answered"]["n"]) == (0.75, 4)


def test_the_same_random_maps_are_drawn_again(scores):
    again = score_all(LESIONS[:1], [LUNGS], [Target("covid")], perfect)
    setting = ("grad-cam", "conv5")
    assert again.random[setting].tolist() == scores.random[setting][:1].tolist()
    # Each film has its own.
    assert scores.random[setting][0].tolist() != scores.random[setting][1].tolist()


def test_the_explained_class_is_that_of_the_label():
    logits = np.array([9.0, 0.0, 1.0, 2.0], np.float32)
    assert target_of("bacterial", logits) == Target("bacterial")
    assert target_of("opacity", logits) == Target("viral")


HEAD = "file,split,label,source,population,patient,group,view,original,width,height,license"


def png(picture):
    return cv2.imencode(".png", picture)[1].tobytes()


def mask(rows):
    picture = np.zeros((224, 224), np.uint8)
    picture[rows] = 255
    return png(picture)


@pytest.fixture
def folder(tmp_path):
    lines = [HEAD]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for grey, split in ((10, "train"), (20, "adult"), (30, "test"), (40, "lateral")):
            lines.append(f"{grey}.png,{split},covid,ieee8023,adult,,g{grey},,,1,1,")
            archive.writestr(f"{grey}.png", png(np.full((224, 224), grey, np.uint8)))
    (tmp_path / "index.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [
        ("gg/10", "10.png", "ground_glass", np.s_[:56]),
        ("co/10", "10.png", "consolidation", np.s_[28:84]),
        ("lu/20", "20.png", "lungs", np.s_[:100]),
        ("gg/30", "30.png", "ground_glass", np.s_[:0]),
        ("gg/40", "40.png", "ground_glass", np.s_[:56]),
    ]
    lines = ["mask,file,kind,provenance,area"]
    with zipfile.ZipFile(tmp_path / "masks.zip", "w") as archive:
        for name, file, kind, where in rows:
            lines.append(f"{name}.png,{file},{kind},manual,0.1")
            archive.writestr(f"{name}.png", mask(where))
    (tmp_path / "masks.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_masks_of_a_film_are_joined_and_empty_ones_counted(folder):
    lesions, empty = read_lesions(folder)
    assert [lesion.film.file for lesion in lesions] == ["10.png"]
    assert empty == 1
    expected = np.zeros((224, 224), bool)
    expected[:84] = True
    np.testing.assert_array_equal(lesions[0].mask, expected)
    np.testing.assert_allclose(lesions[0].picture, np.full((224, 224, 3), 10.0), rtol=1e-6)


@pytest.mark.parametrize("name", ["masks.csv", "masks.zip"])
def test_the_masks_are_needed(folder, name):
    (folder / name).unlink()
    with pytest.raises(DataUnavailableError):
        read_lesions(folder)


@pytest.mark.data
def test_the_lesions_of_the_public_films(data_folder):
    lesions, empty = read_lesions(data_folder)
    assert (len(lesions), empty) == (32, 1)
    assert sum(lesion.film.split == "train" for lesion in lesions) == 19

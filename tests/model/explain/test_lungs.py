import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from model.errors import ArtefactDamagedError, ArtefactMissingError, ManifestInvalidError
from model.explain.lung_shape import SIGNALS
from model.explain.lungs import LungFinder, Lungs
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph

SAMPLES = Path(__file__).resolve().parents[3] / "assets" / "samples"


def lungs(left, right):
    masks = np.zeros((2, 224, 224), bool)
    for mask, (top, bottom, start, end) in zip(masks, (left, right), strict=True):
        mask[top:bottom, start:end] = True
    return Lungs(masks[0], masks[1], confident=True)


def test_the_mask_is_both_lungs_and_its_share_is_of_the_picture():
    found = lungs((0, 112, 0, 56), (0, 56, 112, 224))
    assert found.mask.sum() == 112 * 56 + 56 * 112
    assert found.share == 0.25


def test_zones_are_thirds_of_the_height_of_their_own_lung():
    found = lungs((30, 120, 10, 50), (60, 120, 170, 210))
    spans = {
        place: (int(rows[0]), int(rows[-1]) + 1)
        for place, zone in found.zones.items()
        for rows in [np.flatnonzero(zone.any(axis=1))]
    }
    assert spans == {
        ("upper", "right"): (30, 60),
        ("middle", "right"): (60, 90),
        ("lower", "right"): (90, 120),
        ("upper", "left"): (60, 80),
        ("middle", "left"): (80, 100),
        ("lower", "left"): (100, 120),
    }


@pytest.mark.parametrize("height", [1, 2, 7, 100, 224])
def test_zones_cover_the_lungs_once_whatever_their_height(height):
    found = lungs((0, height, 3, 90), (224 - height, 224, 120, 200))
    total = sum(zone.astype(int) for zone in found.zones.values())
    np.testing.assert_array_equal(total, found.mask.astype(int))


def test_a_lung_that_was_not_found_has_empty_zones():
    found = lungs((0, 0, 0, 0), (0, 30, 100, 200))
    assert not any(found.zones[height, "right"].any() for height in ("upper", "middle", "lower"))
    assert found.zones["upper", "left"].sum() == 1000


@pytest.mark.parametrize(
    ("place", "zone", "within"),
    [
        ((0.2, 0.2), ("upper", "right"), True),
        ((0.8, 0.8), ("lower", "left"), True),
        ((0.0, 0.0), ("upper", "right"), False),
        ((0.5, 0.45), ("middle", "right"), False),
        ((0.5, 0.55), ("middle", "left"), False),
        ((1.0, 1.0), ("lower", "left"), False),
    ],
)
def test_a_place_lies_in_a_zone_of_the_patients_side(place, zone, within):
    found = lungs((30, 200, 20, 90), (30, 200, 134, 204))
    assert found.zone_at(place) == (zone, within)


def test_in_a_mirrored_film_the_sides_follow_the_lungs():
    usual = lungs((30, 200, 20, 90), (30, 200, 134, 204))
    mirrored = Lungs(usual.left, usual.right, confident=True)
    assert mirrored.zone_at((0.2, 0.2)) == (("upper", "left"), True)
    assert mirrored.zone_at((0.0, 0.0)) == (("upper", "left"), False)


THRESHOLDS = {"area": 0.05, "ratio": 0.4, "overlap": 0.5, "gap": 0.2, "certainty": 0.5}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Artefacts with a graph that paints by grey level: 100 and more is the left lung, 200 and
    more the right one, everything darker background."""
    import openvino
    from openvino import opset13 as ops

    from model.classifier.artefacts import LUNGS_GRAPH, LUNGS_WEIGHTS
    from model.classifier.record import record

    place = tmp_path_factory.mktemp("weights")
    film = ops.parameter([-1, 224, 224, 1], np.float32, name="film")
    # Three lines of which the highest wins: 0, grey − 100, 2 × grey − 300.
    slopes = ops.multiply(film, np.array([0.0, 1.0, 2.0], np.float32))
    said = ops.softmax(ops.add(slopes, np.array([0.0, -100.0, -300.0], np.float32)), axis=-1)
    openvino.save_model(openvino.Model([said], [film]), place / LUNGS_GRAPH)
    manifest = {
        "labels": ["healthy"],
        "temperature": 1.0,
        "conformal": {"coverage": 0.9, "thresholds": {"healthy": 0.5}},
        "gate": {},
        "training": {},
        "figures": {},
        "files": {},
    }
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    lungs = {"thresholds": THRESHOLDS}
    record(place, {"explanation.lungs": lungs}, files=(LUNGS_GRAPH, LUNGS_WEIGHTS))
    return place


def picture(left=150.0, right=250.0):
    """A film of two boxes, in the grey levels that the graph of `folder` takes for lungs."""
    grey = np.zeros((224, 224, 1), np.float32)
    grey[40:180, 30:90] = left
    grey[50:190, 130:190] = right
    return np.repeat(grey, 3, axis=2)


def test_the_finder_answers_both_lungs(folder):
    found = LungFinder.load(folder).find(picture())
    assert found.confident
    assert (found.left.sum(), found.right.sum()) == (140 * 60, 140 * 60)
    assert found.right[40, 30]
    assert found.left[189, 189]
    assert found.left.dtype == found.right.dtype == np.bool_


def test_one_lung_is_not_enough(folder):
    found = LungFinder.load(folder).find(picture(right=0.0))
    assert not found.confident
    assert found.right.any()


def test_many_pictures_are_found_as_one_by_one_in_order(folder):
    finder = LungFinder.load(folder)
    pictures = np.stack([picture(), picture(left=0.0), picture(right=0.0)] * 7)
    many = finder.find_many(pictures)
    assert [own.confident for own in many] == [True, False, False] * 7
    for own, film in zip(many, pictures, strict=True):
        np.testing.assert_array_equal(own.mask, finder.find(film).mask)
    assert finder.find_many(pictures[:0]) == []


def test_threads_share_a_finder(folder):
    from concurrent.futures import ThreadPoolExecutor

    finder = LungFinder.load(folder)
    pictures = [picture(), picture(left=0.0)] * 10
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(finder.find, pictures))
    assert [own.confident for own in found] == [True, False] * 10


@pytest.fixture
def copy(folder, tmp_path):
    return Path(shutil.copytree(folder, tmp_path / "weights"))


def test_weights_that_differ_from_the_manifest_are_refused(copy):
    with (copy / "lungs.bin").open("ab") as stream:
        stream.write(b"\0")
    with pytest.raises(ArtefactDamagedError, match=r"lungs\.bin"):
        LungFinder.load(copy)


def test_without_its_graph_there_is_no_finder(copy):
    (copy / "lungs.xml").unlink()
    with pytest.raises(ArtefactMissingError, match=r"lungs\.xml"):
        LungFinder.load(copy)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_threshold_that_the_manifest_lacks_is_not_made_up(copy, name):
    document = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    del document["explanation"]["lungs"]["thresholds"][name]
    (copy / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ManifestInvalidError, match=r"explanation\.lungs\.thresholds"):
        LungFinder.load(copy)


def test_a_graph_that_is_none_is_refused(copy):
    from model.classifier.record import record

    (copy / "lungs.xml").write_text("<net/>", encoding="utf-8")
    record(copy, {"explanation.lungs": {"thresholds": THRESHOLDS}}, files=("lungs.xml",))
    with pytest.raises(ArtefactDamagedError, match=r"lungs\.xml"):
        LungFinder.load(copy)


@pytest.fixture(scope="module")
def finder():
    """The committed one."""
    return LungFinder.load()


FRONTAL = [
    entry["file"]
    for entry in json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))
    if entry["label"] != "lateral"
]


@pytest.mark.parametrize("file", FRONTAL)
def test_two_lungs_are_found_in_every_frontal_sample(finder, file):
    film = network_input(read_radiograph((SAMPLES / file).read_bytes()).pixels)
    found = finder.find(film)
    assert found.confident
    assert 0.15 < found.share < 0.6
    assert np.nonzero(found.right)[1].mean() < 112 < np.nonzero(found.left)[1].mean()
    # Mirrored, the same lungs change names; what the heart takes away changes sides with them.
    mirrored = finder.find(np.ascontiguousarray(film[:, ::-1]))
    both = (mirrored.left[:, ::-1] & found.right).sum() + (
        mirrored.right[:, ::-1] & found.left
    ).sum()
    assert 2 * both / (mirrored.mask.sum() + found.mask.sum()) > 0.9


@pytest.mark.parametrize("level", [0.0, 127.0, 255.0], ids=["black", "grey", "white"])
def test_an_empty_picture_has_no_lungs(finder, level):
    assert not finder.find(np.full((224, 224, 3), level, np.float32)).confident


def test_noise_has_no_lungs(finder):
    generator = np.random.default_rng(5)
    grey = generator.uniform(0, 255, (224, 224, 1)).astype(np.float32)
    assert not finder.find(np.repeat(grey, 3, axis=2)).confident


@pytest.mark.data
def test_the_goal_is_reached_on_the_films_drawn_by_hand_that_it_never_saw(finder, data_folder):
    from model.evaluation.figures.lungs import dice_figures
    from model.training.dataset import read_pixels
    from model.training.lung_data import HAND_JSRT, masked_films

    films = masked_films(data_folder, ["adult"], [HAND_JSRT])
    assert len(films) == 47
    pixels = read_pixels(data_folder / "radiographs.zip", [film.film.file for film in films])
    found = finder.find_many(np.repeat(pixels[..., np.newaxis].astype(np.float32), 3, axis=-1))
    figures = dice_figures(films, found)
    assert figures is not None
    assert figures["lungs"]["mean"]["value"] >= 0.95
    assert all(own.confident for own in found)

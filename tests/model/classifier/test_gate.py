import dataclasses

import numpy as np
import pytest

from model.classifier.engine import FeatureSpace
from model.classifier.gate import (
    feature_refusals,
    feature_signals,
    flat_share,
    header_refusals,
    locate,
)
from model.imaging.radiograph import Radiograph
from model.training.dataset import data_folder, read_index, read_pixels
from model.training.release import FIXED_GATE

LIMITS = {"smallest_side": 128.0, "chroma": 0.02, "flat": 0.33, "distance": 0.8, "lateral": 1.0}


def radiograph(*, technical=None, size=(1000, 900), chroma=0.0):
    return Radiograph(
        pixels=np.zeros((10, 9), np.float32),
        format="dicom",
        size=size,
        technical=technical or {},
        steps=(),
        warnings=(),
        chroma=chroma,
        frames=1,
        frame=0,
        windows=(),
        window=0,
        looks_inverted=False,
        inverted=False,
        sha256="0" * 64,
    )


def codes(notices):
    return [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"technical": {"Modality": "DX", "BodyPartExamined": "CHEST", "ViewPosition": "PA"}}, []),
        ({"technical": {"Modality": "CR", "ViewPosition": "AP"}}, []),
        ({"technical": {"Modality": "CT"}}, ["wrong-modality"]),
        ({"technical": {"Modality": "us "}}, ["wrong-modality"]),
        ({"technical": {"Modality": "DX", "BodyPartExamined": "KNEE"}}, ["wrong-body-part"]),
        ({"technical": {"BodyPartExamined": "CHEST_TO_ABDOMEN"}}, []),
        ({"technical": {"ViewPosition": "LL"}}, ["lateral-view"]),
        ({"technical": {"ViewPosition": "lateral"}}, ["lateral-view"]),
        ({"size": (127, 900)}, ["too-small"]),
        ({"size": (128, 128)}, []),
        ({"chroma": 0.021}, ["not-radiograph"]),
        ({"chroma": 0.02}, []),
        (
            {"technical": {"Modality": "MR", "BodyPartExamined": "HEAD"}, "chroma": 0.5},
            ["wrong-modality", "wrong-body-part", "not-radiograph"],
        ),
    ],
)
def test_header_refusals_name_every_reason(facts, expected):
    assert codes(header_refusals(radiograph(**facts), LIMITS)) == expected


@pytest.mark.parametrize(
    ("share", "grey", "expected"),
    [
        (0.4, 1.0, ["not-radiograph"]),
        (0.4, 0.1, ["not-radiograph"]),
        (0.4, 0.0, []),
        (0.2, 1.0, []),
    ],
)
def test_a_screen_has_panels_of_one_grey(share, grey, expected):
    pixels = np.random.default_rng(0).uniform(0.2, 0.9, (100, 100)).astype(np.float32)
    pixels[: int(100 * share)] = grey
    screen = dataclasses.replace(radiograph(), pixels=pixels)
    assert codes(header_refusals(screen, LIMITS)) == expected


def test_flat_share_by_hand():
    pixels = np.array([[0.0, 0.0, 0.5, 0.5], [0.5, 1.0, 0.25, 0.0]], np.float32)
    assert flat_share(pixels) == 3 / 8


def test_too_small_says_how_small():
    (notice,) = header_refusals(radiograph(size=(64, 80)), LIMITS)
    assert dict(notice.values) == {"rows": 64, "columns": 80, "minimum": 128}


def line(lateral=(0.0, 0.0, 0.0)):
    """A space whose training films lie along the first of two axes, two units apart."""
    return FeatureSpace(
        head_weights=np.zeros((2, 4), np.float32),
        head_bias=np.zeros(4, np.float32),
        mean=np.array([1.0, 0.0], np.float32),
        basis=np.array([[1.0], [0.0]], np.float32),
        scales=np.array([2.0], np.float32),
        residual=np.array([0.5, 0.25], np.float32),
        lateral=np.array(lateral, np.float32),
    )


def test_distance_is_the_part_outside_the_span():
    features = np.array([[9.0, 0.0], [1.0, 3.0], [-4.0, -0.5]], np.float32)
    np.testing.assert_allclose(feature_signals(features, line())["distance"], [0.0, 3.0, 0.5])


def test_coordinates_are_whitened_and_of_length_one():
    # (4 / 2, (1 - 0.5) / 0.25) = (2, 2), brought to length 1.
    _, coordinates = locate(np.array([[5.0, 1.0]], np.float32), line())
    np.testing.assert_allclose(coordinates, [[np.sqrt(0.5), np.sqrt(0.5)]])


def test_a_film_at_the_centre_has_no_direction():
    # Distance exactly at its mean and no component: nothing to divide by.
    _, coordinates = locate(np.array([[1.0, 0.5]], np.float32), line())
    np.testing.assert_array_equal(coordinates, [[0.0, 0.0]])


def test_lateral_score_is_the_discriminant():
    space = line(lateral=(2.0, -1.0, 0.25))
    signals = feature_signals(np.array([[5.0, 1.0]], np.float32), space)
    assert signals["lateral"][0] == pytest.approx(2 * np.sqrt(0.5) - np.sqrt(0.5) + 0.25)


@pytest.mark.parametrize(
    ("distance", "lateral", "expected"),
    [
        (0.8, 1.0, []),
        (0.81, 0.0, ["out-of-distribution"]),
        (0.1, 1.01, ["lateral-view"]),
        (1.9, 5.0, ["lateral-view"]),
    ],
)
def test_feature_refusals(distance, lateral, expected):
    assert codes(feature_refusals({"distance": distance, "lateral": lateral}, LIMITS)) == expected


@pytest.mark.data
def test_no_film_of_train_or_val_is_taken_for_a_screen():
    folder = data_folder()
    films = read_index(folder, ["train", "val", "unlabelled"])
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    largest = max(flat_share(film.astype(np.float32) / np.float32(255)) for film in pixels)
    assert largest < FIXED_GATE["flat"]

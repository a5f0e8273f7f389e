import dataclasses

import numpy as np
import pytest

from model.classifier.gate import (
    FEATURE_REFUSALS,
    QUARTER_TURNS,
    feature_refusals,
    flat_share,
    header_refusals,
)
from model.classifier.signals import VIEWS
from model.imaging.radiograph import Radiograph
from model.messages import REFUSALS
from model.training.alterations import ALTERATIONS
from model.training.dataset import data_folder, read_index, read_pixels
from model.training.gate_fit import FIXED_GATE

LIMITS = {"smallest_side": 128.0, "chroma": 0.02, "flat": 0.33, "distance": 0.8, "view": 1.0}


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


def signals(distance, **views):
    """Signals of one picture; a view that is not named is far from likely."""
    told = {name.replace("_", "-"): value for name, value in views.items()}
    return {"distance": distance, **{name: told.get(name, -9.0) for name in VIEWS}}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (signals(0.8, lateral_view=1.0), []),
        (signals(0.81), ["out-of-distribution"]),
        (signals(0.1, lateral_view=1.01), ["lateral-view"]),
        (signals(1.9, upside_down=5.0), ["upside-down"]),
        (signals(0.1, cropped=2.0, inverted=3.0), ["inverted"]),
    ],
)
def test_the_likeliest_view_is_named_before_the_distance(found, expected):
    assert codes(feature_refusals(found, LIMITS)) == expected


def test_what_the_features_refuse_has_a_notice_each():
    assert {*VIEWS, "out-of-distribution"} == FEATURE_REFUSALS
    assert set(REFUSALS) >= FEATURE_REFUSALS


def test_quarter_turns_put_an_altered_film_upright():
    film = np.arange(12, dtype=np.uint8).reshape(3, 4)
    for code, quarters in QUARTER_TURNS.items():
        lying = ALTERATIONS[code](film, np.random.default_rng(0))
        assert (np.rot90(lying, -quarters) == film).all()
        assert not np.array_equal(lying, film)


def test_large_pictures_are_sampled_for_their_flat_share():
    pixels = np.zeros((2000, 1000), np.float32)
    pixels[:, :250] = 0.5
    assert flat_share(pixels) == pytest.approx(0.25, abs=0.001)


@pytest.mark.data
def test_no_film_of_train_or_val_is_taken_for_a_screen():
    folder = data_folder()
    films = read_index(folder, ["train", "val", "unlabelled"])
    pixels = read_pixels(folder / "radiographs.zip", [film.file for film in films])
    largest = max(flat_share(film.astype(np.float32) / np.float32(255)) for film in pixels)
    assert largest < FIXED_GATE["flat"]

"""What holds for every transform, whatever it does."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from model.augment.registry import FAMILIES, TRANSFORMS
from tests.dicom_factory import chest

ROOT = Path(__file__).resolve().parents[3]
NAMES = list(TRANSFORMS)
SIZES = [(224, 224), (16, 20), (200, 131), (320, 400)]
MOVING = [name for name in NAMES if TRANSFORMS[name].moves]


def run(name, plane, values, seed=0):
    transform = TRANSFORMS[name]
    generator = np.random.default_rng(seed)
    if transform.mix:
        mixed, share = transform.mix(plane, np.ascontiguousarray(plane[::-1]), values, generator)
        assert 0 <= share <= 1
        return mixed
    return transform.apply(plane, values, generator)


def settings(name):
    """The middle of the start ranges, and each parameter at both its ends."""
    transform = TRANSFORMS[name]

    def fit(parameter, value):
        return float(round(value)) if parameter.whole else float(value)

    middle = {one.name: fit(one, sum(one.start) / 2) for one in transform.parameters}
    ends = [
        {**middle, one.name: float(end)}
        for one in transform.parameters
        for end in (one.low, one.high)
    ]
    return [middle, *ends]


def disc(shape, row, column, radius):
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return (np.hypot(rows - row, columns - column) <= radius).astype(np.float64)


def centroid(plane, level):
    mask = (plane > level).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask)
    assert count > 1
    return centres[1 + stats[1:, cv2.CC_STAT_AREA].argmax()]


def test_there_are_enough_and_they_are_in_families():
    assert len(NAMES) >= 30
    assert {one.family for one in TRANSFORMS.values()} == set(FAMILIES)
    # One family after the other, in the order of the menu.
    families = list(dict.fromkeys(one.family for one in TRANSFORMS.values()))
    assert families == list(FAMILIES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_it_holds_together(name):
    transform = TRANSFORMS[name]
    assert transform.name == name
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert transform.title
    assert transform.why.endswith(".")
    assert "!" not in transform.why
    assert len({one.name for one in transform.parameters}) == len(transform.parameters)
    for one in transform.parameters:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.name)
        assert one.low <= one.start[0] <= one.start[1] <= one.high
        assert one.low <= one.plausible[0] <= one.plausible[1] <= one.high
        assert one.neutral is None or one.low <= one.neutral <= one.high
        assert one.even_in == "value" or one.low > 0
        assert not one.choices or (one.low, one.high) == (0, len(one.choices) - 1)
        assert one.title
    assert (transform.mix is not None) == (transform.label == "mixed")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_type_shape_range_and_seed(name, size):
    plane = chest(*size).astype(np.float64)
    before = plane.copy()
    for values in settings(name):
        made = run(name, plane, values)
        assert made.dtype == np.float64
        assert made.shape == size
        assert np.isfinite(made).all()
        assert made.min() >= 0
        assert made.max() <= 1
        np.testing.assert_array_equal(plane, before)
        assert made.tobytes() == run(name, plane, values).tobytes()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [name for name in NAMES if TRANSFORMS[name].neutral])
def test_neutral_is_the_film_itself(name, size):
    plane = chest(*size).astype(np.float64)
    np.testing.assert_array_equal(run(name, plane, TRANSFORMS[name].neutral), plane)


@pytest.mark.parametrize("name", NAMES)
def test_it_changes_the_film(name):
    plane = chest(224, 224).astype(np.float64)
    assert any(not np.array_equal(run(name, plane, values), plane) for values in settings(name))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", MOVING)
def test_the_mask_goes_where_the_film_goes(name, seed):
    """A disc of tissue and its mask end at the same place, within a pixel."""
    mask = disc((224, 200), 104, 108, 24)
    film = 0.2 + 0.6 * mask
    for values in settings(name)[:1]:
        moved = run(name, film, values, seed)
        drawn = run(name, mask, values, seed)
        distance = np.hypot(*(centroid(moved, 0.5) - centroid(drawn, 0.5)))
        assert distance < 1.0


@pytest.mark.parametrize(
    ("name", "values", "place"),
    [
        ("rotation", {"degrees": 90.0}, (223 - 150, 80)),
        ("translation", {"across": 0.125, "down": -0.25}, (80 - 56, 150 + 28)),
        ("zoom", {"factor": 0.5}, (111.5 + (80 - 111.5) / 2, 111.5 + (150 - 111.5) / 2)),
        ("horizontal-flip", {}, (80, 223 - 150)),
        ("vertical-flip", {}, (223 - 80, 150)),
        (
            "positioning",
            {
                "zoom": 1.25,
                "degrees": 0.0,
                "stretch-x": 0.0,
                "stretch-y": 0.0,
                "across": 0.0,
                "down": 0.0,
            },
            (111.5 + 1.25 * (80 - 111.5), 111.5 + 1.25 * (150 - 111.5)),
        ),
    ],
)
def test_geometry_is_where_the_formula_says(name, values, place):
    moved = run(name, disc((224, 224), 80, 150, 12), values)
    column, row = centroid(moved, 0.5)
    assert np.hypot(row - place[0], column - place[1]) < 1.0


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not TRANSFORMS[name].moves and not TRANSFORMS[name].mix]
)
def test_what_does_not_move_anatomy_leaves_it_in_its_place(name):
    mask = disc((224, 224), 112, 112, 40)
    film = 0.3 + 0.4 * mask
    made = run(name, film, settings(name)[0])
    level = (np.median(made[mask > 0]) + np.median(made[mask == 0])) / 2
    inside = made > level if np.median(made[mask > 0]) > level else made < level
    column, row = centroid(inside.astype(np.float64), 0.5)
    assert np.hypot(row - 112, column - 112) < 3.0


def digests(plane):
    return {
        name: [
            hashlib.sha256(run(name, plane, values, 5).astype(np.float32).tobytes()).hexdigest()
            for values in settings(name)
        ]
        for name in NAMES
    }


SCRIPT = """
import json, sys
import numpy as np
from tests.dicom_factory import chest
plane = chest(256, 224).astype(np.float64)
from tests.model.augment.test_every_transform import digests
json.dump(digests(plane), sys.stdout)
"""


def test_processors_without_the_latest_instructions_give_the_same_bytes():
    """A plain processor in the place of a second machine: no fused arithmetic, no wide vectors."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    wide = " ".join(name for name in __cpu_dispatch__ if __cpu_features__.get(name))
    plain = {"NPY_DISABLE_CPU_FEATURES": wide, "OPENCV_CPU_DISABLE": "AVX2,FMA3,AVX,SSE4.2"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **plain, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == digests(chest(256, 224).astype(np.float64))

import numpy as np
import pytest

from model.augment.concerns import concerns, lungs_cut
from model.augment.pipeline import Drawn


def one(name, **values):
    return Drawn(name, {key.replace("_", "-"): value for key, value in values.items()}, 0)


@pytest.fixture
def lungs():
    """Two lungs, 40 to 180 from the top, 20 pixels from the edges."""
    left, right = np.zeros((224, 224), bool), np.zeros((224, 224), bool)
    left[40:180, 20:100] = True
    right[40:180, 124:204] = True
    return left, right


def test_a_mirrored_film_is_a_situs_inversus():
    (found,) = concerns((one("rotation", degrees=2.0), one("horizontal-flip")))
    assert (found.step, found.transform.name, found.parameter) == (1, "horizontal-flip", None)
    assert "situs inversus" in found.transform.why


def test_what_no_film_shows_is_named():
    (found,) = concerns((one("rotation", degrees=90.0),))
    assert found.parameter is not None
    assert (found.parameter.name, found.value) == ("degrees", 90.0)


def test_a_small_tilt_is_no_concern():
    assert concerns((one("rotation", degrees=2.0),)) == ()


@pytest.mark.parametrize(
    ("recipe", "lost", "apices", "bases"),
    [
        ((), 0.0, False, False),
        ((one("horizontal-flip"),), 0.0, False, False),
        ((one("brightness", offset=0.3),), 0.0, False, False),
        ((one("zoom", factor=0.7),), 0.0, False, False),
        # 60 rows up: 20 of 140 rows of lung leave.
        ((one("translation", across=0.0, down=-60 / 224),), 20 / 140, True, False),
        ((one("translation", across=0.0, down=60 / 224),), 16 / 140, False, True),
        # A quarter leaves at each side: rows 56 to 168, columns 56 to 168 stay.
        ((one("zoom", factor=2.0),), 1 - 112 * 88 / (140 * 160), True, True),
    ],
)
def test_what_leaves_the_picture_is_measured(lungs, recipe, lost, apices, bases):
    found = lungs_cut(recipe, lungs)
    assert found.lost == pytest.approx(lost, abs=0.015)
    assert (found.apices, found.bases) == (apices, bases)


def test_where_there_are_no_lungs_nothing_is_cut():
    blank = np.zeros((224, 224), bool)
    found = lungs_cut((one("zoom", factor=2.0),), (blank, blank))
    assert (found.lost, found.apices, found.bases) == (0.0, False, False)

import numpy as np
import pytest

from model.classifier.signals import VIEWS
from model.training.alterations import ALTERATIONS, SOFTENED, altered, crop, soften

FILM = np.arange(64 * 64, dtype=np.int64).reshape(64, 64).astype(np.uint8)
SMALL = np.array([[1, 2], [3, 4]], np.uint8)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("turned-clockwise", [[3, 1], [4, 2]]),
        ("turned-counter-clockwise", [[2, 4], [1, 3]]),
        ("upside-down", [[4, 3], [2, 1]]),
        ("inverted", [[254, 253], [252, 251]]),
    ],
)
def test_what_is_done_to_a_film(kind, expected):
    assert altered(SMALL, kind, 0).tolist() == expected


def test_each_alteration_is_a_view_that_the_gate_names():
    assert set(ALTERATIONS) <= set(VIEWS)


@pytest.mark.parametrize("kind", [*ALTERATIONS, SOFTENED])
def test_a_film_is_always_altered_alike_and_stays_as_it_is(kind):
    before = FILM.copy()
    first, second = (altered(FILM, kind, 5) for _ in range(2))
    assert (first == second).all()
    assert first.dtype == np.uint8
    assert first.shape == FILM.shape
    assert (before == FILM).all()


def test_films_are_cut_in_different_places():
    cuts = {altered(FILM, "cropped", index).tobytes() for index in range(8)}
    assert len(cuts) == 8


@pytest.mark.parametrize("seed", range(30))
def test_a_cut_out_shows_one_lung_or_a_window(seed):
    rows, columns = np.mgrid[0:200, 0:200].astype(np.uint8)
    generator = (np.random.default_rng(seed) for _ in range(2))
    height, width = (int(np.ptp(crop(axis, next(generator)))) / 199 for axis in (rows, columns))
    assert 0.34 <= width <= 0.61
    assert height <= 0.61 or (height >= 0.79 and width <= 0.51)


def test_a_softened_film_keeps_its_whole_field_and_loses_its_grain():
    ramp = np.tile(np.linspace(0, 255, 64), (64, 1)).astype(np.uint8)
    soft = soften(ramp, np.random.default_rng(0))
    assert abs(soft.astype(int) - ramp).max() <= 8
    checks = (np.indices((64, 64)).sum(axis=0) % 2 * 255).astype(np.uint8)
    assert soften(checks, np.random.default_rng(0)).std() < 0.5 * checks.std()

import numpy as np
import pytest

from model.errors import DataUnavailableError
from model.evaluation.figures.lungs import dice, dice_figures, found_figures, measure
from model.explain.lungs import Lungs
from model.training.dataset import Film
from model.training.lung_data import HAND_JSRT, MaskedFilm


def box(top, bottom, start, end):
    mask = np.zeros((20, 20), bool)
    mask[top:bottom, start:end] = True
    return mask


def masked(group, left, right):
    film = Film(f"{group}.jpg", "adult", "healthy", "jsrt", "adult", group)
    return MaskedFilm(film, HAND_JSRT, np.where(left, 1, np.where(right, 2, 0)).astype(np.uint8))


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        (box(0, 10, 0, 10), box(0, 10, 0, 10), 1.0),
        (box(0, 10, 0, 10), box(0, 10, 5, 15), 0.5),
        (box(0, 10, 0, 10), box(10, 20, 0, 10), 0.0),
        (box(0, 10, 0, 10), box(0, 0, 0, 0), 0.0),
        (box(0, 0, 0, 0), box(0, 0, 0, 0), 1.0),
    ],
)
def test_dice_of_boxes(one, other, value):
    assert dice(one, other) == dice(other, one) == value


def test_each_lung_and_both_are_measured_over_films():
    left, right = box(0, 10, 0, 8), box(0, 10, 12, 20)
    films = [masked(name, left, right) for name in "abc"]
    half = Lungs(box(0, 10, 0, 4), right, confident=True)  # 2 × 40 / (40 + 80) of the left lung
    swapped = Lungs(right, left, confident=True)
    figures = dice_figures(films, [Lungs(left, right, confident=True), half, swapped])
    assert figures is not None
    assert figures["left"]["mean"]["value"] == pytest.approx((1 + 2 / 3 + 0) / 3, abs=1e-4)
    assert figures["right"]["mean"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    # Swapped lungs are the same lungs; half of one of two is 2 × 120 / (120 + 160).
    assert figures["lungs"]["mean"]["value"] == pytest.approx((2 + 6 / 7) / 3, abs=1e-4)
    assert (figures["lungs"]["median"], figures["lungs"]["worst"]) == (1.0, round(6 / 7, 4))
    assert (figures["lungs"]["mean"]["n"], figures["lungs"]["mean"]["groups"]) == (3, 3)


def test_films_of_one_patient_are_one_group_and_allow_no_interval():
    left, right = box(0, 10, 0, 8), box(0, 10, 12, 20)
    films = [masked("a", left, right), masked("a", left, right)]
    figures = dice_figures(films, [Lungs(left, right, confident=True)] * 2)
    assert figures is not None
    assert figures["lungs"]["mean"] == {
        "value": 1.0,
        "low": None,
        "high": None,
        "n": 2,
        "groups": 1,
    }


def test_without_films_there_is_no_figure():
    assert dice_figures([], []) is None
    assert found_figures([], []) is None


def test_the_share_found_has_an_exact_interval_where_all_are_alike():
    figure = found_figures([True] * 3, list("abc"))
    assert figure is not None
    assert (figure["value"], figure["high"], figure["exact"]) == (1.0, 1.0, True)
    # Clopper–Pearson: the lower end of 3 of 3 is 0.025 to the power of a third.
    assert figure["low"] == pytest.approx(0.025 ** (1 / 3), abs=1e-4)
    assert found_figures([True, False, False, False], list("abcd"))["value"] == 0.25


def test_without_data_nothing_is_measured(tmp_path):
    with pytest.raises(DataUnavailableError):
        measure(tmp_path, tmp_path)

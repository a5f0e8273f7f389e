import numpy as np
import pytest

from model.augment.answers import Answers, Draws, all_films, draw_many, network_film, recipe_of
from model.augment.pipeline import Pipeline, Step, apply_recipe
from tests.dicom_factory import chest
from tests.pages.fake_engine import FakeEngine

FILM = network_film(chest(256, 240).astype(np.float32))
PIPELINE = Pipeline((Step("rotation", {"degrees": (-20.0, 20.0)}), Step("gamma")))


def test_draws_are_one_batch_and_can_be_drawn_again():
    engine = FakeEngine()
    found = draw_many(PIPELINE, FILM, engine, seed=4, count=6)
    assert engine.calls == 1
    assert len(found.recipes) == len(found.films) == 6
    assert len(set(map(str, found.recipes))) == 6
    assert found.recipes[2] == recipe_of(PIPELINE, 4, 2)
    np.testing.assert_array_equal(found.films[2], apply_recipe(found.recipes[2], FILM).image)
    np.testing.assert_array_equal(
        found.films, draw_many(PIPELINE, FILM, engine, seed=4, count=6).films
    )


def test_more_draws_leave_the_first_as_they_were():
    assert [recipe_of(PIPELINE, 1, number) for number in range(3)] == list(
        draw_many(PIPELINE, FILM, FakeEngine(), seed=1, count=5).recipes[:3]
    )


def test_the_mean_and_the_flips():
    probabilities = np.array([[0.7, 0.1, 0.1, 0.1], [0.2, 0.5, 0.2, 0.1], [0.6, 0.2, 0.1, 0.1]])
    found = Draws(((), (), ()), np.zeros((3, 2, 2)), Answers(probabilities, np.zeros(3, bool)))
    np.testing.assert_allclose(found.mean, [0.5, 0.8 / 3, 0.4 / 3, 0.1])
    assert found.flipped("healthy") == (1,)
    assert found.flipped("viral") == (0, 1, 2)


def test_a_partner_is_mixed_in():
    recipes = [recipe_of(Pipeline((Step("mixup", {"share": (0.5, 0.5)}),)), 0, 0)]
    mixed = all_films(recipes, FILM, np.ones_like(FILM))
    assert mixed.mean() == pytest.approx(0.5 * FILM.mean() + 0.5, abs=1e-5)

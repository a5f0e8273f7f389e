import numpy as np
import pytest

from model.samples.composite import make_candidate
from model.samples.films import Archive
from model.samples.finish import HEIGHT
from model.samples.recipes import FILMS_PER_SAMPLE, Recipe

RECIPE = Recipe("phantom", ".png", "healthy", "Phantom", "adult", ("rsna",), typical=1.0)


@pytest.fixture(scope="module")
def candidate(archive):
    return make_candidate(RECIPE, archive, 3)


def test_a_candidate_is_composed_of_many_films(candidate):
    assert candidate.pixels.shape == (HEIGHT, HEIGHT)
    assert candidate.composed_of == FILMS_PER_SAMPLE == 12
    assert candidate.sources == {"rsna"}
    assert 1 / 12 <= candidate.max_share <= 0.25
    assert candidate.agreement > 0.6


def test_the_same_seed_makes_the_same_picture(archive, candidate):
    again = make_candidate(RECIPE, archive, 3)
    np.testing.assert_array_equal(again.pixels, candidate.pixels)
    assert again.max_share == candidate.max_share
    assert again.agreement == candidate.agreement


def test_another_seed_makes_another_picture(archive, candidate):
    other = make_candidate(RECIPE, archive, 4)
    assert np.abs(other.pixels - candidate.pixels).mean() > 0.01


def test_a_recipe_without_films_is_an_error(archive):
    few = Archive(archive.films[:11], archive.pixels[:11])
    with pytest.raises(ValueError, match="phantom needs 12 films, found 11"):
        make_candidate(RECIPE, few, 3)

import numpy as np
import pytest

from scripts.samples.composite import HEIGHT, finish, make_candidate
from scripts.samples.fields import resized
from scripts.samples.films import Archive
from scripts.samples.recipes import FILMS_PER_SAMPLE, Recipe

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


def composite(thorax):
    return resized(thorax(np.random.default_rng(1)), (448, 448), 2)


@pytest.mark.parametrize(("aspect", "width"), [(1.0, 576), (1.25, 720)])
def test_a_sample_has_its_natural_shape(thorax, aspect, width):
    finished = finish(composite(thorax), aspect, np.random.default_rng(1))
    assert finished.shape == (HEIGHT, width)
    assert finished.dtype == np.float32
    assert finished.min() >= 0.0
    assert finished.max() <= 1.0


def test_squashing_it_gives_the_composite_back(thorax):
    square = composite(thorax)
    finished = finish(square, 1.25, np.random.default_rng(1))
    inner = resized(square[13:-13, 13:-13], (224, 224))
    found = np.corrcoef(resized(finished, (224, 224)).ravel(), inner.ravel())[0, 1]
    assert found > 0.99


def test_grain_is_stronger_behind_dense_tissue():
    ramp = np.repeat(np.linspace(0.1, 0.9, 448, dtype=np.float32)[:, None], 448, axis=1)
    finished = finish(ramp, 1.0, np.random.default_rng(1))
    rough = np.diff(finished, axis=1).std(axis=1)
    assert rough[440:520].mean() > 1.5 * rough[60:140].mean()


def test_the_seed_makes_the_grain(thorax):
    pictures = [finish(composite(thorax), 1.0, np.random.default_rng(s)) for s in (1, 1, 2)]
    np.testing.assert_array_equal(pictures[0], pictures[1])
    assert (pictures[0] != pictures[2]).mean() > 0.5

import pytest

from model.augment.concerns import concerns
from model.augment.draws import recipe_of
from model.augment.presets import PRESETS
from model.training.fit import Settings


def share_of_concern(name):
    recipes = [recipe_of(PRESETS[name].pipeline, 1, number) for number in range(200)]
    return sum(bool(concerns(recipe)) for recipe in recipes) / len(recipes)


def test_training_takes_the_pipeline_that_the_page_calls_as_trained():
    assert Settings().augmentation == PRESETS["as-trained"].pipeline


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("as-trained", 0.0, 0.2),
        ("gentle", 0.0, 0.0),
        ("textbook", 0.5, 1.0),
        ("too-much", 0.95, 1.0),
    ],
)
def test_presets_are_as_plausible_as_their_names(name, least, most):
    assert least <= share_of_concern(name) <= most

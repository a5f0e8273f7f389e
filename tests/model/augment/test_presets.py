import pytest

from model.augment.answers import recipe_of
from model.augment.concerns import concerns
from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import to_json
from model.augment.presets import PRESETS, named_or_read
from model.errors import PipelineUnreadableError
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


def test_a_pipeline_may_be_named_written_in_a_line_or_in_a_file(tmp_path):
    own = Pipeline((Step("rotation", {"degrees": (-4.0, 4.0)}, 0.5),))
    path = tmp_path / "own.json"
    path.write_text(to_json(own), encoding="utf-8")
    assert named_or_read("none") == Pipeline()
    assert named_or_read("gentle") == PRESETS["gentle"].pipeline
    assert named_or_read("rotation@0.5,-4..4") == own
    assert named_or_read(str(path)) == own
    with pytest.raises(PipelineUnreadableError):
        named_or_read("no-such-step")

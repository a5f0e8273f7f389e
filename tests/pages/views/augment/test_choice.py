"""What an address says, and what it does not."""

import pytest

from model.augment.pipeline import Pipeline
from model.augment.presets import PRESETS
from pages.views.augment.choice import (
    CHOICES,
    PlaygroundChoice,
    pipeline_from,
    pipeline_to_address,
)

START = PRESETS["as-trained"].pipeline


def test_what_is_as_it_starts_is_left_out():
    assert pipeline_to_address(START) | CHOICES.to_address(PlaygroundChoice()) == {}


@pytest.mark.parametrize("name", [*PRESETS, "none"])
def test_a_preset_is_named(name):
    pipeline = pipeline_from(name)
    written = pipeline_to_address(pipeline)
    assert written == ({} if name == "as-trained" else {"pipeline": name})


def test_a_choice_survives_its_address():
    choice = PlaygroundChoice(
        "draws", 12, 7, "difference", 5, "gamma", "exponent", 3, 48, "viral-1.png"
    )
    line = "rotation@0.25,-5..5;!gamma,0.8..1.2"
    pipeline = pipeline_from(line)
    assert pipeline_to_address(pipeline) == {"pipeline": line}
    assert CHOICES.read(CHOICES.to_address(choice)) == choice


@pytest.mark.parametrize("text", ["", "jet", "rotation", "rotation,1..", "\0", "gamma;;"])
def test_a_broken_pipeline_is_none(text):
    assert pipeline_from(text) is None


def test_a_parameter_belongs_to_its_transform():
    assert CHOICES.read({"transform": "gamma", "parameter": "degrees"}).parameter == ""
    assert CHOICES.read({"parameter": "degrees"}).parameter == ""


def test_the_empty_pipeline_has_a_name():
    assert pipeline_from("none") == Pipeline()

import string

import pytest

from model.augment.pipeline import Pipeline, Step
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from model.augment.shorthand import MOST_CHARACTERS, from_line, to_line


def test_a_line_is_pinned():
    pipeline = Pipeline(
        (
            Step("rotation", {"degrees": (-10.0, 10.0)}, 0.5),
            Step("gamma", {"exponent": (0.8, 0.8)}, on=False),
            Step("horizontal-flip"),
        )
    )
    line = "rotation@0.5,-10..10;!gamma,0.8;horizontal-flip"
    assert to_line(pipeline) == line
    assert from_line(line) == pipeline


@pytest.mark.parametrize("name", TRANSFORMS)
def test_every_transform_goes_there_and_back(name):
    pipeline = Pipeline((Step(name, probability=0.25),))
    line = to_line(pipeline)
    assert set(line) <= set(string.ascii_lowercase + string.digits + "-.,;@!")
    again = from_line(line)
    assert again is not None
    for one, limits in again.steps[0].ranges.items():
        assert limits == pytest.approx(pipeline.steps[0].ranges[one], abs=1e-6)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_fit_into_an_address(name):
    assert len(to_line(PRESETS[name].pipeline)) < 600


@pytest.mark.parametrize(
    "line",
    [
        "",
        "fog",
        "gamma",
        "gamma,0.8,0.9",
        "gamma,a..b",
        "gamma,nan",
        "gamma,2..1",
        "gamma,0.5..99",
        "gamma@2,0.8",
        "gamma@,0.8;;",
        "rotation,0..1\x00",
        ";".join(["horizontal-flip"] * 21),
        "horizontal-flip;" * MOST_CHARACTERS,
    ],
)
def test_a_line_from_anywhere_may_be_wrong(line):
    assert from_line(line) is None


def test_no_steps_are_no_line():
    assert to_line(Pipeline()) == ""

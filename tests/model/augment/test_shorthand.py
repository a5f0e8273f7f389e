import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import from_json, to_json
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


@st.composite
def steps(draw):
    """A step with any ranges that its transform takes."""
    transform = TRANSFORMS[draw(st.sampled_from(sorted(TRANSFORMS)))]
    ranges = {}
    for one in transform.parameters:
        ends = (
            st.integers(round(one.low), round(one.high))
            if one.whole
            else st.floats(one.low, one.high)
        )
        low, high = sorted((float(draw(ends)), float(draw(ends))))
        ranges[one.name] = (low, high)
    share = draw(st.integers(0, 100)) / 100
    return Step(transform.name, ranges, share, on=draw(st.booleans()))


PIPELINES = st.lists(steps(), max_size=4).map(lambda some: Pipeline(tuple(some)))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(PIPELINES)
def test_any_pipeline_goes_there_and_back(pipeline):
    assert from_json(to_json(pipeline)) == pipeline
    line = to_line(pipeline)
    assert set(line) <= set(string.ascii_lowercase + string.digits + "-.,;@!")
    if not pipeline.steps or len(line) > MOST_CHARACTERS:
        return
    again = from_line(line)
    assert again is not None
    for one, other in zip(pipeline.steps, again.steps, strict=True):
        assert (one.transform, one.on) == (other.transform, other.on)
        assert one.probability == pytest.approx(other.probability)
        assert set(one.ranges) == set(other.ranges)
        for name, limits in one.ranges.items():
            assert other.ranges[name] == pytest.approx(limits, rel=1e-3, abs=1e-3)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(st.sampled_from("gamcrotin0123456789-.,;@!\x00é"), max_size=40))
def test_any_text_is_a_pipeline_or_none(line):
    found = from_line(line)
    assert found is None or from_line(to_line(found)) is not None


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

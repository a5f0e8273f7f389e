import hashlib
import json

import numpy as np
import pytest

from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import MOST_BYTES, document, from_document, from_json, to_json
from model.augment.presets import PRESETS, named_or_read
from model.augment.registry import TRANSFORMS
from model.errors import (
    PipelineUnreadableError,
    StepMalformedError,
    StepRangeError,
    StepUnknownError,
)
from tests.dicom_factory import chest

FILM = chest(128, 112).astype(np.float32)


def wrapped(*steps):
    return json.dumps({"format": "negatoscope-augmentation", "version": 1, "steps": list(steps)})


def test_json_is_pinned():
    pipeline = Pipeline(
        (Step("rotation", {"degrees": (-10, 10)}, 0.5), Step("horizontal-flip", on=False))
    )
    assert to_json(pipeline) == (
        '{"format": "negatoscope-augmentation",\n "version": 1,\n "steps": [\n'
        '  {"transform": "rotation", "probability": 0.5, "on": true, '
        '"ranges": {"degrees": [-10, 10]}},\n'
        '  {"transform": "horizontal-flip", "probability": 1.0, "on": false, "ranges": {}}\n ]}\n'
    )
    assert to_json(Pipeline()).endswith('"steps": []}\n')


@pytest.mark.parametrize("name", PRESETS)
def test_what_was_exported_replays_to_the_same_hash(name, tmp_path):
    pipeline = PRESETS[name].pipeline
    path = tmp_path / "pipeline.json"
    path.write_text(to_json(pipeline), encoding="utf-8")
    again = named_or_read(str(path))
    assert again == pipeline
    one, other = (
        hashlib.sha256(each.apply(FILM, np.random.default_rng(11)).tobytes()).hexdigest()
        for each in (pipeline, again)
    )
    assert one == other


def test_every_transform_goes_there_and_back():
    names = list(TRANSFORMS)
    for start in range(0, len(names), 20):
        pipeline = Pipeline(tuple(Step(name) for name in names[start : start + 20]))
        assert from_json(to_json(pipeline)) == pipeline
        assert from_document(json.loads(json.dumps(document(pipeline)))) == pipeline


def test_what_a_step_leaves_out_is_filled_in():
    pipeline = from_json(wrapped({"transform": "gamma"}))
    assert pipeline == Pipeline((Step("gamma"),))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{\n\n oops}", 3),
        ("[]", 1),
        ("{}", 1),
        ('{"format": "negatoscope-augmentation", "version": 2, "steps": []}', 1),
        ('{"format": "negatoscope-augmentation", "version": 1, "steps": {}}', 1),
        (b"\xff\xfe", 1),
        ("[" * 50_000, 1),
        ("9" * 9_000, 1),
        (" " * (MOST_BYTES + 1), 1),
    ],
)
def test_what_is_no_pipeline_is_refused_with_the_line(text, line):
    with pytest.raises(PipelineUnreadableError) as raised:
        from_json(text)
    assert raised.value.notice.values == {"version": 1, "line": line}


@pytest.mark.parametrize(
    ("steps", "error", "step", "name"),
    [
        ([7], StepMalformedError, 1, "transform"),
        ([{"transform": 7}], StepMalformedError, 1, "transform"),
        ([{"transform": "gamma", "on": 1}], StepMalformedError, 1, "on"),
        ([{"transform": "gamma", "probability": True}], StepMalformedError, 1, "probability"),
        ([{"transform": "gamma", "ranges": []}], StepMalformedError, 1, "ranges"),
        (
            [{"transform": "gamma"}, {"transform": "gamma", "ranges": {"exponent": 1}}],
            StepMalformedError,
            2,
            "exponent",
        ),
        (
            [{"transform": "gamma", "ranges": {"exponent": [1, "2"]}}],
            StepMalformedError,
            1,
            "exponent",
        ),
        (
            [{"transform": "gamma", "ranges": {"exponent": [1, 10**400]}}],
            StepMalformedError,
            1,
            "exponent",
        ),
        (
            [{"transform": "gamma", "ranges": {"exponent": [float("nan"), 2]}}],
            StepMalformedError,
            1,
            "exponent",
        ),
        ([{"transform": "fog"}], StepUnknownError, 1, "fog"),
        ([{"transform": "x" * 99}], StepUnknownError, 1, "x" * 40),
        (
            [{"transform": "gamma", "ranges": {"exponent": [1, 9]}}],
            StepRangeError,
            1,
            "gamma: exponent",
        ),
    ],
)
def test_a_bad_step_is_named(steps, error, step, name):
    with pytest.raises(error) as raised:
        from_json(wrapped(*steps))
    assert (raised.value.notice.values["step"], raised.value.notice.values["name"]) == (step, name)


def test_a_file_that_is_not_there_is_no_pipeline(tmp_path):
    with pytest.raises(PipelineUnreadableError):
        named_or_read(str(tmp_path / "nothing.json"))


def test_presets_and_none_go_by_name():
    assert named_or_read("none") == Pipeline()
    assert named_or_read("gentle") == PRESETS["gentle"].pipeline

import dataclasses
import hashlib

import numpy as np
import pytest

from model.augment.pipeline import (
    MOST_STEPS,
    Drawn,
    Pipeline,
    Step,
    apply_recipe,
    new_step,
)
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from model.errors import PipelineError, StepRangeError, StepsTooManyError, StepUnknownError
from tests.dicom_factory import chest

FILM = chest(256, 224).astype(np.float32)

# Made on one machine; every other must agree to the byte.
HASHES = {
    "as-trained": "dec9172a4e1aa3c7",
    "first-run": "1bad9eab5aa6b1d0",
    "gentle": "43f2874d080b72b8",
    "textbook": "0115ed9e3289bfc9",
    "too-much": "1a7eb217d4203fbf",
}


def digest(*images):
    return hashlib.sha256(b"".join(image.tobytes() for image in images)).hexdigest()[:16]


def draw(pipeline, seed=0):
    return pipeline.draw(np.random.default_rng(seed))


@pytest.mark.parametrize("name", PRESETS)
def test_a_fixed_seed_gives_the_same_bytes_on_every_machine(name):
    images = [PRESETS[name].pipeline.apply(FILM, np.random.default_rng(seed)) for seed in range(8)]
    assert all(image.dtype == np.float32 and image.shape == FILM.shape for image in images)
    assert digest(*images) == HASHES[name]


def test_a_step_that_is_switched_off_leaves_the_others_as_they_were():
    steps = [Step("rotation"), Step("gamma"), Step("detector-noise")]
    whole = draw(Pipeline(tuple(steps)))
    assert [one.transform for one in whole] == ["rotation", "gamma", "detector-noise"]
    steps[1] = dataclasses.replace(steps[1], on=False)
    assert draw(Pipeline(tuple(steps))) == (whole[0], whole[2])
    steps[1] = dataclasses.replace(steps[1], on=True, probability=0.0)
    assert draw(Pipeline(tuple(steps))) == (whole[0], whole[2])


def test_a_probability_is_the_share_of_draws_in_which_the_step_happens():
    pipeline = Pipeline((Step("horizontal-flip", probability=0.3),))
    generator = np.random.default_rng(5)
    happened = sum(len(pipeline.draw(generator)) for _ in range(2000))
    assert 540 <= happened <= 660


@pytest.mark.parametrize("name", TRANSFORMS)
def test_values_are_drawn_within_their_ranges(name):
    step = new_step(name)
    generator = np.random.default_rng(6)
    for _ in range(50):
        (one,) = Pipeline((step,)).draw(generator)
        assert list(one.values) == [known.name for known in TRANSFORMS[name].parameters]
        for parameter in TRANSFORMS[name].parameters:
            low, high = step.ranges[parameter.name]
            assert low <= one.values[parameter.name] <= high
            if parameter.whole:
                assert one.values[parameter.name] == round(one.values[parameter.name])


def test_a_factor_is_as_likely_halved_as_doubled():
    pipeline = Pipeline((Step("gamma", {"exponent": (0.5, 2.0)}),))
    generator = np.random.default_rng(7)
    drawn = [pipeline.draw(generator)[0].values["exponent"] for _ in range(2000)]
    assert 0.47 < np.mean(np.array(drawn) < 1) < 0.53


def test_one_recipe_does_the_same_to_any_film():
    recipe = (Drawn("translation", {"across": 0.25, "down": 0.0}, 1),)
    for film in (FILM, FILM[:64, :48]):
        moved = apply_recipe(recipe, film).image
        columns = film.shape[1] // 4
        np.testing.assert_allclose(moved[:, columns:], film[:, :-columns], atol=1e-6)
        assert not moved[:, : columns - 1].any()


def test_masks_follow_what_moves_and_nothing_else():
    mask = np.zeros(FILM.shape, np.float32)
    mask[100:150, 50:90] = 1
    recipe = (
        Drawn("horizontal-flip", {}, 1),
        Drawn("brightness", {"offset": 0.4}, 2),
        Drawn("collimation", dict.fromkeys(("top", "right", "bottom", "left"), 0.4), 3),
    )
    made = apply_recipe(recipe, FILM, (mask,))
    np.testing.assert_array_equal(made.masks[0], mask[:, ::-1])
    assert made.share == 1.0


def test_a_mixture_shares_the_label_and_needs_a_partner():
    recipe = (Drawn("mixup", {"share": 0.25}, 1),)
    other = np.ones_like(FILM)
    made = apply_recipe(recipe, FILM, partner=other)
    np.testing.assert_allclose(made.image, 0.75 * FILM + 0.25, atol=1e-6)
    assert made.share == pytest.approx(0.75)
    alone = apply_recipe(recipe, FILM)
    np.testing.assert_array_equal(alone.image, FILM)
    assert alone.share == 1.0
    assert Pipeline((Step("mixup"),)).needs_partner
    assert not Pipeline((Step("mixup", on=False), Step("rotation"))).needs_partner


def test_no_steps_leave_the_film_alone():
    np.testing.assert_array_equal(Pipeline().apply(FILM, np.random.default_rng(0)), FILM)


def test_what_is_left_out_of_a_step_starts_as_a_new_one_does():
    assert Step("positioning", {"degrees": (0.0, 1.0)}).ranges == {
        one.name: (0.0, 1.0) if one.name == "degrees" else one.start
        for one in TRANSFORMS["positioning"].parameters
    }


@pytest.mark.parametrize(
    ("steps", "error", "values"),
    [
        ([Step("fog")], StepUnknownError, {"step": 1, "name": "fog"}),
        (
            [Step("gamma"), Step("gamma", {"x": (0.0, 1.0)})],
            StepUnknownError,
            {"step": 2, "name": "gamma: x"},
        ),
        (
            [Step("gamma", {"exponent": (1.2, 0.8)})],
            StepRangeError,
            {"step": 1, "name": "gamma: exponent", "low": 0.25, "high": 4.0},
        ),
        (
            [Step("rotation", {"degrees": (-999.0, 0.0)})],
            StepRangeError,
            {"step": 1, "name": "rotation: degrees", "low": -180.0, "high": 180.0},
        ),
        (
            [Step("coarse-dropout", {"holes": (0.5, 2.0)})],
            StepRangeError,
            {"step": 1, "name": "coarse-dropout: holes", "low": 0, "high": 24},
        ),
        (
            [Step("gamma", probability=float("nan"))],
            StepRangeError,
            {"step": 1, "name": "probability", "low": 0, "high": 1},
        ),
        (
            [Step("gamma")] * (MOST_STEPS + 1),
            StepsTooManyError,
            {"steps": MOST_STEPS + 1, "limit": MOST_STEPS},
        ),
    ],
)
def test_a_pipeline_that_cannot_be_used_names_the_step(steps, error, values):
    with pytest.raises(error) as raised:
        Pipeline(tuple(steps))
    assert raised.value.notice.values == values
    assert isinstance(raised.value, PipelineError)

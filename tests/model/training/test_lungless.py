import dataclasses

import numpy as np
import pytest

from model.training.lungless import NOTHING, find_lungs, pad_target, without_lungs


class Finder:
    """Finds the left half of any picture, and nothing in a black one."""

    def find_many(self, pictures):
        from model.explain.lungs import Lungs

        left = np.zeros((224, 224), bool)
        left[:, :112] = True
        nothing = np.zeros((224, 224), bool)
        return [Lungs(left, nothing, confident=bool(one.any())) for one in pictures]


def film():
    return np.linspace(0, 1, 64 * 64, dtype=np.float32).reshape(64, 64)


def lungs():
    mask = np.zeros((64, 64), bool)
    mask[20:40, 10:25] = mask[20:40, 35:50] = True
    return mask


def test_lungs_are_found_where_there_are_some_in_the_size_of_the_film():
    pixels = np.stack([np.full((64, 64), 90, np.uint8), np.zeros((64, 64), np.uint8)])
    masks = find_lungs(Finder(), pixels)
    assert masks.shape == (2, 64, 64)
    assert masks[0, :, :32].all()
    assert not masks[0, :, 32:].any()
    assert not masks[1].any()


def test_no_pixel_of_the_lungs_is_left_and_what_is_far_away_stays():
    for seed in range(8):
        made = without_lungs(film(), lungs(), np.random.default_rng(seed))
        assert made.dtype == np.float32
        assert 0 <= made.min() <= made.max() <= 1
        assert np.ptp(made[lungs()]) < 1e-6
        np.testing.assert_allclose(made[55:], film()[55:], atol=1e-6)


def test_all_three_ways_occur():
    between = np.s_[30, 28:32]
    kept, greys = [], set()
    for seed in range(12):
        made = without_lungs(film(), lungs(), np.random.default_rng(seed))
        kept.append(np.allclose(made[between], made[30, 20]))
        greys.add(round(float(made[30, 20]), 3))
    assert len(greys) > 3
    assert any(kept)


def test_targets_of_one_batch_have_one_shape():
    assert NOTHING.sum() == 1
    np.testing.assert_array_equal(NOTHING.max(axis=1), [0.25] * 4)
    padded = pad_target(np.array([0, 0, 1, 1], np.float32))
    np.testing.assert_array_equal(padded[0], [0, 0, 1, 1])
    assert not padded[1:].any()
    mixed = pad_target(np.array([[0.25, 0, 0, 0], [0, 0, 0.75, 0]], np.float32))
    np.testing.assert_array_equal(mixed[:2].max(axis=1), [0.25, 0.75])


@pytest.mark.tensorflow
def test_nothing_is_charged_as_far_as_the_answer_is_from_even():
    from model.training.fit import PartialLabelCrossEntropy

    loss = PartialLabelCrossEntropy(0.0)
    even = float(loss(NOTHING[None], np.zeros((1, 4), np.float32)))
    sure = float(loss(NOTHING[None], np.array([[4, 0, 0, 0]], np.float32)))
    assert even == pytest.approx(np.log(4), rel=1e-6)
    assert sure == pytest.approx(np.log(np.exp(4) + 3) - 1, rel=1e-6)
    target = np.array([0, 0, 1, 1], np.float32)
    logits = np.array([[0.3, -1, 2, 0.5]], np.float32)
    padded = float(loss(pad_target(target)[None], logits))
    assert padded == pytest.approx(float(loss(target[None], logits)), rel=1e-6)


@pytest.mark.tensorflow
def test_a_share_of_the_films_loses_its_lungs():
    from model.augment.pipeline import Pipeline
    from model.training.fit import Examples, TrainingSettings, draw_batch

    pixels = np.tile(np.rint(film() * 255).astype(np.uint8), (4, 1, 1))
    masks = np.stack([lungs(), lungs(), lungs(), np.zeros((64, 64), bool)])
    examples = Examples(pixels, np.eye(4, dtype=np.float32), np.full(4, 0.25), masks)
    settings = TrainingSettings(batch_size=200, augmentation=Pipeline(), lungless=0.5)
    films, targets = draw_batch(examples, settings, np.random.default_rng(1))
    assert targets.shape == (200, 4, 4)
    lost = (targets == NOTHING).all(axis=(1, 2))
    assert 55 <= lost.sum() <= 95
    changed = np.abs(films[..., 0] - pixels[0]).max(axis=(1, 2)) > 0
    np.testing.assert_array_equal(changed, lost)
    whole = draw_batch(
        dataclasses.replace(examples, lungs=None), settings, np.random.default_rng(1)
    )
    assert not (whole[1] == NOTHING).all(axis=(1, 2)).any()

import dataclasses

import numpy as np
import pytest

from model.augment.pipeline import Pipeline, Step
from model.training.lung_augment import LungAugmentation, region_shares, shrunk

pytestmark = pytest.mark.tensorflow

STILL = LungAugmentation(film=Pipeline(), flip_odds=0, opacity_odds=0)
MOVING = Pipeline(
    (
        Step(
            "positioning",
            {
                "zoom": (0.8, 1.2),
                "degrees": (-15, 15),
                "stretch-x": (-0.15, 0.15),
                "stretch-y": (-0.15, 0.15),
                "across": (-0.1, 0.1),
                "down": (-0.1, 0.1),
            },
        ),
    )
)


@pytest.fixture
def film():
    """A dark lung on either side of a bright middle, and the regions."""
    regions = np.zeros((64, 64), np.uint8)
    regions[10:50, 6:26] = 1
    regions[12:52, 40:60] = 2
    grey = np.where(regions > 0, 0.2, 0.8).astype(np.float32)
    return grey, regions


def apply(augmentation, film, seed=0):
    return augmentation.apply(*film, np.random.default_rng(seed), 32)


def test_without_changes_film_and_mask_are_shrunk(film):
    grey, shares = apply(STILL, film)
    np.testing.assert_allclose(grey, film[0].reshape(32, 2, 32, 2).mean((1, 3)), atol=1e-6)
    assert shares.shape == (32, 32, 3)
    np.testing.assert_array_equal(shares.argmax(-1), film[1][::2, ::2])


def test_the_same_generator_gives_the_same_bytes(film):
    for one, other in zip(
        apply(LungAugmentation(), film, 3), apply(LungAugmentation(), film, 3), strict=True
    ):
        assert one.tobytes() == other.tobytes()
    assert not np.array_equal(
        apply(LungAugmentation(), film, 3)[0], apply(LungAugmentation(), film, 4)[0]
    )


def test_a_mirrored_film_names_the_lungs_by_position(film):
    grey, shares = apply(dataclasses.replace(STILL, flip_odds=1), film)
    still, _ = apply(STILL, film)
    np.testing.assert_allclose(grey, still[:, ::-1], atol=1e-6)
    left, right = shares[..., 1], shares[..., 2]
    assert np.nonzero(left)[1].max() < 16 <= np.nonzero(right)[1].min()
    # The lung that was on the right, two rows lower, is now the left one.
    assert np.nonzero(left)[0].min() == 6


@pytest.mark.parametrize("seed", range(8))
def test_the_mask_moves_with_the_film(film, seed):
    moving = dataclasses.replace(STILL, film=MOVING, flip_odds=0.5)
    grey, shares = apply(moving, film, seed)
    inside = shares[..., 1:].sum(-1) > 0.99
    # What comes into view is black, so only pixels that are bright or dark by more than that count.
    assert inside.any()
    np.testing.assert_allclose(grey[inside], 0.2, atol=0.02)
    np.testing.assert_allclose(shares.sum(-1), 1.0, atol=1e-5)


def test_opacities_brighten_lungs_alone_and_leave_the_mask(film):
    grey, shares = apply(dataclasses.replace(STILL, opacity_odds=1), film)
    still, mask = apply(STILL, film)
    np.testing.assert_array_equal(shares, mask)
    assert (grey >= still - 1e-6).all()
    assert (grey - still).max() > 0.1
    assert (grey - still)[:, 15:18].max() < 1e-6  # the middle, already dense


def test_opacities_need_lungs(film):
    grey, _ = apply(dataclasses.replace(STILL, opacity_odds=1), (film[0], film[1] * 0))
    np.testing.assert_allclose(grey, apply(STILL, film)[0], atol=1e-6)


def test_shares_of_a_pixel_on_the_outline():
    left = np.zeros((4, 4), np.float32)
    left[:, 0] = 1
    np.testing.assert_array_equal(
        region_shares([left, np.zeros_like(left)], 2)[0], [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]
    )
    np.testing.assert_array_equal(shrunk(left, 2), [[0.5, 0.0], [0.5, 0.0]])

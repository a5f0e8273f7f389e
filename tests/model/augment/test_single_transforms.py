"""Exact values of single transforms on small pictures."""

import numpy as np
import pytest

from model.augment.registry import TRANSFORMS
from tests.dicom_factory import chest

RAMP = np.tile(np.linspace(0.0, 1.0, 32), (32, 1))


def run(name, plane, seed=0, **values):
    named = {key.replace("_", "-"): float(value) for key, value in values.items()}
    return TRANSFORMS[name].apply(plane, named, np.random.default_rng(seed))


def test_a_quarter_turn_is_counter_clockwise():
    plane = np.zeros((17, 17))
    plane[2, 12] = 1.0  # up and to the right
    turned = run("rotation", plane, degrees=90)
    assert np.unravel_index(turned.argmax(), turned.shape) == (4, 2)
    assert turned.max() == pytest.approx(1.0)


def test_what_comes_into_view_is_black():
    moved = run("translation", np.ones((20, 20)), across=0.25, down=0.0)
    np.testing.assert_array_equal(moved[:, :5], 0.0)
    np.testing.assert_array_equal(moved[:, 5:], 1.0)


def test_a_crop_keeps_its_share():
    grid = np.arange(400.0).reshape(20, 20) / 399
    kept = run("crop", grid, keep=0.5)
    assert kept.shape == (20, 20)
    # Half of each side: a quarter of the greys, from one rectangle.
    assert np.ptp(kept) == pytest.approx((9 * 20 + 9) / 399, abs=0.02)


def test_tones_are_arithmetic():
    np.testing.assert_allclose(run("brightness", RAMP, offset=0.2), np.clip(RAMP + 0.2, 0, 1))
    np.testing.assert_allclose(
        run("contrast", RAMP, factor=2), np.clip((RAMP - 0.5) * 2 + 0.5, 0, 1), atol=1e-12
    )
    np.testing.assert_allclose(run("gamma", RAMP, exponent=2), RAMP**2)
    np.testing.assert_allclose(run("inversion", RAMP), 1 - RAMP)
    np.testing.assert_allclose(
        run("window", RAMP, centre=0.25, width=0.5), np.clip(2 * RAMP, 0, 1), atol=1e-12
    )
    np.testing.assert_allclose(
        run("tone-curve", RAMP, gamma=2, contrast=1, brightness=0.1),
        np.clip(RAMP**2 + 0.1, 0, 1),
    )


def test_equalising_makes_all_greys_alike_frequent():
    dark = RAMP**3
    flat = run("equalise", dark, strength=1)
    counts, _ = np.histogram(flat, bins=4, range=(0, 1))
    assert counts.max() - counts.min() <= 0.15 * dark.size


def test_clahe_brings_out_faint_local_contrast():
    generator = np.random.default_rng(0)
    film = 0.5 + 0.02 * generator.standard_normal((128, 128))
    assert run("clahe", film, clip_limit=4, tiles=8).std() > 2 * film.std()


def test_blurs_take_detail_and_sharpening_adds_it():
    film = chest(224, 224).astype(float)
    film[60:120:2] *= 0.8

    def detail(plane):
        return np.abs(np.diff(plane, axis=0)).mean()

    assert detail(run("gaussian-blur", film, sigma=3)) < 0.6 * detail(film)
    assert detail(run("median-blur", film, radius=2)) < detail(film)
    assert detail(run("motion-blur", film, length=15)) < detail(film)
    assert detail(run("down-sampling", film, factor=4)) < 0.6 * detail(film)
    assert detail(run("sharpen", film, amount=1)) > detail(film)


def test_fewer_photons_are_more_noise_and_dense_parts_get_most():
    film = np.where(np.arange(224)[:, None] < 112, 0.2, 0.8) * np.ones((224, 224))
    deviation = {
        dose: [
            run("quantum-noise", film, dose=dose)[half].std() for half in (np.s_[:112], np.s_[112:])
        ]
        for dose in (1.0, 0.01)
    }
    # A hundredth of the photons: ten times the noise.
    assert deviation[0.01][0] == pytest.approx(10 * deviation[1.0][0], rel=0.05)
    # 0.6 of two decades: 16 times fewer photons, four times the noise.
    assert deviation[1.0][1] == pytest.approx(10**0.6 * deviation[1.0][0], rel=0.05)


def test_scatter_lowers_contrast():
    film = np.full((224, 224), 0.2)
    film[100:124, 100:124] = 0.8
    # Half of what reaches the detector is scattered from all around: 16 times fewer photons become
    # less than twice as few.
    assert np.ptp(run("scatter", film, fraction=0.5)) < 0.3 * np.ptp(film)


def test_electronic_noise_has_its_deviation():
    grey = np.full((224, 224), 0.5)
    assert run("detector-noise", grey, deviation=0.05).std() == pytest.approx(0.05, rel=0.02)


def test_grid_lines_have_their_pitch():
    lines = run("grid-lines", np.full((224, 224), 0.5), depth=0.1, pitch=8)
    spectrum = np.abs(np.fft.rfft(lines[0] - 0.5))
    assert spectrum.argmax() == 224 // 8
    assert np.ptp(lines, axis=0).max() == 0


def test_collimation_blackens_each_border_by_its_share():
    film = run("collimation", np.ones((100, 50)), top=0.1, right=0.2, bottom=0.0, left=0.04)
    expected = np.zeros((100, 50))
    expected[10:, 2:40] = 1
    np.testing.assert_array_equal(film, expected)


def test_jpeg_leaves_blocks():
    film = chest(224, 224).astype(float)

    def steps(plane):
        return np.abs(np.diff(plane, axis=1))

    poor = steps(run("jpeg", film, quality=5))
    good = steps(run("jpeg", film, quality=95))
    # Between two blocks of eight columns, against within.
    assert poor[:, 7::8].mean() / poor[:, 3::8].mean() > 1.5 * (
        good[:, 7::8].mean() / good[:, 3::8].mean()
    )


def test_erased_rectangles_have_their_size_and_grey():
    film = run("erasing", np.zeros((100, 200)), height=0.3, width=0.1, grey=0.75)
    assert (film == 0.75).sum() == 30 * 20
    corner = run("corner-erasing", np.zeros((100, 200)), height=0.2, width=0.1, grey=0.5)
    rows, columns = np.nonzero(corner)
    assert len(rows) == 20 * 20
    assert rows.min() == 0 or rows.max() == 99
    assert columns.min() == 0 or columns.max() == 199


def test_dropout_makes_so_many_holes():
    film = run("coarse-dropout", np.ones((224, 224)), holes=1, size=0.125)
    assert (film == 0).sum() == 28 * 28
    many = run("coarse-dropout", np.ones((224, 224)), holes=12, size=0.125)
    assert 28 * 28 < (many == 0).sum() <= 12 * 28 * 28


@pytest.mark.parametrize(("letter", "side"), [(0, "right"), (1, "left")])
def test_l_is_on_the_viewers_right(letter, side):
    film = run("marker", np.zeros((224, 224)), letter=letter, size=20, brightness=1)
    rows, columns = np.nonzero(film > 0.5)
    assert len(rows) > 20
    assert rows.max() < 80
    assert (columns.mean() > 112) == (side == "right")


def test_a_tube_is_thin_and_brighter_than_what_it_covers():
    film = np.full((224, 224), 0.3)
    for seed in range(3):
        drawn = run("tube", film, seed, width=3, brightness=1, kind=0)
        assert 0.001 < (drawn > 0.35).mean() < 0.1
        assert drawn.min() == 0.3


def test_mixtures_tell_whose_label_it_is():
    film, other = np.zeros((100, 80)), np.ones((100, 80))
    generator = np.random.default_rng(0)
    mixed, share = TRANSFORMS["mixup"].mix(film, other, {"share": 0.3}, generator)
    np.testing.assert_allclose(mixed, 0.3)
    assert share == pytest.approx(0.7)
    cut, share = TRANSFORMS["cutmix"].mix(film, other, {"share": 0.3}, generator)
    assert share == pytest.approx(1 - cut.mean())
    assert share == pytest.approx(0.7, abs=0.03)
    # A partner of another size is brought to this one.
    small = np.ones((30, 30))
    assert TRANSFORMS["mixup"].mix(film, small, {"share": 1.0}, generator)[0].shape == (100, 80)


def test_only_a_mirror_and_a_somersault_change_the_label():
    changed = {one.name for one in TRANSFORMS.values() if one.label == "changed"}
    assert {"horizontal-flip", "vertical-flip"} <= changed
    assert "situs inversus" in TRANSFORMS["horizontal-flip"].why

import cv2
import numpy as np
import pytest

from model.augment.deformation import elastic_field, resampled
from model.augment.registry import TRANSFORMS

GRID_Y, GRID_X = np.mgrid[0:64, 0:48].astype(np.float64)
CROP = {"keep": 0.6}


def highest(name):
    return {one.name: one.start[1] for one in TRANSFORMS[name].parameters}


@pytest.mark.parametrize("name", [name for name, one in TRANSFORMS.items() if one.moves])
def test_what_moves_anatomy_draws_the_same_whatever_is_on_the_film(name):
    """A mask, run with an equal generator, would go elsewhere otherwise."""
    states = []
    for plane in (np.zeros((40, 30)), np.random.default_rng(0).random((40, 30))):
        generator = np.random.default_rng(1)
        TRANSFORMS[name].apply(plane, highest(name), generator)
        states.append(generator.bit_generator.state["state"])
    assert states[0] == states[1]


@pytest.mark.parametrize("name", [name for name, one in TRANSFORMS.items() if one.moves])
def test_where_anatomy_moves_depends_on_no_grey(name):
    """What moves is linear: half of two films moves as half of each."""
    one = np.random.default_rng(0).random((40, 30))
    other = np.random.default_rng(1).random((40, 30)) ** 4
    moved, moved_other, both = (
        TRANSFORMS[name].apply(plane, highest(name) | CROP, np.random.default_rng(2))
        for plane in (one, other, (one + other) / 2)
    )
    np.testing.assert_allclose(both, (moved + moved_other) / 2, atol=1e-7)


def test_a_shift_is_a_share_of_its_own_side():
    film = np.zeros((64, 48))
    film[10, 6] = 1.0
    values = {"across": 0.25, "down": 0.5}
    moved = TRANSFORMS["translation"].apply(film, values, np.random.default_rng(0))
    assert np.argwhere(moved).tolist() == [[10 + 32, 6 + 12]]


def test_an_elastic_film_is_read_where_the_field_points():
    field = elastic_field((64, 48), 20, np.random.default_rng(6))
    reach = 7.0 * 64 / 224
    column, row = (
        TRANSFORMS["elastic"].apply(
            film, {"displacement": 7.0, "smoothness": 20.0}, np.random.default_rng(6)
        )
        for film in (GRID_X / 47, GRID_Y / 63)
    )
    inside = np.s_[3:-3, 3:-3]
    np.testing.assert_allclose(
        column[inside], ((GRID_X + reach * field[0]) / 47)[inside], atol=0.6 / 32 / 47
    )
    np.testing.assert_allclose(
        row[inside], ((GRID_Y + reach * field[1]) / 63)[inside], atol=0.6 / 32 / 63
    )


def test_reading_between_pixels_is_bilinear_and_black_outside():
    plane = GRID_X / 47
    read = resampled(plane, GRID_X + 0.25, GRID_Y)
    np.testing.assert_allclose(read[:, :47], (GRID_X[:, :47] + 0.25) / 47, atol=1e-12)
    np.testing.assert_allclose(read[:, 47], 0.75, atol=1e-12)
    np.testing.assert_array_equal(resampled(plane, GRID_X + 100, GRID_Y), 0.0)


def test_an_elastic_field_is_as_long_as_asked_and_the_same_at_any_size():
    small, large = (
        elastic_field((side, side), 20, np.random.default_rng(2)) for side in (224, 448)
    )
    assert np.hypot(*small).max() == pytest.approx(1.0, abs=0.01)
    np.testing.assert_allclose(cv2.resize(large[0], (224, 224)), small[0], atol=0.01)


def test_the_strongest_bend_folds_nothing_over():
    transform = TRANSFORMS["elastic"]
    reach = transform.parameter("displacement").high
    smoothness = transform.parameter("smoothness").low
    for seed in range(10):
        across, down = reach * elastic_field((224, 224), smoothness, np.random.default_rng(seed))
        (across_y, across_x), (down_y, down_x) = np.gradient(across), np.gradient(down)
        # The area that a pixel becomes: nought or less where tissue is folded over.
        assert ((1 + across_x) * (1 + down_y) - across_y * down_x).min() > 0


def test_perspective_reads_each_corner_where_it_was_moved_to():
    moves = 0.1 * np.random.default_rng(3).uniform(-1, 1, (4, 2))
    # Columns 1 to 2 on a film that shows its own coordinates: black outside cannot be mistaken.
    column, row = (
        TRANSFORMS["perspective"].apply(film, {"strength": 0.1}, np.random.default_rng(3))
        for film in (1 + GRID_X / 47, 1 + GRID_Y / 63)
    )
    corners = [((0, 0), (0, 0)), ((0, -1), (1, 0)), ((-1, -1), (1, 1)), ((-1, 0), (0, 1))]
    inside = 0
    for (place, (x, y)), (right, down) in zip(corners, moves, strict=True):
        read = np.array([x + right, y + down])
        if ((read > 0) & (read < 1)).all():
            inside += 1
            assert column[place] - 1 == pytest.approx(read[0], abs=0.5 / 32 / 47)
            assert row[place] - 1 == pytest.approx(read[1], abs=0.5 / 32 / 63)
        elif ((read < -1 / 47) | (read > 1 + 1 / 47)).any():
            assert column[place] == 0
    assert inside >= 1


def test_straight_lines_stay_straight_in_perspective():
    values = {"strength": 0.2}
    film = 1 + GRID_X / 47
    read = TRANSFORMS["perspective"].apply(film, values, np.random.default_rng(4))
    moves = 0.2 * np.random.default_rng(4).uniform(-1, 1, (4, 2))
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    square = (corners * [47, 63]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(square, ((corners + moves) * [47, 63]).astype(np.float32))
    places = np.stack([GRID_X, GRID_Y], axis=-1).reshape(-1, 1, 2)
    expected = cv2.perspectiveTransform(places, matrix).reshape(64, 48, 2)
    x, y = expected[..., 0], expected[..., 1]
    seen = (x > 0) & (x < 47) & (y > 0) & (y < 63)
    assert seen.mean() > 0.5
    np.testing.assert_allclose(read[seen] - 1, x[seen] / 47, atol=0.6 / 32 / 47)


def test_positioning_is_the_warp_that_the_network_was_trained_with():
    """About pixel (H/2, W/2): turned, then magnified along each axis, then moved."""
    film = cv2.GaussianBlur(np.random.default_rng(5).random((60, 40)), (0, 0), 3)
    turn = cv2.getRotationMatrix2D((20, 30), 7.0, 1.0)[:, :2]
    linear = np.diag([1.1 * 1.05, 1.1 * 0.96]) @ turn
    centre = np.array([20.0, 30.0])
    offset = centre - linear @ centre + [0.03 * 40, -0.05 * 60]
    expected = cv2.warpAffine(film, np.column_stack([linear, offset]), (40, 60))
    values = {
        "zoom": 1.1,
        "degrees": 7.0,
        "stretch-x": 0.05,
        "stretch-y": -0.04,
        "across": 0.03,
        "down": -0.05,
    }
    assert [one.name for one in TRANSFORMS["positioning"].parameters] == list(values)
    made = TRANSFORMS["positioning"].apply(film, values, np.random.default_rng(0))
    np.testing.assert_allclose(made, expected, atol=1e-9)


def test_shear_moves_rows_sideways_about_the_middle():
    film = np.zeros((65, 65))
    film[:, 32] = 1.0
    slanted = TRANSFORMS["shear"].apply(film, {"degrees": 14.0}, np.random.default_rng(0))
    assert slanted[32].argmax() == 32
    # tan 14° is a quarter: 24 rows down are 6 columns.
    assert slanted[56].argmax() == 38
    assert slanted[8].argmax() == 26

import csv
import zipfile

import cv2
import numpy as np
import pytest

from model.training.lung_data import (
    HAND_COVID,
    HAND_JSRT,
    SILVER_CHILDREN,
    SILVER_COVID,
    drawing_probabilities,
    load_lung_examples,
    masked_films,
    split_by_position,
)

SIZE = 40


def boxes(*drawn, size=SIZE):
    mask = np.zeros((size, size), bool)
    for top, bottom, left, right in drawn:
        mask[top:bottom, left:right] = True
    return mask


PAIR = ((5, 25, 4, 14), (5, 25, 24, 34))


def test_lungs_are_told_apart_by_position_and_pieces_go():
    regions = split_by_position(boxes(*PAIR, (35, 38, 4, 8)))
    assert regions is not None
    np.testing.assert_array_equal(regions == 1, boxes(PAIR[0]))
    np.testing.assert_array_equal(regions == 2, boxes(PAIR[1]))
    assert regions.dtype == np.uint8


@pytest.mark.parametrize(
    "mask",
    [
        boxes(),
        boxes(PAIR[0]),
        boxes(PAIR[0], (5, 10, 24, 34)),  # 50 of 1,600 pixels: too small
        boxes((2, 38, 2, 18), (5, 20, 24, 32)),  # 120 beside 576: too unequal
        boxes((0, 18, 4, 14), (20, 38, 24, 34)),  # one above the other
    ],
    ids=["none", "one", "small", "unequal", "above"],
)
def test_what_does_not_look_like_two_lungs_is_left_out(mask):
    assert split_by_position(mask) is None


def test_a_lung_with_a_bay_is_left_out():
    bay = boxes(*PAIR)
    bay[10:20, 4:11] = False
    assert split_by_position(bay) is None


@pytest.fixture
def folder(tmp_path):
    """A data folder with masks of every provenance, films and masks of 40 × 40."""
    left, right = (boxes(own) for own in PAIR)
    heart = boxes((15, 25, 10, 30))
    both = {"lungs": left | right}
    # The patient's right lung is on the viewer's left.
    drawn = {**both, "right_lung": left, "left_lung": right, "heart": heart}
    films = [
        *((f"unlabelled/nodule/{n}.jpg", "nodule", HAND_JSRT, drawn) for n in range(20)),
        ("train/covid/0.jpg", "covid", HAND_COVID, drawn),
        ("train/covid/1.jpg", "covid", SILVER_COVID, both),
        ("train/viral/0.jpg", "viral", SILVER_CHILDREN, both),
        ("train/viral/1.jpg", "viral", SILVER_CHILDREN, {"lungs": left}),
        ("val/covid/0.jpg", "covid", HAND_COVID, drawn),
        ("val/viral/0.jpg", "viral", SILVER_CHILDREN, both),
        ("test/covid/0.jpg", "covid", HAND_COVID, {**both, "right_lung": left}),
        ("adult/healthy/0.jpg", "healthy", HAND_JSRT, drawn),
    ]
    index, masks = [], []
    with (
        zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as radiographs,
        zipfile.ZipFile(tmp_path / "masks.zip", "w") as stored,
    ):
        for number, (file, label, provenance, kinds) in enumerate(films):
            film = np.full((SIZE, SIZE), number, np.uint8)
            radiographs.writestr(file, cv2.imencode(".png", film)[1].tobytes())
            index.append(
                {
                    "file": file,
                    "split": file.split("/")[0],
                    "label": label,
                    "source": "",
                    "population": "adult",
                    "group": file,
                }
            )
            for kind, mask in kinds.items():
                name = f"{kind}/{file.replace('/', '_')}.png"
                pixels = mask.astype(np.uint8) * 255
                stored.writestr(name, cv2.imencode(".png", pixels)[1].tobytes())
                masks.append({"mask": name, "file": file, "kind": kind, "provenance": provenance})
    for name, rows in (("index.csv", index), ("masks.csv", masks)):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return tmp_path


def test_sides_are_the_viewers(folder):
    (film,) = masked_films(folder, ["adult"], [HAND_JSRT])
    np.testing.assert_array_equal(film.regions == 1, boxes(PAIR[0]))
    np.testing.assert_array_equal(film.regions == 2, boxes(PAIR[1]))


def test_the_heart_goes_from_masks_drawn_through_it_alone(folder):
    (less,) = masked_films(folder, ["val"], [HAND_COVID])
    (drawn,) = masked_films(folder, ["val"], [HAND_COVID], less_heart=False)
    assert (drawn.regions > 0).sum() == 400
    # The heart covers columns 10 to 13 and 24 to 29 of ten rows.
    assert (less.regions > 0).sum() == 400 - 10 * (4 + 6)


def test_masks_that_are_no_two_lungs_are_left_out(folder):
    assert masked_films(folder, ["test"], [HAND_COVID]) == []
    (silver,) = masked_films(folder, ["train"], [SILVER_CHILDREN])
    assert silver.film.file == "train/viral/0.jpg"


def test_nothing_is_learnt_from_val_test_or_adult(folder):
    train, judges = load_lung_examples(folder)
    # Every film is painted in the number of its row: 0 to 19 may judge or train, 20 to 22 train.
    learnt, judging = (sorted(own.pixels[:, 0, 0].tolist()) for own in (train, judges))
    assert len(judging) == 15
    assert sorted(learnt + judging) == list(range(23))
    assert max(judging) < 20
    assert train.silver.sum() == 2
    assert not judges.silver.any()


def test_films_drawn_by_hand_are_drawn_most(folder):
    films = masked_films(folder, ["unlabelled"], [HAND_JSRT])
    films += masked_films(folder, ["train"], [HAND_COVID, SILVER_CHILDREN, SILVER_COVID])
    drawing = drawing_probabilities(films)
    assert drawing.sum() == pytest.approx(1.0)
    share = {
        name: sum(p for p, film in zip(drawing, films, strict=True) if film.provenance == name)
        for name in (HAND_JSRT, HAND_COVID, SILVER_CHILDREN, SILVER_COVID)
    }
    assert share == pytest.approx(
        {HAND_JSRT: 0.42, HAND_COVID: 0.16, SILVER_CHILDREN: 0.32, SILVER_COVID: 0.10}
    )


@pytest.mark.data
def test_held_out_films_are_not_learnt_from(data_folder):
    from model.training.dataset import read_index

    held = {film.group for film in read_index(data_folder, ["val", "test", "adult"])}
    hand = masked_films(data_folder, ["unlabelled"], [HAND_JSRT])
    hand += masked_films(data_folder, ["train"], [HAND_COVID])
    assert (len(hand), len({film.film.group for film in hand} & held)) == (161, 0)

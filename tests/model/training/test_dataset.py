import csv
import zipfile

import cv2
import numpy as np
import pytest

from model.errors import DataUnavailableError
from model.training.dataset import (
    Film,
    data_folder,
    drawing_probabilities,
    lateral_films,
    other_pictures,
    read_index,
    read_pixels,
    targets,
)


def film(label, source="a", *, split="train", group="g", file="x.png"):
    return Film(file, split, label, source, "adult", group)


@pytest.fixture
def folder(tmp_path):
    """A data folder of four films whose grey is their number."""
    names = [f"{index}.png" for index in range(4)]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for index, name in enumerate(names):
            _, encoded = cv2.imencode(".png", np.full((8, 8), index, np.uint8))
            archive.writestr(name, encoded.tobytes())
    columns = [*Film.__dataclass_fields__, "license"]
    with (tmp_path / "index.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        for index, (name, split) in enumerate(
            zip(names, ["train", "lateral", "lateral", "lateral"], strict=True)
        ):
            writer.writerow(
                {
                    "file": name,
                    "split": split,
                    "label": "covid",
                    "source": "a",
                    "population": "adult",
                    "group": f"patient{index // 2}",
                    "license": "CC0",
                }
            )
    return tmp_path


def test_index_keeps_the_order_and_the_splits_asked_for(folder):
    assert [film.file for film in read_index(folder, ["lateral"])] == ["1.png", "2.png", "3.png"]


def test_pixels_come_in_the_order_asked_for(folder):
    pixels = read_pixels(folder / "radiographs.zip", ["2.png", "0.png"])
    assert pixels.dtype == np.uint8
    assert pixels.shape == (2, 8, 8)
    assert [int(picture[0, 0]) for picture in pixels] == [2, 0]


def test_lateral_views_are_split_by_patient(folder):
    learning, held_out = lateral_films(folder)
    assert [film.file for film in learning] == ["1.png"]
    assert [film.file for film in held_out] == ["2.png", "3.png"]


def test_data_folder_prefers_the_argument_then_the_variable(folder, monkeypatch):
    monkeypatch.setenv("NEGATOSCOPE_DATA", str(folder))
    assert data_folder() == folder
    with pytest.raises(DataUnavailableError, match="nowhere"):
        data_folder(folder / "nowhere")


def test_targets_mark_every_allowed_class():
    labels = ["healthy", "covid", "bacterial", "viral", "opacity", "abnormal"]
    np.testing.assert_array_equal(
        targets([film(label) for label in labels]),
        [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 1], [0, 0, 0, 0]],
    )


def test_drawing_balances_labels_and_the_sources_within_each():
    films = [film("healthy", "a")] * 3 + [film("healthy", "b")] + [film("covid", "c")] * 2
    drawn = drawing_probabilities([*films, film("abnormal")], {"healthy": 0.5, "covid": 0.5})
    np.testing.assert_allclose(drawn, [1 / 12] * 3 + [1 / 4] + [1 / 4] * 2 + [0])


def test_other_pictures_are_split_in_halves_kind_by_kind(tmp_path):
    with zipfile.ZipFile(tmp_path / "not_chest.zip", "w") as archive:
        for name in ("knee/3", "knee/1", "cat/1", "knee/2", "cat/2"):
            archive.writestr(f"{name}.png", b"")
    learning, held_out = other_pictures(tmp_path)
    assert [film.file for film in learning] == ["cat/1.png", "knee/1.png"]
    assert [film.file for film in held_out] == ["cat/2.png", "knee/2.png", "knee/3.png"]
    assert (learning[1].split, learning[1].label, learning[1].source) == ("not_chest", "knee", "1")
    assert len({film.group for film in learning + held_out}) == 5


def test_other_pictures_have_to_be_there(tmp_path):
    with pytest.raises(DataUnavailableError):
        other_pictures(tmp_path)

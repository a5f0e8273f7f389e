import zipfile

import cv2
import numpy as np
import pytest

from model.errors import DataUnavailableError
from model.evaluation.lesions import read_lesions

HEAD = "file,split,label,source,population,patient,group,view,original,width,height,license"


def png(picture):
    return cv2.imencode(".png", picture)[1].tobytes()


def mask(rows):
    picture = np.zeros((224, 224), np.uint8)
    picture[rows] = 255
    return png(picture)


@pytest.fixture
def folder(tmp_path):
    lines = [HEAD]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for grey, split in ((10, "train"), (20, "adult"), (30, "test"), (40, "lateral")):
            lines.append(f"{grey}.png,{split},covid,ieee8023,adult,,g{grey},,,1,1,")
            archive.writestr(f"{grey}.png", png(np.full((224, 224), grey, np.uint8)))
    (tmp_path / "index.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [
        ("gg/10", "10.png", "ground_glass", np.s_[:56]),
        ("co/10", "10.png", "consolidation", np.s_[28:84]),
        ("lu/20", "20.png", "lungs", np.s_[:100]),
        ("gg/30", "30.png", "ground_glass", np.s_[:0]),
        ("gg/40", "40.png", "ground_glass", np.s_[:56]),
    ]
    lines = ["mask,file,kind,provenance,area"]
    with zipfile.ZipFile(tmp_path / "masks.zip", "w") as archive:
        for name, file, kind, where in rows:
            lines.append(f"{name}.png,{file},{kind},manual,0.1")
            archive.writestr(f"{name}.png", mask(where))
    (tmp_path / "masks.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_masks_of_a_film_are_joined_and_empty_ones_counted(folder):
    lesions, empty = read_lesions(folder)
    assert [lesion.film.file for lesion in lesions] == ["10.png"]
    assert empty == 1
    expected = np.zeros((224, 224), bool)
    expected[:84] = True
    np.testing.assert_array_equal(lesions[0].mask, expected)
    np.testing.assert_allclose(lesions[0].picture, np.full((224, 224, 3), 10.0), rtol=1e-6)


@pytest.mark.parametrize("name", ["masks.csv", "masks.zip"])
def test_the_masks_are_needed(folder, name):
    (folder / name).unlink()
    with pytest.raises(DataUnavailableError):
        read_lesions(folder)


@pytest.mark.data
def test_the_lesions_of_the_public_films(data_folder):
    lesions, empty = read_lesions(data_folder)
    assert (len(lesions), empty) == (32, 1)
    assert sum(lesion.film.split == "train" for lesion in lesions) == 19

import csv
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from model.errors import DataUnavailableError
from scripts.samples.films import Archive, Film, read_archive, without_spots

COLUMNS = ["file", "split", "label", "source", "population", "group", "width", "height", "license"]


@pytest.fixture
def folder(tmp_path):
    rows = [
        ["a.png", "train", "viral", "kermany", "pediatric", "g1", "300", "200", "CC BY 4.0"],
        ["b.png", "lateral", "lateral", "ieee8023", "adult", "g2", "", "", ""],
    ]
    with (tmp_path / "index.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([COLUMNS, *rows])
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for name, grey in (("a.png", 51), ("b.png", 255)):
            picture = io.BytesIO()
            Image.new("L", (224, 224), grey).save(picture, "PNG")
            archive.writestr(name, picture.getvalue())
    return tmp_path


def test_an_archive_is_read(folder):
    archive = read_archive(folder)
    assert archive.films == (
        Film(0, "train", "viral", "kermany", "pediatric", "g1", "CC BY 4.0", 1.5),
        Film(1, "lateral", "lateral", "ieee8023", "adult", "g2", "", 1.0),
    )
    assert archive.pixels.shape == (2, 224, 224)
    assert archive.plane(archive.films[0])[0, 0] == np.float32(0.2)


def test_a_folder_without_radiographs_is_named(tmp_path):
    with pytest.raises(DataUnavailableError, match=tmp_path.name):
        read_archive(tmp_path)


def test_norms_are_those_of_the_centred_pixels():
    pixels = np.random.default_rng(1).integers(0, 256, (3, 224, 224), dtype=np.uint8)
    centred = pixels.reshape(3, -1) - pixels.reshape(3, -1).mean(axis=1, keepdims=True)
    np.testing.assert_allclose(
        Archive((), pixels).norms, np.linalg.norm(centred, axis=1), rtol=1e-5
    )


def test_a_letter_in_the_corner_is_filled_in_and_anatomy_stays():
    film = np.full((224, 224), 0.2, dtype=np.float32)
    film[30:40, 15:22] = 0.95  # the letter
    film[100:110, 100:107] = 0.95  # as small and bright, but inside the thorax
    cleaned = without_spots(film)
    assert cleaned[25:45, 10:27].max() < 0.25
    assert cleaned[105, 103] == np.float32(0.95)


def test_a_film_without_letters_stays_as_it_is(thorax):
    film = thorax(np.random.default_rng(1))
    assert without_spots(film) is film

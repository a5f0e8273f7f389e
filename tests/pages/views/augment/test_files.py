"""The augmented film as it is saved: full size, 16 bits, read as it was asked for."""

from types import SimpleNamespace

import cv2
import numpy as np

from model.augment.pipeline import Drawn
from pages.shared.upload.cases import HowToRead
from pages.views.augment.files import augmented_png
from tests.dicom_factory import png

PIXELS = np.tile(np.linspace(0, 255, 1500).astype(np.uint8), (1100, 1))


def saved(how, recipe):
    film = SimpleNamespace(case=SimpleNamespace(data=png(PIXELS)), how=how)
    data = augmented_png(film, None, recipe)
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)


def test_the_film_is_saved_in_16_bits_at_the_size_of_its_file():
    flip = (Drawn("horizontal-flip", {}, 1), Drawn("brightness", {"offset": 0.1}, 2))
    deep = saved(HowToRead(), flip)
    assert (deep.shape, deep.dtype) == ((1100, 1500), np.uint16)
    assert deep[0, 0] == 65535
    assert deep[0, -1] == round(65535 * 0.1)


def test_a_film_that_was_turned_is_saved_turned():
    deep = saved(HowToRead(turn=1), ())
    assert deep.shape == (1500, 1100)
    assert (deep[0, 0], deep[-1, 0]) == (0, 65535)

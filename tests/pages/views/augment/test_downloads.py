"""The augmented film as it is saved: full size, 16 bits, the same draw."""

from types import SimpleNamespace

import cv2
import numpy as np

from model.augment.pipeline import Drawn
from pages.views.augment import downloads
from tests.dicom_factory import png


def test_the_film_is_saved_in_16_bits_at_the_size_of_its_file(monkeypatch):
    pixels = np.tile(np.linspace(0, 255, 1500).astype(np.uint8), (1100, 1))
    case = SimpleNamespace(key="a", data=png(pixels))
    monkeypatch.setattr(downloads, "reading_of", lambda _case: downloads_reading())
    flip = (Drawn("horizontal-flip", {}, 1), Drawn("brightness", {"offset": 0.1}, 2))
    data = downloads.augmented_png(SimpleNamespace(case=case), None, flip)
    deep = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert (deep.shape, deep.dtype) == ((1100, 1500), np.uint16)
    assert deep[0, 0] == 65535
    assert deep[0, -1] == round(65535 * 0.1)


def downloads_reading():
    from pages.shared.upload.cases import Reading

    return Reading()

"""Colour and its share."""

import numpy as np
import pytest

from model.imaging.colour import CHROMA_FLOOR, chroma_share, to_grey


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_grey_stays_what_it_was(dtype):
    grey = np.arange(256, dtype=dtype).reshape(16, 16)
    found = to_grey(np.stack([grey] * 3, -1))
    assert found.dtype == dtype
    assert (found == grey).all()


def test_luma_weighs_red_green_and_blue():
    primaries = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
    assert to_grey(primaries).tolist() == [[76, 150, 29]]


def test_floor_of_colour_is_24_of_255():
    assert CHROMA_FLOOR * 255 == 24
    pixel = np.array([[[100, 100, 124], [100, 100, 125]]], np.uint8)
    assert chroma_share(pixel, 255) == 0.5


def test_share_is_relative_to_full_scale():
    pixel = np.array([[[0, 0, 300]]], np.uint16)
    assert chroma_share(pixel, 65535) == 0
    assert chroma_share(pixel, 1023) == 1

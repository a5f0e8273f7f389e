"""Negatives of chest films."""

import numpy as np
import pytest

from model.imaging.polarity import TEMPLATE, THRESHOLD, chest_correlation, looks_inverted
from tests.dicom_factory import chest

FILM = chest(300, 260).astype(np.float32)
POSITIVE = np.kron(np.asarray(TEMPLATE), np.ones((64, 64))).astype(np.float32) / 8 + 0.5


def framed(pixels: np.ndarray, grey: float) -> np.ndarray:
    with_frame = np.full_like(pixels, grey)
    with_frame[24:-24, 20:-20] = pixels[24:-24, 20:-20]
    return with_frame


def test_film_is_no_negative_and_its_negative_is_one():
    assert not looks_inverted(FILM)
    assert looks_inverted(1 - FILM)


def test_correlation_of_the_negative_is_the_negative():
    assert chest_correlation(1 - FILM) == pytest.approx(-chest_correlation(FILM), abs=1e-6)


def test_correlation_is_the_one_of_pearson():
    cut = round(len(POSITIVE) * 0.1)
    inner = POSITIVE[cut:-cut, cut:-cut]
    fields = inner[: len(inner) // 4 * 4, : len(inner) // 4 * 4]
    fields = fields.reshape(4, len(fields) // 4, 4, -1).mean(axis=(1, 3))
    expected = np.corrcoef(fields.ravel(), np.ravel(TEMPLATE))[0, 1]
    assert chest_correlation(POSITIVE) == pytest.approx(expected, abs=0.005)
    assert expected > 0.9


@pytest.mark.parametrize("grey", [0.0, 1.0])
def test_frame_changes_nothing(grey):
    assert chest_correlation(framed(FILM, grey)) == chest_correlation(FILM)
    assert looks_inverted(framed(1 - FILM, grey))


@pytest.mark.parametrize("gamma", [0.5, 2.0])
def test_contrast_of_a_photograph_does_not_matter(gamma):
    assert not looks_inverted(FILM**gamma)
    assert looks_inverted((1 - FILM) ** gamma)


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (224, 224)])
def test_picture_without_contrast_is_no_negative(shape):
    assert chest_correlation(np.full(shape, 0.5, np.float32)) == 0
    assert not looks_inverted(np.full(shape, 0.5, np.float32))


def test_constants_are_the_measured_ones():
    assert THRESHOLD == -0.2
    assert np.sum(TEMPLATE) == pytest.approx(-0.2)
    assert np.array_equal(np.fliplr(TEMPLATE), TEMPLATE)

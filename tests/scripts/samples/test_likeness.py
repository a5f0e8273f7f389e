import numpy as np
import pytest

from scripts.samples.films import Archive
from scripts.samples.likeness import fingerprints, largest_correlation


def test_the_largest_correlation_is_found_whatever_the_grey_scale():
    rng = np.random.default_rng(1)
    pixels = rng.integers(40, 200, (600, 224, 224), dtype=np.uint8)  # more than one block
    archive = Archive((), pixels)
    noise = rng.standard_normal((224, 224)).astype(np.float32)
    copy = pixels[550].astype(np.float32)
    mixed = copy + copy.std() * noise
    found = largest_correlation([copy / 300 + 0.1, mixed, noise], archive)
    expected = np.corrcoef(pixels[550].ravel(), mixed.ravel())[0, 1]
    assert found[0] == pytest.approx(1.0, abs=1e-4)
    assert found[1] == pytest.approx(expected, abs=1e-4)
    assert found[2] < 0.03


def test_a_blank_film_is_like_nothing():
    archive = Archive((), np.full((1, 224, 224), 7, dtype=np.uint8))
    picture = np.random.default_rng(1).random((224, 224), dtype=np.float32)
    assert largest_correlation([picture], archive)[0] == 0.0


def test_fingerprints_of_alike_films_point_the_same_way(thorax):
    near = [thorax(np.random.default_rng(k)) for k in (1, 2)]
    far = np.random.default_rng(3).random((224, 224), dtype=np.float32)
    prints = fingerprints([*near, far])
    assert prints.shape == (3, 2 * 56 * 56)
    products = prints @ prints.T
    np.testing.assert_allclose(np.diag(products), 2.0, rtol=1e-5)
    assert products[0, 1] > 1.7
    assert products[0, 2] < 0.3

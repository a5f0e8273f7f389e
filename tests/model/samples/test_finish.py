import numpy as np
import pytest

from model.samples.fields import resized
from model.samples.finish import HEIGHT, finish


def composite(thorax):
    return resized(thorax(np.random.default_rng(1)), (448, 448), 2)


@pytest.mark.parametrize(("aspect", "width"), [(1.0, 576), (1.25, 720)])
def test_a_sample_has_its_natural_shape(thorax, aspect, width):
    finished = finish(composite(thorax), aspect, np.random.default_rng(1))
    assert finished.shape == (HEIGHT, width)
    assert finished.dtype == np.float32
    assert finished.min() >= 0.0
    assert finished.max() <= 1.0


def test_squashing_it_gives_the_composite_back(thorax):
    square = composite(thorax)
    finished = finish(square, 1.25, np.random.default_rng(1))
    inner = resized(square[13:-13, 13:-13], (224, 224))
    found = np.corrcoef(resized(finished, (224, 224)).ravel(), inner.ravel())[0, 1]
    assert found > 0.99


def test_grain_is_stronger_behind_dense_tissue():
    ramp = np.repeat(np.linspace(0.1, 0.9, 448, dtype=np.float32)[:, None], 448, axis=1)
    finished = finish(ramp, 1.0, np.random.default_rng(1))
    rough = np.diff(finished, axis=1).std(axis=1)
    assert rough[440:520].mean() > 1.5 * rough[60:140].mean()


def test_the_seed_makes_the_grain(thorax):
    pictures = [finish(composite(thorax), 1.0, np.random.default_rng(s)) for s in (1, 1, 2)]
    np.testing.assert_array_equal(pictures[0], pictures[1])
    assert (pictures[0] != pictures[2]).mean() > 0.5

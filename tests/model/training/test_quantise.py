import numpy as np
import pytest

from model.errors import PackageMissingError

pytestmark = pytest.mark.tensorflow

HEAD = np.eye(4, dtype=np.float32)


def compiled(maps):
    """Stands for a compiled graph whose answer hangs on the grey of the film alone."""

    def run(batch):
        chosen = np.stack([maps[int(film[0, 0, 0])] for film in batch])
        features = chosen.mean(axis=(1, 2))
        return {0: features @ HEAD, 1: chosen, 2: features}

    return run


@pytest.fixture
def maps():
    """Maps of four films, 3 × 3 × 4; film k is answered k."""
    generator = np.random.default_rng(0)
    films = generator.random((4, 3, 3, 4)).astype(np.float32)
    films += np.eye(4, dtype=np.float32)[:, np.newaxis, np.newaxis]
    return films


FILMS = np.arange(4, dtype=np.uint8)[:, np.newaxis, np.newaxis].repeat(2, 1).repeat(2, 2)
TRUTH = np.arange(4)


def test_a_network_is_as_good_as_itself(maps):
    from model.training.quantise import compare

    result = compare(compiled(maps), compiled(maps), HEAD, FILMS, TRUTH)
    assert result.macro_recall_fp32 == result.macro_recall_int8 == 1.0
    assert result.map_correlation == pytest.approx(1.0)
    assert result.accepted
    assert result.as_record()["int8_serves"] is True


def test_a_wrong_answer_in_four_is_too_many(maps):
    from model.training.quantise import compare

    other = maps.copy()
    other[3] = maps[0]
    result = compare(compiled(maps), compiled(other), HEAD, FILMS, TRUTH)
    assert result.macro_recall_int8 == 0.75
    assert not result.accepted


def test_right_answers_from_the_wrong_place_are_not_accepted(maps):
    from model.training.quantise import compare

    result = compare(compiled(maps), compiled(maps[:, ::-1]), HEAD, FILMS, TRUTH)
    assert result.macro_recall_int8 == 1.0
    assert result.map_correlation < 0.9
    assert not result.accepted


def test_flat_maps_agree_with_flat_maps_only():
    from model.training.quantise import compare

    flat = np.eye(4, dtype=np.float32)[:, np.newaxis, np.newaxis].repeat(3, 1).repeat(3, 2)
    uneven = flat.copy()
    uneven[:, 0, 0] *= 2
    assert compare(compiled(flat), compiled(flat), HEAD, FILMS, TRUTH).map_correlation == 1.0
    assert compare(compiled(flat), compiled(uneven), HEAD, FILMS, TRUTH).map_correlation == 0.0


def test_without_its_package_it_says_which(tmp_path, monkeypatch):
    import sys

    from model.training.quantise import quantise

    monkeypatch.setitem(sys.modules, "nncf", None)
    with pytest.raises(PackageMissingError, match="nncf"):
        quantise(tmp_path / "a.xml", FILMS, tmp_path / "b.xml")


def test_int8_graph_answers_nearly_alike_in_half_the_space(tiny_artefacts, tmp_path):
    import openvino

    from model.training.fit import network_batch
    from model.training.quantise import quantise

    generator = np.random.default_rng(0)
    films = generator.integers(0, 255, (8, 32, 32), dtype=np.uint8)
    quantise(tiny_artefacts / "negatoscope.xml", films, tmp_path / "int8.xml")
    small = (tmp_path / "int8.bin").stat().st_size
    assert small < 0.55 * (tiny_artefacts / "negatoscope.bin").stat().st_size
    core = openvino.Core()
    batch = network_batch(films.astype(np.float32) / np.float32(255))
    own, other = (
        core.compile_model(path, "CPU")(batch)[0].copy()
        for path in (tiny_artefacts / "negatoscope.xml", tmp_path / "int8.xml")
    )
    assert np.corrcoef(own.ravel(), other.ravel())[0, 1] > 0.9

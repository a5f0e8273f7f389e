import numpy as np
import pytest

from model.commands.average import average_weights
from model.errors import WeightsUnavailableError


def write(path, **arrays):
    np.savez(path, **arrays)
    return path


def test_every_variable_is_the_mean(tmp_path):
    one = write(tmp_path / "a.npz", kernel=np.array([1, 2], np.float16), bias=np.float16(3))
    other = write(tmp_path / "b.npz", kernel=np.array([3, 0], np.float16), bias=np.float16(4))
    average_weights([one, other, other], tmp_path / "new" / "mean.npz")
    with np.load(tmp_path / "new" / "mean.npz") as stored:
        assert stored["kernel"].dtype == np.float16
        np.testing.assert_array_equal(stored["kernel"], np.array([7 / 3, 2 / 3], np.float16))
        assert stored["bias"] == np.float16(11 / 3)


def test_weights_of_another_network_are_refused(tmp_path):
    one = write(tmp_path / "a.npz", kernel=np.zeros(2))
    other = write(tmp_path / "b.npz", kernel=np.zeros(3))
    with pytest.raises(WeightsUnavailableError, match=r"b\.npz"):
        average_weights([one, other], tmp_path / "mean.npz")
    with pytest.raises(WeightsUnavailableError, match=r"gone\.npz"):
        average_weights([tmp_path / "gone.npz"], tmp_path / "mean.npz")
    assert not (tmp_path / "mean.npz").exists()


def test_the_command_averages(tmp_path):
    from model.__main__ import main

    one = write(tmp_path / "a.npz", kernel=np.ones(2))
    assert main(["average", str(one), "--output", str(tmp_path / "mean.npz")]) == 0
    with np.load(tmp_path / "mean.npz") as stored:
        np.testing.assert_array_equal(stored["kernel"], [1, 1])

"""The reading libraries are muted, and nobody else."""

import logging
import warnings

import pytest

from model.imaging.quiet import hush


def warn_as(module: str) -> None:
    warnings.warn_explicit("Nemo^Captain", UserWarning, "file.py", 1, module=module)


@pytest.mark.parametrize("module", ["pydicom", "pydicom.filereader", "PIL.TiffImagePlugin"])
def test_libraries_are_muted(module):
    hush()
    warn_as(module)


@pytest.mark.parametrize("module", ["numpy", "model.imaging.read", "pydicomx", "my.pydicom"])
def test_others_are_not(module):
    hush()
    with pytest.warns(UserWarning, match="Nemo"):
        warn_as(module)


def test_filters_do_not_pile_up():
    hush()
    before = len(warnings.filters)
    for _ in range(5):
        hush()
    assert len(warnings.filters) == before


def test_log_of_pydicom_is_off_whatever_its_parts_are_called(caplog):
    hush()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("pydicom.pixels.decoders.base").critical("Nemo^Captain")
    assert caplog.records == []

"""Look-up tables as writers write them."""

import numpy as np
import pytest

from model.imaging.lookup import LookupTable, look_up, read_table, to_unit
from tests.dicom_factory import Dataset, lut_item


def table(item: Dataset, *, signed: bool = False) -> LookupTable | None:
    return read_table(item, 1, little=True, signed=signed)


def test_table_of_words():
    found = table(lut_item([10, 20, 30], first=5, bits=8, explanation="SOFT"))
    assert (found.first, found.bits, found.name) == (5, 8, "SOFT")
    assert found.entries.tolist() == [10, 20, 30]


def test_table_without_explanation_has_its_number():
    assert read_table(lut_item([1, 2]), 3, little=True, signed=False).name == "3"


def test_zero_entries_mean_65536():
    found = table(lut_item(list(range(65536))))
    assert len(found.entries) == 65536


def test_entries_of_one_byte_each():
    item = lut_item([0] * 4, bits=8)
    item["LUTData"].value = bytes([1, 2, 3, 4])
    assert table(item).entries.tolist() == [1, 2, 3, 4]


def test_two_entries_packed_in_a_word():
    item = lut_item([0] * 4, bits=8)
    item["LUTData"].VR = "US"
    item.LUTData = [0x0201, 0x0403]
    assert table(item).entries.tolist() == [1, 2, 3, 4]


def test_big_endian_words():
    item = lut_item([0x0102, 0x0304])
    found = read_table(item, 1, little=False, signed=False)
    assert found.entries.tolist() == [0x0201, 0x0403]


def test_first_value_above_32767_is_negative_for_signed_pixels():
    item = lut_item([1, 2], first=0xFFFE)
    assert table(item, signed=True).first == -2
    assert table(item, signed=False).first == 0xFFFE


@pytest.mark.parametrize("bits", [0, 17, 99])
def test_bits_that_do_not_exist(bits):
    assert table(lut_item([1, 2], bits=bits)) is None


def test_too_few_entries():
    item = lut_item([1, 2, 3, 4])
    item["LUTData"].value = b"\x01\x00"
    assert table(item) is None
    del item.LUTData
    assert table(item) is None


def test_inputs_outside_take_the_ends():
    found = LookupTable(10, np.array([5.0, 6.0, 7.0]), 8, "")
    assert look_up(found, np.array([-1e9, 9, 10, 11.4, 12, 1e9])).tolist() == [5, 5, 5, 6, 7, 7]


def test_outputs_are_scaled_by_the_bits_that_are_used():
    honest = LookupTable(0, np.array([0.0, 255.0]), 8, "")
    boastful = LookupTable(0, np.array([0.0, 255.0]), 16, "")
    assert to_unit(honest, honest.entries).tolist() == [0, 1]
    assert to_unit(boastful, boastful.entries).tolist() == [0, 1]
    half = LookupTable(0, np.array([0.0, 128.0]), 8, "")
    assert to_unit(half, half.entries)[1] == pytest.approx(128 / 255)

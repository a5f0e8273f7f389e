"""What a file is, by its content."""

import numpy as np
import pytest

from model.imaging.elements import (
    Burden,
    element_at,
    leads_a_data_set,
    states_values,
    too_much_to_parse,
)
from model.imaging.sniff import sniff
from tests import dicom_factory as make
from tests.dicom_factory import make_dicom, picture

GREY = np.zeros((8, 8), np.uint8)
DICOM = make_dicom(GREY)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_pictures(kind):
    assert sniff(picture(GREY, kind)) == kind.lower()


@pytest.mark.parametrize(
    "data",
    [
        DICOM,
        DICOM[128:],
        make.without_preamble(DICOM),
        make.without_meta(DICOM),
        make.without_meta(make_dicom(GREY, syntax=make.IMPLICIT)),
        make.without_meta(make_dicom(GREY, syntax=make.BIG_ENDIAN)),
        b"II*\0" + DICOM[4:],
    ],
    ids=["file", "prefix", "meta", "explicit", "implicit", "big endian", "TIFF in preamble"],
)
def test_dicom_with_and_without_its_header(data):
    assert sniff(data) == "dicom"


@pytest.mark.parametrize(
    "data",
    [b"", b"BM", b"BM" + b"x" * 40, b"RIFF\0\0\0\0WAVE", b"%PDF-1.7", b"\x08\x00\x05\x00", b"II"],
)
def test_anything_else(data):
    assert sniff(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0",
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x80",
        b"\x30\x82\x01\x00\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17",
        b"-----BEGIN PKCS7-----\n",
    ],
)
def test_envelopes(data):
    assert sniff(data) == "cms"


def element(group: int, number: int, value: bytes, vr: bytes = b"LO") -> bytes:
    tag = group.to_bytes(2, "little") + number.to_bytes(2, "little")
    return tag + vr + len(value).to_bytes(2, "little") + value


def test_data_set_must_start_with_group_two_or_eight():
    rest = element(0x0020, 0x10, b"ab") + element(0x0020, 0x11, b"ab")
    assert leads_a_data_set(element(0x0008, 0x60, b"CR") + rest)
    assert not leads_a_data_set(element(0x0010, 0x20, b"CR") + rest)


def test_tags_must_ascend():
    first, second = element(0x0008, 0x60, b"CR"), element(0x0008, 0x70, b"ab")
    assert leads_a_data_set(first + second)
    assert not leads_a_data_set(second + first)
    assert not leads_a_data_set(first + first)


def test_values_must_lie_within_the_file():
    whole = element(0x0008, 0x60, b"CR") + element(0x0008, 0x70, b"abcd")
    assert not leads_a_data_set(whole[:-1])


def test_one_element_is_not_enough():
    assert not leads_a_data_set(element(0x0008, 0x60, b"CR"))


def test_head_of_an_element_with_a_long_length():
    data = b"\xe0\x7f\x10\x00OW\0\0\xff\xff\xff\xff"
    assert element_at(data, 0, implicit=False, little=True) == (
        0x7FE0,
        0x0010,
        b"OW",
        0xFFFFFFFF,
        12,
    )
    assert element_at(data, 1, implicit=False, little=True) is None


PIXELS = b"\xe0\x7f\x10\x00OW\0\0\x02\0\0\0ab"
EMPTY = element(0x0029, 0x1010, b"")
UNDEFINED = b"\xff\xff\xff\xff"
ITEM, END_OF_SEQUENCE = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0\0\0\0\0"


def too_many(data: bytes, limit: int = 10, entered: frozenset[int] = frozenset()) -> bool:
    most = Burden(limit, 100, frozenset({0x00080060}) | entered, entered)
    return too_much_to_parse(data, 0, most, implicit=False, little=True)


def test_elements_are_counted_up_to_the_pixel_data():
    assert not too_many(EMPTY * 9 + PIXELS + b"\0" * 800)
    assert too_many(EMPTY * 10 + PIXELS)


def test_items_of_a_sequence_of_undefined_length_are_counted():
    sequence = b"\x28\x00\x10\x30SQ\0\0" + UNDEFINED + (ITEM + b"\0" * 4) * 20 + END_OF_SEQUENCE
    assert too_many(sequence + PIXELS)
    assert not too_many(sequence + PIXELS, limit=23)


def test_items_of_a_sequence_of_defined_length_are_counted_if_it_is_entered():
    items = (ITEM + b"\0" * 4) * 20
    sequence = b"\x28\x00\x10\x30SQ\0\0" + len(items).to_bytes(4, "little") + items
    assert not too_many(sequence + PIXELS)
    assert too_many(sequence + PIXELS, entered=frozenset({0x00283010}))


def test_value_that_is_converted_has_a_longest_length():
    modality = b"\x08\x00\x60\x00UC\0\0"
    assert not too_many(modality + b"\x64\0\0\0" + b"DX" * 50 + PIXELS)
    assert too_many(modality + b"\x66\0\0\0" + b"DX" * 51 + PIXELS)
    assert too_many(modality + UNDEFINED + b"DX" * 50 + END_OF_SEQUENCE + PIXELS)


def test_sequence_that_is_stated_to_be_text_is_text():
    sequence = b"\x28\x00\x10\x30UC\0\0\x66\0\0\0" + b"\\" * 102
    assert too_many(sequence + PIXELS, entered=frozenset({0x00283010}))


def test_pixel_data_of_an_icon_is_not_the_end():
    fragments = PIXELS[:8] + UNDEFINED + ITEM + b"\x80\0\0\0" + b"\0" * 128 + END_OF_SEQUENCE
    icon = b"\x88\x00\x00\x02SQ\0\0" + UNDEFINED + ITEM + UNDEFINED + fragments
    icon += b"\xfe\xff\x0d\xe0\0\0\0\0" + END_OF_SEQUENCE
    assert not too_many(icon + PIXELS)
    assert too_many(icon + EMPTY * 10 + PIXELS)


def test_representation_is_recognised_by_two_capitals():
    assert states_values(EMPTY, 0)
    assert not states_values(b"\x08\x00\x05\x00\x0a\0\0\0", 0)
    assert not states_values(b"\x08\x00", 0)

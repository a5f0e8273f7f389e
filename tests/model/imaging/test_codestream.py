"""Sizes in codestreams and containers, and the codec that is written here."""

import struct

import numpy as np
import pytest

from model.errors import DicomDamagedError
from model.imaging.codestream import extent
from model.imaging.container import claimed_size, ends_early, png_intact
from model.imaging.rle import decode_rle
from model.imaging.tiff import first_directory, pixels_end
from tests import dicom_factory as make
from tests.dicom_factory import make_dataset, picture

GREY = np.arange(48 * 40, dtype=np.uint16).reshape(48, 40)
EIGHT = (GREY % 251).astype(np.uint8)
RGB = np.stack([EIGHT, EIGHT[::-1], EIGHT], -1)


@pytest.mark.parametrize("syntax", [make.JPEG_LS, make.JPEG_2000, make.JPEG_LOSSLESS])
def test_extent_of_grey(syntax):
    assert extent(make.encode_frame(GREY, syntax, make_dataset(GREY))) == (48, 40, 1)


@pytest.mark.parametrize("syntax", [make.JPEG, make.JPEG_LS, make.JPEG_2000])
def test_extent_of_colour(syntax):
    assert extent(make.encode_frame(RGB, syntax, make_dataset(RGB))) == (48, 40, 3)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xc0\0", b"\xff\x4f\xff\x51\0", b"x"]
)
def test_extent_of_nothing(data):
    assert extent(data) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_claimed_size(kind):
    data = picture(RGB, kind)
    assert claimed_size(kind.lower(), data) == (48, 40)
    assert not ends_early(kind.lower(), data)
    assert ends_early(kind.lower(), data[: len(data) // 2])


def test_claimed_size_of_the_other_webps_and_bmps():
    assert claimed_size("webp", picture(RGB, "WEBP", lossless=True)) == (48, 40)
    rgba = np.dstack([RGB, EIGHT])
    assert claimed_size("webp", picture(rgba, "WEBP", exif=b"Exif\0\0")) == (48, 40)
    old = b"BM" + b"\0" * 12 + struct.pack("<IHH", 12, 40, 48)
    assert claimed_size("bmp", old) == (48, 40)


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "bmp", "webp"])
def test_claimed_size_of_too_little(kind):
    assert claimed_size(kind, b"\0" * 9) is None


@pytest.mark.parametrize("big", [False, True])
def test_first_directory_of_both_kinds_of_tiff(big):
    directory = first_directory(picture(EIGHT, "TIFF", big_tiff=big))
    assert directory[256] == (40,)
    assert directory[257] == (48,)
    assert sum(directory[279]) == EIGHT.size
    assert pixels_end(picture(EIGHT, "TIFF", big_tiff=big)) == directory[273][0] + EIGHT.size


def test_checksums_of_a_png():
    data = picture(EIGHT, "PNG")
    assert png_intact(data)
    at = data.index(b"IDAT") + 10
    assert not png_intact(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert png_intact(data[:at])


@pytest.mark.parametrize(
    "array", [EIGHT, GREY, GREY.astype(np.uint32) * 70000, RGB, RGB.astype(np.uint16) * 257]
)
def test_run_lengths_round_trip(array):
    encoded = make.encode_frame(array, make.RLE, make_dataset(array))
    samples = 1 if array.ndim == 2 else 3
    decoded = decode_rle(encoded, 48, 40, samples, 8 * array.itemsize)
    assert decoded.dtype == array.dtype
    assert (decoded == array).all()


def test_replicate_runs_literal_runs_and_no_operation():
    # PS3.5 G.3.2: 257 − 253 = 4 sevens, nothing, three literals, one byte too many is left
    packed = bytes([253, 7, 128, 2, 1, 2, 3, 0, 9])
    frame = struct.pack("<16I", 1, 64, *[0] * 14) + packed
    assert decode_rle(frame, 1, 7, 1, 8).tolist() == [[7, 7, 7, 7, 1, 2, 3]]


@pytest.mark.parametrize(
    ("head", "bits"),
    [((0, 64), 8), ((2, 64), 8), ((1, 10), 8), ((2, 80, 64), 16), ((1, 64), 12), ((1, 999), 8)],
)
def test_run_length_header_that_does_not_fit(head, bits):
    frame = struct.pack(f"<{len(head)}I", *head).ljust(64, b"\0") + b"\x81\x07" * 20
    with pytest.raises(DicomDamagedError):
        decode_rle(frame, 4, 4, 1, bits)


def test_run_length_bomb_stops_at_the_size_of_the_picture():
    frame = struct.pack("<16I", 1, 64, *[0] * 14) + b"\x81\x07" * 2_000_000
    assert decode_rle(frame, 2, 2, 1, 8).tolist() == [[7, 7], [7, 7]]

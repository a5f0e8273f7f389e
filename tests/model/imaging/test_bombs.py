"""Small files that ask for hours or gigabytes, and pictures of odd shapes: each ends at once."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from model.errors import ReadingError
from model.imaging.codestream import crowded
from model.imaging.limits import MAX_SCANS, MAX_SEGMENTS
from model.imaging.palette import palette_to_rgb
from model.imaging.read import read_radiograph
from model.imaging.tiff import directories_fit
from tests import dicom_factory as make
from tests.dicom_factory import make_dataset, make_dicom, picture, png, to_bytes
from tests.model.imaging.test_hostile import (
    GREY8,
    GREY12,
    deflated,
    jpeg2000_claiming,
    png_chunk,
    tiff_claiming,
    with_frame,
)

IMPLICIT = make_dicom(GREY8, syntax=make.IMPLICIT)
JPEG = picture(GREY8, "JPEG")
MILLIONS = 8_000_000


def code_of(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_radiograph(data)
    return caught.value.code


def with_element(tag: bytes, value: bytes, before: bytes = b"\x28\x00\x02\x00") -> bytes:
    """An implicit file with one more element, or one in place of its own."""
    at = IMPLICIT.index(before)
    return IMPLICIT[:at] + tag + struct.pack("<I", len(value)) + value + IMPLICIT[at:]


def png_of(columns: int, rows: int, chunks: bytes = b"") -> bytes:
    """A grey PNG of zeros, as small as it gets."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(b"\0" * ((columns + 1) * rows), 9))
    return b"\x89PNG\r\n\x1a\n" + head + chunks + body + png_chunk(b"IEND", b"")


def many_scans(scans: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = picture(np.stack([GREY8] * 3, axis=-1), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * scans + data[-2:]


def overlapping_directories(pages: int, entries: int) -> bytes:
    """A TIFF whose directories begin twelve bytes apart and share nearly all their entries."""
    data = bytearray(8 + 2 + 12 * entries + 4 + 12 * pages)
    data[:8] = b"II*\0" + struct.pack("<I", 8)
    filler = struct.pack("<HHII", 0xFF01, 4, 1, 1)
    data[10:] = (filler * (len(data) // 12 + 1))[: len(data) - 10]
    tags = ((256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 4))
    for index, (tag, value) in enumerate(tags):
        at = 10 + 12 * (entries - len(tags) + index)
        data[at : at + 12] = struct.pack("<HHII", tag, 4, 1, value)
    for page in range(pages):
        at = 8 + 12 * page
        struct.pack_into("<H", data, at, entries)
        struct.pack_into("<I", data, at + 2 + 12 * entries, at + 12 if page < pages - 1 else 0)
    return bytes(data)


def directory_of_values(entries: int, length: int) -> bytes:
    """EXIF metadata whose entries all have the same long value."""
    head = b"II*\0" + struct.pack("<IH", 8, entries)
    entry = struct.pack("<HHII", 0x9286, 7, length, 8)
    return head + entry * entries + b"\0" * 4 + b"\0" * length


def tiff_tile(side: int) -> bytes:
    """A picture of 16 × 16 in one tile of any size."""
    body = zlib.compress(b"\0" * 4096)
    tags = [(256, 16), (257, 16), (258, 8), (259, 8), (262, 1), (277, 1)]
    tags += [(322, side), (323, side), (324, 8 + 2 + 12 * 10 + 4), (325, len(body))]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0" * 4 + body


def meta_of(elements: int) -> bytes:
    data = make_dicom(GREY8)
    (length,) = struct.unpack_from("<I", data, 140)
    more = b"\x02\x00\x16\x00AE\0\0" * elements
    head = data[:140] + struct.pack("<I", length + len(more))
    return head + data[144 : 144 + length] + more + data[144 + length :]


def rle_of(rows: int, columns: int, segment: bytes) -> bytes:
    dataset = make_dataset(GREY8, syntax=make.RLE, Rows=rows, Columns=columns)
    dataset.PixelData = make.encapsulate([struct.pack("<16I", 1, 64, *[0] * 14) + segment])
    return to_bytes(dataset)


def palette_of(words: list[int], count: int = 256, bits: int = 16) -> make.Dataset:
    dataset = make_dataset(GREY8, PhotometricInterpretation="PALETTE COLOR")
    for colour in ("Red", "Green", "Blue"):
        setattr(dataset, f"{colour}PaletteColorLookupTableDescriptor", [count & 0xFFFF, 0, bits])
        data = np.asarray(words, dtype=f"<u{bits // 8}").tobytes()
        setattr(dataset, f"Segmented{colour}PaletteColorLookupTableData", data)
    return dataset


@pytest.mark.parametrize(
    ("make_it", "code"),
    [
        (lambda: b"PK\x03\x04" + zlib.compress(b"\0" * 10_000_000), "not-an-image"),
        (lambda: png_of(20_000, 900), None),
        (lambda: png_of(60_000, 900), "too-many-pixels"),
        (
            lambda: png_of(9, 9, png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 67_000_000))),
            "image-damaged",
        ),
        (lambda: png_of(9, 9, png_chunk(b"tEXt", b"a\0b") * MAX_SEGMENTS), "image-damaged"),
        (lambda: png_of(9, 9, png_chunk(b"tEXt", b"a\0b") * 2_000), None),
        (lambda: many_scans(MAX_SCANS), "image-damaged"),
        (lambda: many_scans(MAX_SCANS // 2), None),
        (lambda: JPEG[:2] + b"\xff\xfe\0\2" * MILLIONS + JPEG[2:], "image-damaged"),
        (lambda: JPEG[:2] + b"\xff" * MILLIONS + JPEG[2:], "image-damaged"),
        (lambda: JPEG[:2] + b"\xff\xfe\0\2" * 1_000 + b"\xff" * 99 + JPEG[2:], None),
        (lambda: with_frame(make.JPEG, many_scans(MAX_SCANS)), "dicom-damaged"),
        (lambda: overlapping_directories(400, 20_000), "image-damaged"),
        (lambda: directory_of_values(9_000, 1_000_000), "image-damaged"),
        (lambda: tiff_tile(46_000), "too-many-pixels"),
        (lambda: tiff_tile(64), None),
        (lambda: tiff_claiming(16, 16), "file-truncated"),
    ],
)
def test_picture_that_asks_for_too_much(make_it, code):
    if code is None:
        assert read_radiograph(make_it()).pixels.size > 0
    else:
        assert code_of(make_it()) == code


@pytest.mark.parametrize(
    ("make_it", "code"),
    [
        (lambda: make_dicom(GREY8, NumberOfFrames=1_000_000), "too-many-frames"),
        # One number, one text, one character set, millions of times
        (lambda: with_element(b"\x18\x00\x60\x00", b"1\\" * MILLIONS), "dicom-damaged"),
        (lambda: with_element(b"\x18\x00\x15\x00", b"A\\" * MILLIONS), "dicom-damaged"),
        (
            lambda: with_element(b"\x08\x00\x05\x00", b"\\" * MILLIONS, b"\x08\x00\x05\x00"),
            "dicom-damaged",
        ),
        (
            lambda: with_element(b"\x28\x00\x10\x00", b"\1\0" * MILLIONS, b"\x28\x00\x10\x00"),
            "dicom-damaged",
        ),
        (lambda: with_element(b"\x18\x00\x60\x00", b"1\\" * 20_000), None),
        # What nobody looks at may be as long as it likes.
        (lambda: with_element(b"\x19\x00\x01\x10", b"1\\" * MILLIONS), None),
        (lambda: meta_of(1_000_000), "dicom-damaged"),
        (lambda: meta_of(500), None),
        (lambda: deflated(b"\x08\x00\x05\x00" * 30_000_000), "dicom-damaged"),
        (lambda: rle_of(5_000, 5_000, b"\x80" * 30_000_000), "dicom-damaged"),
        (lambda: rle_of(5_000, 5_000, b"\0\7" * 25_000_000), None),
        (lambda: rle_of(5_000, 5_000, b"\xff\7" * 12_500_000), None),
        (
            lambda: with_frame(make.JPEG_2000, jpeg2000_claiming(60_000, 60_000)),
            "too-many-pixels",
        ),
        (lambda: to_bytes(palette_of([0, 1, 5] + [1, 65535, 6, 1, 65535, 5] * 5_000)), None),
    ],
)
def test_dicom_that_asks_for_too_much(make_it, code):
    if code is None:
        assert read_radiograph(make_it()).pixels.size > 0
    else:
        assert code_of(make_it()) == code


@pytest.mark.parametrize("shape", [(1, 1), (1, 60_000), (60_000, 1), (2, 3)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_pictures_of_odd_shapes_are_read(shape, dtype):
    pixels = (np.arange(shape[0] * shape[1]) % 200).astype(dtype).reshape(shape)
    for data in (
        png(pixels),
        picture(pixels, "TIFF"),
        make_dicom(pixels),
        make_dicom(pixels, syntax=make.RLE),
    ):
        assert read_radiograph(data).size == shape


@pytest.mark.parametrize(
    ("centre", "width"),
    [("NaN", "NaN"), ("nan", "100"), ("100", "inf"), ("100", "0"), ("1e999", "1")],
)
def test_windows_without_sense_are_left_out(centre, width):
    # Written as text: pydicom would not write them.
    data = make_dicom(GREY12, BitsStored=12, WindowCenter="11111", WindowWidth="22222")
    data = data.replace(b"11111 ", centre.encode().ljust(6)).replace(
        b"22222 ", width.encode().ljust(6)
    )
    radiograph = read_radiograph(data)
    assert radiograph.windows == ()
    assert [notice.code for notice in radiograph.warnings] == ["window-unusable"]
    assert np.isfinite(radiograph.pixels).all()


def test_exif_with_too_many_values_leaves_the_picture_as_it_is():
    exif = Image.Exif()
    exif[274] = 6
    assert read_radiograph(picture(GREY8, "PNG", exif=exif)).size == (40, 48)
    chunk = png_chunk(b"eXIf", directory_of_values(60_000, 1_000_000))
    assert read_radiograph(png_of(40, 48, chunk)).size == (48, 40)


def test_orientation_in_a_text_of_a_png_is_found():
    exif = Image.Exif()
    exif[274] = 6
    text = "\nexif\n8\n" + exif.tobytes().hex()
    chunk = png_chunk(b"tEXt", b"Raw profile type exif\0" + text.encode())
    assert read_radiograph(png_of(40, 48, chunk)).size == (40, 48)


def test_animated_webp_with_alpha_is_put_on_black_band_by_band():
    # 2,000 × 1,000 pixels are two bands.
    rgba = np.zeros((1_000, 2_000, 4), dtype=np.uint8)
    rgba[..., :3], rgba[700:, :, 3] = 255, 51
    pages = [Image.fromarray(rgba), Image.fromarray(rgba // 2)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "WEBP", save_all=True, append_images=pages[1:], lossless=True)
    pixels = read_radiograph(buffer.getvalue()).pixels
    assert pixels[:700].max() == 0
    assert np.unique(pixels[700:]).tolist() == [np.float32(0.2)]


def test_directories_that_share_a_little_still_fit():
    assert directories_fit(picture(GREY8, "TIFF"))
    assert directories_fit(overlapping_directories(20, 30))
    assert directories_fit(b"")
    assert not directories_fit(directory_of_values(70, 1_000_000))


def test_crowds_are_counted():
    assert not crowded(JPEG)
    assert not crowded(make.encode_frame(GREY8, make.JPEG_LS, make_dataset(GREY8)))
    assert not crowded(make.encode_frame(GREY12, make.JPEG_LOSSLESS, make_dataset(GREY12)))
    assert crowded(JPEG[:2] + b"\xff\xfe\0\2" * MAX_SEGMENTS + JPEG[2:])
    assert not crowded(b"\xff\xd8" + b"\0" * 65_536)
    assert crowded(b"\xff\xd8" + b"\0" * 65_537)


def test_tiles_of_a_jpeg_2000_are_counted():
    frame = make.encode_frame(GREY8, make.JPEG_2000, make_dataset(GREY8))
    at = frame.index(b"\xff\x51") + 6
    size = struct.pack(">4I", 7_000, 7_000, 0, 0)
    for side, many in ((70, False), (69, True)):
        tiled = frame[:at] + size + struct.pack(">II", side, side) + frame[at + 24 :]
        assert crowded(tiled) == many
    assert not crowded(frame)
    assert not crowded(frame[: at + 8])


def test_segments_of_a_palette_follow_the_standard():
    # C.7.9.2: two discrete entries, a line of three to 18, and both segments once more
    dataset = palette_of([0, 2, 6, 9, 1, 3, 18, 2, 2, 0, 0], count=10)
    stored = np.arange(12, dtype=np.uint8)[None]
    rgb, bits = palette_to_rgb(stored, dataset, little=True)
    assert rgb[0, :, 0].tolist() == [6, 9, 12, 15, 18, 6, 9, 12, 15, 18, 18, 18]
    assert (bits, rgb.dtype) == (16, np.uint16)


def test_signed_values_find_their_place_in_a_palette():
    dataset = palette_of([0, 4, 10, 20, 30, 40], count=4)
    for colour in ("Red", "Green", "Blue"):
        dataset[f"{colour}PaletteColorLookupTableDescriptor"].VR = "SS"
        dataset[f"{colour}PaletteColorLookupTableDescriptor"].value = [4, -2, 16]
    stored = np.asarray([[-128, -2, -1, 0, 1, 127]], dtype=np.int8)
    rgb, _ = palette_to_rgb(stored, dataset, little=True)
    assert rgb[0, :, 1].tolist() == [10, 10, 20, 30, 40, 40]


@pytest.mark.parametrize(
    "words",
    [
        [],
        [1, 5, 5],
        [3, 1, 1],
        [2, 1, 0, 0],
        [0, 1, 7, 2, 1, 6, 0],
        [0, 1, 7] + [1, 0, 7] * 66_000,
    ],
)
def test_segments_that_make_no_sense(words):
    assert code_of(to_bytes(palette_of(words))) == "dicom-damaged"


def test_offset_table_that_is_stated_to_be_a_sequence():
    # Found by `make fuzz`: pydicom raises an OSError when the value is asked for.
    dataset = make_dataset(GREY8, syntax=make.JPEG_2000)
    dataset.ExtendedOffsetTable = b"\0" * 8
    dataset.ExtendedOffsetTableLengths = b"\0" * 8
    data = to_bytes(dataset)
    head = b"\xe0\x7f\x01\x00"
    stated = head + b"OV\0\0\x08\0\0\0" + b"\0" * 8
    lying = data.replace(stated, head + b"SQ\0\0\x02\0\0\0" + b"\0" * 2)
    assert lying != data
    assert read_radiograph(lying).size == GREY8.shape

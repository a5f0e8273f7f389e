"""What the first bytes of a picture file say of its size, and whether the file ends too early.

Pillow checks sizes too, but after it has opened a file, and for WebP it allocates on opening.

References:
    PNG: ISO/IEC 15948 11.2.2. WebP container: RFC 9649 sections 2.5 to 2.7.
"""

import struct
import zlib

from model.imaging.codestream import extent
from model.imaging.limits import MAX_SEGMENTS
from model.imaging.tiff import HEIGHT, WIDTH, first_directory, pixels_end

_TAIL = 1024
_ANIMATION = 0x02


def claimed_size(kind: str, data: bytes) -> tuple[int, int] | None:
    """The size that the header claims, without decoding anything.

    Args:
        kind: `"png"`, `"jpeg"`, `"tiff"`, `"bmp"` or `"webp"`.
        data: The file.

    Returns:
        `(rows, columns)`, or None where the header does not say.
    """
    try:
        if kind == "png":
            columns, rows = struct.unpack_from(">II", data, 16)
        elif kind == "jpeg":
            found = extent(data)
            rows, columns = (found.rows, found.columns) if found else (0, 0)
        elif kind == "bmp":
            rows, columns = _bmp(data)
        elif kind == "webp":
            rows, columns = _webp(data)
        else:
            directory = first_directory(data)
            rows, columns = (directory.get(tag, (0,))[0] for tag in (HEIGHT, WIDTH))
    except struct.error:
        return None
    return (rows, columns) if rows > 0 and columns > 0 else None


def is_animated_webp(data: bytes) -> bool:
    """Whether a WebP says that it has several frames, see `claimed_size`.

    Args:
        data: A WebP file.
    """
    return data[12:16] == b"VP8X" and bool(data[20:21]) and bool(data[20] & _ANIMATION)


def _bmp(data: bytes) -> tuple[int, int]:
    if struct.unpack_from("<I", data, 14)[0] == 12:
        columns, rows = struct.unpack_from("<HH", data, 18)
    else:
        columns, rows = struct.unpack_from("<ii", data, 18)
    return abs(rows), abs(columns)


def _webp(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return _uint24(data, 27) + 1, _uint24(data, 24) + 1
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return ((bits >> 14) & 0x3FFF) + 1, (bits & 0x3FFF) + 1
    if chunk == b"VP8 ":
        columns, rows = struct.unpack_from("<HH", data, 26)
        return rows & 0x3FFF, columns & 0x3FFF
    return 0, 0


def _uint24(data: bytes, offset: int) -> int:
    low, high = struct.unpack_from("<HB", data, offset)
    return int(low | high << 16)


def ends_early(kind: str, data: bytes) -> bool:
    """Whether a file that did not decode was cut off, by its own account of its length.

    Args:
        kind: `"png"`, `"jpeg"`, `"tiff"`, `"bmp"` or `"webp"`.
        data: The file.

    Returns:
        True if the end mark is missing or lies behind the last byte.
    """
    try:
        if kind == "png":
            return b"IEND" not in data[-_TAIL:]
        if kind == "jpeg":
            return b"\xff\xd9" not in data[-_TAIL:]
        if kind == "bmp":
            return bool(struct.unpack_from("<I", data, 2)[0] > len(data))
        if kind == "webp":
            return bool(struct.unpack_from("<I", data, 4)[0] + 8 > len(data))
        end = pixels_end(data)
    except struct.error:
        return True
    return end is not None and end > len(data)


def png_intact(data: bytes) -> bool:
    """Whether the checksums of a PNG's critical chunks are right, as far as the file goes.

    Pillow does not compare those of the pixels, so a damaged stream could come out as a picture.

    Args:
        data: A PNG file.

    Returns:
        False if a checksum is wrong, or if there are more than `MAX_SEGMENTS` chunks. A missing end
        is left to the decoder.
    """
    position = 8
    for _ in range(MAX_SEGMENTS):
        if position + 12 > len(data):
            return True
        (length,) = struct.unpack_from(">I", data, position)
        end = position + 8 + length
        if end + 4 > len(data):
            return True
        # Critical chunks have a capital as their first letter (5.4).
        critical = data[position + 4 : position + 5].isupper()
        if critical and zlib.crc32(memoryview(data)[position + 4 : end]) != _crc(data, end):
            return False
        position = end + 4
    return False


def _crc(data: bytes, offset: int) -> int:
    return int(struct.unpack_from(">I", data, offset)[0])

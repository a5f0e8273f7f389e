"""The first directory of a TIFF file: enough to know its size and where its pixels end.

References:
    TIFF 6.0 section 2 (image file directory); BigTIFF design, AWare Systems.
"""

import struct

WIDTH, HEIGHT = 256, 257
_OFFSETS = (273, 324)
_LENGTHS = (279, 325)
# BYTE, SHORT, LONG, LONG8: the types of the tags that are read here
_FORMATS = {1: "B", 3: "H", 4: "I", 16: "Q"}
_WANTED = frozenset({WIDTH, HEIGHT, *_OFFSETS, *_LENGTHS})
_MAX_ENTRIES = 4096


def first_directory(data: bytes) -> dict[int, tuple[int, ...]]:
    """Reads size, strips and tiles from the first directory.

    Args:
        data: The file, classic TIFF or BigTIFF.

    Returns:
        Tag → numbers, for tags 256, 257, 273, 279, 324 and 325 as far as they can be read.
    """
    order = "<" if data[:2] == b"II" else ">"
    try:
        big = struct.unpack_from(order + "H", data, 2)[0] == 43
        if big:
            (position,) = struct.unpack_from(order + "Q", data, 8)
            (count,) = struct.unpack_from(order + "Q", data, position)
        else:
            (position,) = struct.unpack_from(order + "I", data, 4)
            (count,) = struct.unpack_from(order + "H", data, position)
    except struct.error:
        return {}
    start, size = (position + 8, 20) if big else (position + 2, 12)
    found: dict[int, tuple[int, ...]] = {}
    for index in range(min(count, _MAX_ENTRIES)):
        try:
            tag, numbers = _entry(data, start + index * size, order, big)
        except struct.error:
            break
        if numbers:
            found[tag] = numbers
    return found


def _entry(data: bytes, at: int, order: str, big: bool) -> tuple[int, tuple[int, ...]]:
    tag, kind = struct.unpack_from(order + "HH", data, at)
    (count,) = struct.unpack_from(order + ("Q" if big else "I"), data, at + 4)
    letter = _FORMATS.get(kind)
    if tag not in _WANTED or letter is None or not 0 < count <= len(data):
        return tag, ()
    form = f"{order}{count}{letter}"
    inside = 8 if big else 4
    value_at = at + 4 + inside
    if struct.calcsize(form) > inside:
        (value_at,) = struct.unpack_from(order + ("Q" if big else "I"), data, value_at)
    return tag, struct.unpack_from(form, data, value_at)


def pixels_end(data: bytes) -> int | None:
    """The offset behind the last strip or tile of the first picture.

    Args:
        data: The file.

    Returns:
        The offset; the length of the file plus one if the directory itself lies behind its end;
        None if the directory does not say.
    """
    directory = first_directory(data)
    if not directory:
        return len(data) + 1
    ends = [
        offset + length
        for offsets, lengths in zip(_OFFSETS, _LENGTHS, strict=True)
        for offset, length in zip(
            directory.get(offsets, ()), directory.get(lengths, ()), strict=False
        )
    ]
    return max(ends, default=None)

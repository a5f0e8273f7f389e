"""The first directory of a TIFF file: enough to know its size and where its pixels end.

References:
    TIFF 6.0 section 2 (image file directory); BigTIFF design, AWare Systems.
"""

import struct

from model.imaging.limits import MAX_BYTES, MAX_ELEMENTS, MAX_FRAMES

WIDTH, HEIGHT = 256, 257
_OFFSETS = (273, 324)
_LENGTHS = (279, 325)
_MOST_PARTS = 1_000_000
# Bytes of each type of value; the others are read as nothing.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
# BYTE, SHORT, LONG, LONG8: the types of the tags that are read here
_FORMATS = {1: "B", 3: "H", 4: "I", 16: "Q"}
_WANTED = frozenset({WIDTH, HEIGHT, *_OFFSETS, *_LENGTHS})
_MAX_ENTRIES = 4096
# The second: an offset of 64 bits.
_OUTSIDE = (struct.error, OverflowError)


def first_directory(data: bytes) -> dict[int, tuple[int, ...]]:
    """Reads size, strips and tiles from the first directory.

    Args:
        data: The file, classic TIFF or BigTIFF.

    Returns:
        Tag → numbers, for tags 256, 257, 273, 279, 324 and 325 as far as they can be read.
    """
    order, big = _kind(data)
    try:
        (position,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
        (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, position)
    except _OUTSIDE:
        return {}
    start, size = (position + 8, 20) if big else (position + 2, 12)
    found: dict[int, tuple[int, ...]] = {}
    for index in range(min(count, _MAX_ENTRIES)):
        try:
            tag, numbers = _entry(data, start + index * size, order, big)
        except _OUTSIDE:
            break
        if numbers:
            found[tag] = numbers
    return found


def _kind(data: bytes) -> tuple[str, bool]:
    """Byte order, and whether it is a BigTIFF."""
    order = "<" if data[:2] == b"II" else ">"
    return order, data[2:4] in (b"+\0", b"\0+")


def directories_fit(data: bytes) -> bool:
    """Whether the directories are what a reader can walk in a moment, memory included.

    A reader takes every entry of every directory on the way to a page, with its value. Where they
    overlap, a file of 1 MB holds 500 directories of 65,535 entries, each with a value of 1 MB.

    Args:
        data: A TIFF file, or EXIF metadata, which are built in the same way.

    Returns:
        False if there are more than `MAX_ELEMENTS` entries in all, if their values add up to more
        than `MAX_BYTES`, or if a picture has more than a million strips or tiles.
    """
    order, big = _kind(data)
    offset, number, size = ("Q", "Q", 20) if big else ("I", "H", 12)
    entries = bytes_of_values = 0
    seen: set[int] = set()
    place = 8 if big else 4
    try:
        while len(seen) <= MAX_FRAMES + 1:
            (position,) = struct.unpack_from(order + offset, data, place)
            if position == 0 or position in seen:
                return True
            seen.add(position)
            (count,) = struct.unpack_from(order + number, data, position)
            entries += count
            if entries > MAX_ELEMENTS:
                return False
            start = position + struct.calcsize(number)
            place = start + size * count
            for at in range(start, min(place, len(data)), size):
                tag, kind, values = struct.unpack_from(order + "HH" + offset, data, at)
                if tag in _OFFSETS + _LENGTHS and values > _MOST_PARTS:
                    return False
                # Where it does not lie in the file, a reader gives up by itself.
                length = values * _SIZES.get(kind, 0)
                bytes_of_values += length if length <= len(data) else 0
                if bytes_of_values > MAX_BYTES:
                    return False
    except _OUTSIDE:
        pass
    return True


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

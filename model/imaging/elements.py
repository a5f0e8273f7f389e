"""DICOM data elements at the level of bytes: is this a data set, and in which encoding.

pydicom reads anything when it is forced to. So before a file without the prefix `DICM` is handed
over, its first elements are walked here, strictly.

References:
    DICOM PS3.5 section 7.1 (data elements), PS3.10 section 7.1 (file meta information).
"""

import struct
from collections.abc import Container
from typing import NamedTuple

_LONG = frozenset(
    {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"}
)
_SHORT = frozenset(
    {b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"PN"}
    | {b"SH", b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US"}
)
_SEQUENCE_VRS = frozenset({b"", b"SQ", b"UN"})
UNDEFINED_LENGTH = 0xFFFFFFFF
_ENOUGH = 3
_PIXEL_DATA = frozenset({(0x7FE0, 0x0008), (0x7FE0, 0x0009), (0x7FE0, 0x0010)})


class Element(NamedTuple):
    """The head of one data element.

    Attributes:
        group: First half of the tag.
        number: Second half of the tag.
        vr: Value representation; empty where the encoding leaves it out.
        length: Bytes of the value, or `UNDEFINED_LENGTH`.
        start: Offset of the value.
    """

    group: int
    number: int
    vr: bytes
    length: int
    start: int


def element_at(data: bytes, offset: int, *, implicit: bool, little: bool) -> Element | None:
    """Reads the head of the data element at an offset.

    Args:
        data: The file.
        offset: Where the element starts.
        implicit: Whether the encoding leaves out the value representation.
        little: Whether the encoding is little endian.

    Returns:
        The head, or None where there is no room for one or its value representation is unknown.
    """
    order = "<" if little else ">"
    if offset + 8 > len(data):
        return None
    group, number = struct.unpack_from(order + "HH", data, offset)
    if implicit or group == 0xFFFE:
        (length,) = struct.unpack_from(order + "I", data, offset + 4)
        return Element(group, number, b"", length, offset + 8)
    vr = data[offset + 4 : offset + 6]
    if vr in _SHORT:
        (length,) = struct.unpack_from(order + "H", data, offset + 6)
        return Element(group, number, vr, length, offset + 8)
    if vr in _LONG and offset + 12 <= len(data):
        (length,) = struct.unpack_from(order + "I", data, offset + 8)
        return Element(group, number, vr, length, offset + 12)
    return None


def leads_a_data_set(data: bytes, start: int = 0) -> bool:
    """Whether bytes without preamble and prefix are a DICOM data set all the same.

    The first element must be of group 2 (file meta information) or group 8 (the first group of an
    image), and the first three must follow one another by ascending tag, each within the file.

    Args:
        data: The file.
        start: Where the data set would start.

    Returns:
        True if the bytes walk as explicit or implicit little endian, or as explicit big endian.
    """
    encodings = ((False, True), (True, True), (False, False))
    return any(_walks(data, start, implicit, little) for implicit, little in encodings)


def _walks(data: bytes, offset: int, implicit: bool, little: bool) -> bool:
    last = (0, -1)
    for index in range(_ENOUGH):
        element = element_at(data, offset, implicit=implicit, little=little)
        if element is None:
            return False
        tag = (element.group, element.number)
        if index == 0 and element.group not in (0x0002, 0x0008):
            return False
        if tag <= last or element.group > 0x7FE0:
            return False
        if element.length == UNDEFINED_LENGTH:
            # A sequence of undefined length: what came before it must do.
            return index > 0
        offset, last = element.start + element.length, tag
        if offset > len(data):
            return False
        if offset == len(data):
            return index > 0
    return True


class Burden(NamedTuple):
    """What a data set may cost to parse.

    Attributes:
        elements: Most elements before the pixel data, nested ones included.
        length: Most bytes of a value that is converted to Python objects.
        converted: Tags of the attributes which are converted, as 32-bit numbers.
        entered: Those among them which are sequences: their items are looked at.
    """

    elements: int
    length: int
    converted: Container[int]
    entered: Container[int]


def too_much_to_parse(
    data: bytes, start: int, most: Burden, *, implicit: bool, little: bool
) -> bool:
    """Whether a data set costs more to parse than anybody should pay.

    A file of 64 MB can hold millions of empty elements, or one number written millions of times;
    either takes minutes to parse. This walk enters what a parser must enter: sequences and items
    of undefined length, and the sequences that are going to be looked at. Everything else is one
    step, however long it is.

    Args:
        data: The file.
        start: Where the data set starts.
        most: What is fine.
        implicit: Whether the encoding leaves out the value representation.
        little: Whether the encoding is little endian.

    Returns:
        True if there is more before the pixel data.
    """
    order = "<" if little else ">"
    short, long = struct.Struct(order + "HH2sH"), struct.Struct(order + "HHI")
    offset, depth, entered_end, fragments = start, 0, start, False
    for _ in range(most.elements):
        if offset + 8 > len(data):
            return False
        group, number, length = long.unpack_from(data, offset)
        value, vr = offset + 8, b""
        if not implicit and group != 0xFFFE:
            # Unknown representations in capitals are short, and what is no representation is
            # taken as implicit: as pydicom does.
            _, _, vr, brief = short.unpack_from(data, offset)
            if vr in _LONG and offset + 12 <= len(data):
                (length,) = struct.unpack_from(order + "I", data, offset + 8)
                value = offset + 12
            elif b"AA" <= vr <= b"ZZ":
                length = brief
        pixels = (group, number) in _PIXEL_DATA
        if pixels and depth == 0 and offset >= entered_end:
            return False
        tag = group << 16 | number
        sequence = tag in most.entered and vr in _SEQUENCE_VRS
        # An undefined length is longer than any.
        if length > most.length and tag in most.converted and not sequence:
            return True
        if length == UNDEFINED_LENGTH and group != 0xFFFE:
            depth += 1
            fragments = pixels or vr in (b"OB", b"OW")
            offset = value
        elif group == 0xFFFE:
            if number == 0xE0DD:
                depth, fragments = max(0, depth - 1), False
            offset = value + length if fragments and number == 0xE000 else value
        elif sequence:
            entered_end = max(entered_end, value + length)
            offset = value
        else:
            offset = value + length
    return True


def states_values(data: bytes, start: int) -> bool:
    """Whether the first element at an offset carries a value representation.

    Two capitals where it would be: pydicom decides in the same way, whatever a file states.

    Args:
        data: The file.
        start: Where the data set starts.

    Returns:
        True for an explicit encoding.
    """
    vr = data[start + 4 : start + 6]
    return len(vr) == 2 and all(0x41 <= byte <= 0x5A for byte in vr)

"""What a compressed picture says of its own size, before a codec believes it.

A JPEG 2000 or JPEG codestream carries its own rows and columns; a codec allocates for those, not
for the ones in the DICOM header.

References:
    ITU-T T.81 B.2.2 (JPEG frame header), T.87 C.2.2 (JPEG-LS), T.800 A.5.1 (JPEG 2000 SIZ).
"""

import struct
from typing import NamedTuple

_J2K = b"\xff\x4f\xff\x51"
_NOT_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
_SEARCHED = 4096


class Extent(NamedTuple):
    """Size of a compressed picture: rows, columns, and samples (components) per pixel."""

    rows: int
    columns: int
    samples: int


def extent(frame: bytes) -> Extent | None:
    """Reads the size from a JPEG, JPEG-LS or JPEG 2000 codestream.

    Args:
        frame: The codestream; JPEG 2000 may be wrapped in JP2 boxes.

    Returns:
        The size, or None if there is no frame header.
    """
    try:
        if frame.startswith(b"\xff\xd8"):
            return _jpeg(frame)
        start = frame.find(_J2K, 0, _SEARCHED)
        return _jpeg2000(frame, start) if start >= 0 else None
    except struct.error:
        return None


def _jpeg2000(frame: bytes, start: int) -> Extent:
    # SIZ: Lsiz, Rsiz, then Xsiz Ysiz XOsiz YOsiz, four tile numbers, Csiz.
    right, bottom, left, top = struct.unpack_from(">4I", frame, start + 8)
    (samples,) = struct.unpack_from(">H", frame, start + 40)
    return Extent(max(0, bottom - top), max(0, right - left), samples)


def _jpeg(frame: bytes) -> Extent | None:
    position = 2
    while position + 4 <= len(frame):
        if frame[position] != 0xFF:
            return None
        marker = frame[position + 1]
        if marker == 0xFF:  # fill byte
            position += 1
        elif marker in _BARE:
            position += 2
        elif (0xC0 <= marker <= 0xCF and marker not in _NOT_FRAMES) or marker == 0xF7:
            _, rows, columns, samples = struct.unpack_from(">BHHB", frame, position + 4)
            return Extent(rows, columns, samples)
        else:
            (length,) = struct.unpack_from(">H", frame, position + 2)
            position += 2 + length
    return None

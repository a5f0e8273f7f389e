"""What a compressed picture says of its own size, before a codec believes it.

A JPEG 2000 or JPEG codestream carries its own rows and columns; a codec allocates for those, not
for the ones in the DICOM header.

References:
    ITU-T T.81 B.2.2 (JPEG frame header), T.87 C.2.2 (JPEG-LS), T.800 A.5.1 (JPEG 2000 SIZ) and I.4
    (boxes).
"""

import re
import struct
from typing import NamedTuple

from model.imaging.limits import MAX_SCANS, MAX_SEGMENTS

_J2K = b"\xff\x4f\xff\x51"
_NOT_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
_JP2 = b"\0\0\0\x0cjP  "
_MAX_BOXES = 100
# Neither a stuffed byte nor a restart mark, in JPEG-LS neither: a marker that starts a segment.
_MARKER = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")
_END, _SCAN, _START = 0xD9, 0xDA, 0xD8
_MAX_FILL = 1 << 16


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
        start = _start_of_jpeg2000(frame)
        return None if start is None else _jpeg2000(frame, start)
    except struct.error:
        return None


def crowded(frame: bytes) -> bool:
    """Whether a JPEG, JPEG-LS or JPEG 2000 keeps a decoder busy for nothing.

    Thousands of segments or fill bytes are walked one by one, and every scan of a progressive
    JPEG goes over the whole picture: 50 kB can take minutes. For each tile of a JPEG 2000 the codec
    allocates 10 kB at once.

    Args:
        frame: The codestream.

    Returns:
        True beyond `MAX_SEGMENTS` segments or tiles or `MAX_SCANS` scans, or where the space
        between the segments before the first scan adds up to 64 kB.
    """
    if not frame.startswith(b"\xff\xd8"):
        return _tiles(frame) > MAX_SEGMENTS
    position, scans, fill = 2, 0, 0
    for _ in range(MAX_SEGMENTS):
        found = _MARKER.search(frame, position)
        if scans == 0:
            fill += (found.start() if found else len(frame)) - position
            if fill > _MAX_FILL:
                return True
        if found is None or frame[found.start() + 1] == _END:
            return False
        marker = frame[found.start() + 1]
        scans += marker == _SCAN
        if scans > MAX_SCANS:
            return True
        position = found.end()
        if marker != _START:
            position += int.from_bytes(frame[position : position + 2], "big")
    return True


def _start_of_jpeg2000(frame: bytes) -> int | None:
    # Behind boxes or not; a search would believe the first box that looks like a codestream.
    if frame.startswith(_J2K):
        return 0
    if not frame.startswith(_JP2):
        return None
    position = 0
    for _ in range(_MAX_BOXES):
        if position + 16 > len(frame):
            return None
        length, kind = struct.unpack_from(">I4s", frame, position)
        head = 8
        if length == 1:
            head, length = 16, int.from_bytes(frame[position + 8 : position + 16], "big")
        if kind == b"jp2c":
            start = position + head
            return start if frame[start : start + len(_J2K)] == _J2K else None
        if length < head:
            return None
        position += length
    return None


def _tiles(frame: bytes) -> int:
    start = _start_of_jpeg2000(frame)
    if start is None or start + 40 > len(frame):
        return 0
    right, bottom, _, _, columns, rows = struct.unpack_from(">6I", frame, start + 8)
    return int(-(-right // max(1, columns)) * -(-bottom // max(1, rows)))


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

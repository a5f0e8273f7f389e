"""DICOM's run-length encoding, decoded up to the expected length and not a byte further.

pydicom's decoder unpacks a whole segment before it compares the length: two bytes make 128, so a
file of 64 MB would make 4 GB.

References:
    DICOM PS3.5 annex G.
"""

import struct
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from model.errors import DicomDamagedError

_HEADER = 64
_MAX_SEGMENTS = 15


def decode_rle(
    frame: bytes, rows: int, columns: int, samples: int, bits_allocated: int
) -> npt.NDArray[np.generic]:
    """Decodes one frame.

    Args:
        frame: The encoded frame.
        rows: Height.
        columns: Width.
        samples: Samples per pixel.
        bits_allocated: 8, 16 or 32.

    Returns:
        uint8, uint16 or uint32 `(rows, columns)`, or `(rows, columns, samples)` for colour.

    Raises:
        DicomDamagedError: The segments do not fit the picture.
    """
    width = bits_allocated // 8
    if bits_allocated % 8 or width not in (1, 2, 4) or len(frame) < _HEADER:
        raise DicomDamagedError
    count, *offsets = struct.unpack_from("<16I", frame)
    if not 0 < count <= _MAX_SEGMENTS or count != samples * width:
        raise DicomDamagedError
    bounds = [*offsets[:count], len(frame)]
    if bounds[0] < _HEADER or any(a > b for a, b in pairwise(bounds)):
        raise DicomDamagedError
    pixels = rows * columns
    # One segment per byte of a sample, the most significant first (G.2).
    planes = np.empty((samples, pixels, width), dtype=np.uint8)
    for index in range(count):
        segment = frame[bounds[index] : bounds[index + 1]]
        planes[index // width, :, index % width] = _unpack(segment, pixels)
    numbers = planes.reshape(samples, -1).view(f">u{width}").astype(f"u{width}")
    if samples == 1:
        return numbers.reshape(rows, columns)
    return np.ascontiguousarray(numbers.reshape(samples, rows, columns).transpose(1, 2, 0))


def _unpack(segment: bytes, length: int) -> npt.NDArray[np.uint8]:
    unpacked = bytearray()
    position, end = 0, len(segment)
    while position < end and len(unpacked) < length:
        head = segment[position]
        if head < 128:
            unpacked += segment[position + 1 : position + 2 + head]
            position += 2 + head
        elif head > 128:
            unpacked += segment[position + 1 : position + 2] * (257 - head)
            position += 2
        else:
            position += 1
    if len(unpacked) < length:
        raise DicomDamagedError
    return np.frombuffer(unpacked, dtype=np.uint8, count=length)

"""DICOM's run-length encoding, decoded up to the expected length and not a byte further.

pydicom's decoder unpacks a whole segment before it compares the length: two bytes make 128, so a
file of 64 MB would make 4 GB. And a loop in Python takes a minute where every run is of one byte.
The scheme is that of Apple's PackBits, which Pillow decodes in C and into a given size.

References:
    DICOM PS3.5 annex G. TIFF 6.0 section 9 (PackBits).
"""

import struct
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image

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
    # One segment per byte of a sample, the most significant first (G.2); each goes straight to its
    # place, as every copy of the largest picture has 300 MB.
    decoded = np.empty((pixels, samples), dtype=f"<u{width}")
    places = decoded.view(np.uint8).reshape(pixels, samples, width)
    for index in range(count):
        segment = frame[bounds[index] : bounds[index + 1]]
        places[:, index // width, width - 1 - index % width] = _unpack(segment, pixels)
    return decoded.reshape((rows, columns) if samples == 1 else (rows, columns, samples))


def _unpack(segment: bytes, length: int) -> npt.NDArray[np.uint8]:
    # As a single row: runs may go on in the next one, which G.3.1 forbids and writers do.
    try:
        unpacked = Image.frombytes("L", (length, 1), segment, "packbits", "L")
    except ValueError:
        raise DicomDamagedError from None
    row: npt.NDArray[np.uint8] = np.asarray(unpacked)[0]
    return row

"""How much of a file is read at all: checked from headers, before any pixel is decoded."""

import math

from model.errors import FileEmptyError, FileTooLargeError, TooManyFramesError, TooManyPixelsError

MAX_BYTES = 64 * 1024 * 1024
"""The largest file: 64 MB. An uncompressed 16-bit film of 50 megapixels would have 100 MB; the
largest detectors make 30 MB."""

MAX_PIXELS = 50_000_000
"""The largest picture: rows × columns of one frame."""

MAX_FRAMES = 500
"""The longest series in one file. One frame is decoded, but the way to it is walked."""

MAX_DECODED_BYTES = 3 * 2 * MAX_PIXELS
"""What one decoded frame may take: 50 megapixels of 16-bit colour, 300 MB. Samples of 32 or 64
bits are allowed as far as they fit."""

MAX_INFLATED_BYTES = 4 * MAX_BYTES
"""What a deflated DICOM data set may grow to. Radiographs deflate to about half."""

MAX_ELEMENTS = 100_000
"""DICOM data elements before the pixel data, nested ones included. Radiographs have 200; an
enhanced object of 500 frames may have 30,000."""

MAX_META_ELEMENTS = 1_000
"""Elements of the file meta information. The standard knows twenty."""

MAX_VALUE_BYTES = 1 << 18
"""The longest value of an attribute that is looked at, apart from sequences and pixels: twice a
look-up table of 65,536 words."""

MAX_SEGMENTS = 10_000
"""Chunks of a PNG, segments of a JPEG, tiles of a JPEG 2000: a decoder takes them one by one, and
64 MB hold millions. The largest films have some thousand chunks, or less than 100 segments."""

MAX_SCANS = 100
"""Scans of a progressive JPEG, each of which goes over the whole picture again. Encoders make ten;
a file of 64 MB could hold a million."""


def check_bytes(length: int) -> None:
    """Refuses a file by its length.

    Args:
        length: Bytes in the file.

    Raises:
        FileEmptyError: None.
        FileTooLargeError: More than `MAX_BYTES`.
    """
    if length == 0:
        raise FileEmptyError
    if length > MAX_BYTES:
        megabyte = 1024 * 1024
        raise FileTooLargeError(megabytes=math.ceil(length / megabyte), limit=MAX_BYTES // megabyte)


def check_pixels(rows: int, columns: int, bytes_per_pixel: int = 1) -> None:
    """Refuses a picture by the size that its header claims.

    Args:
        rows: Height in pixels.
        columns: Width in pixels.
        bytes_per_pixel: Bytes that one pixel takes once decoded, all samples together.

    Raises:
        TooManyPixelsError: More than `MAX_PIXELS`, or more than `MAX_DECODED_BYTES`.
    """
    most = min(MAX_PIXELS, MAX_DECODED_BYTES // bytes_per_pixel)
    if rows * columns > most:
        raise TooManyPixelsError(rows=rows, columns=columns, limit=most // 1_000_000)


def check_frames(frames: int) -> None:
    """Refuses a file by the number of frames that its header claims.

    Args:
        frames: Number of frames.

    Raises:
        TooManyFramesError: More than `MAX_FRAMES`.
    """
    if frames > MAX_FRAMES:
        raise TooManyFramesError(frames=frames, limit=MAX_FRAMES)

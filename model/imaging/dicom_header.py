"""What the Image Pixel module says about the stored pixels, checked before any is decoded.

References:
    DICOM PS3.3 C.7.6.3 (Image Pixel), C.7.5.1.1.2 (Pixel Padding Value), PS3.5 section 8.1.1.
"""

import math
from dataclasses import dataclass

from model.errors import DicomDamagedError, FrameOutOfRangeError
from model.imaging import values
from model.imaging.dicom_file import DicomFile
from model.imaging.limits import check_frames, check_pixels

GREY = ("MONOCHROME1", "MONOCHROME2")
"""Photometric interpretations with a grey scale."""

_COLOUR = (
    "RGB",
    "YBR_FULL",
    "YBR_FULL_422",
    "YBR_ICT",
    "YBR_RCT",
    "YBR_PARTIAL_420",
    "YBR_PARTIAL_422",
    "ARGB",
    "CMYK",
    "HSV",
)
_ALLOCATED = (1, 8, 16, 32, 64)


@dataclass(frozen=True)
class PixelHeader:
    """How the pixels of a DICOM file are stored.

    Attributes:
        rows: Height of a frame.
        columns: Width of a frame.
        samples: Samples per pixel: 1 for grey and palette, 3 for colour.
        photometric: Photometric interpretation.
        planar: Planar configuration: 0 colour by pixel, 1 colour by plane.
        allocated: Bits allocated for each sample.
        stored: Bits of a sample which count.
        shift: How far the stored bits lie above bit 0 (HighBit + 1 − BitsStored).
        signed: Whether samples are in two's complement.
        frames: Number of frames.
        padding: Lowest and highest stored value that means "no picture here", or None.
        irregular: Whether something had to be guessed.
    """

    rows: int
    columns: int
    samples: int
    photometric: str
    planar: int
    allocated: int
    stored: int
    shift: int
    signed: bool
    frames: int
    padding: tuple[int, int] | None
    irregular: bool


def pixel_header(file: DicomFile, frame: int) -> PixelHeader:
    """Reads and checks the Image Pixel module.

    Args:
        file: The opened file.
        frame: Index of the frame asked for, from 0.

    Returns:
        The description, within the caps of `limits`.

    Raises:
        DicomDamagedError: Something needed is absent or contradicts itself.
        FrameOutOfRangeError: The frame does not exist.
        TooManyFramesError: More frames than are read.
        TooManyPixelsError: More pixels than are read.
    """
    dataset = file.dataset
    rows, columns = values.whole(dataset, "Rows"), values.whole(dataset, "Columns")
    allocated = values.whole(dataset, "BitsAllocated")
    if rows is None or columns is None or allocated not in _ALLOCATED:
        raise DicomDamagedError
    samples = values.whole(dataset, "SamplesPerPixel") or 1
    if rows < 1 or columns < 1 or samples not in (1, 3, 4):
        raise DicomDamagedError
    frames = max(1, values.whole(dataset, "NumberOfFrames") or 1)
    check_frames(frames)
    check_pixels(rows, columns, samples * math.ceil(allocated / 8))
    if not 0 <= frame < frames:
        raise FrameOutOfRangeError(frame=frame, frames=frames)
    stored, shift, odd_bits = _bits(file, allocated)
    photometric, odd_colour = _photometric(file, samples)
    signed = values.whole(dataset, "PixelRepresentation") == 1
    return PixelHeader(
        rows=rows,
        columns=columns,
        samples=samples,
        photometric=photometric,
        planar=1 if values.whole(dataset, "PlanarConfiguration") == 1 else 0,
        allocated=allocated,
        stored=stored,
        shift=shift,
        signed=signed,
        frames=frames,
        padding=_padding(file, stored, signed),
        irregular=odd_bits or odd_colour,
    )


def _bits(file: DicomFile, allocated: int) -> tuple[int, int, bool]:
    stored = values.whole(file.dataset, "BitsStored")
    high = values.whole(file.dataset, "HighBit")
    if file.keyword != "PixelData":
        return allocated, 0, False
    if stored is None or not 1 <= stored <= allocated:
        return allocated, 0, True
    if high is None:
        return stored, 0, False
    if not stored - 1 <= high < allocated:
        return stored, 0, True
    return stored, high + 1 - stored, False


def _photometric(file: DicomFile, samples: int) -> tuple[str, bool]:
    stated = values.code(file.dataset, "PhotometricInterpretation").replace("PALETTE_", "PALETTE ")
    if samples == 1:
        known = stated in GREY or stated == "PALETTE COLOR"
        return (stated, False) if known else ("MONOCHROME2", True)
    return (stated, False) if stated in _COLOUR else ("RGB", True)


def _padding(file: DicomFile, stored: int, signed: bool) -> tuple[int, int] | None:
    value = values.whole(file.dataset, "PixelPaddingValue")
    if value is None:
        return None
    limit = values.whole(file.dataset, "PixelPaddingRangeLimit")
    ends = [_in_range(end, stored, signed) for end in (value, value if limit is None else limit)]
    return min(ends), max(ends)


def _in_range(value: int, stored: int, signed: bool) -> int:
    """The padding value as a stored value: writers confuse its signed and unsigned forms."""
    value &= (1 << stored) - 1
    return value - (1 << stored) if signed and value >> (stored - 1) else value

"""One frame of a DICOM file, decoded with codecs under permissive licences.

Native pixels and the run-length encoding need no codec; JPEG is decoded by Pillow, JPEG-LS by
pyjpegls, JPEG 2000 and HTJ2K by openjpeg, lossless JPEG by GDCM. pylibjpeg-libjpeg (GPL) is never
used, even where it is installed.

References:
    DICOM PS3.5 section 8.2 and annex A.4 (encapsulation), PS3.3 C.7.6.3.1.2 (colour).
"""

import math
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.encaps import get_frame
from pydicom.pixels.decoders.base import Decoder, get_decoder
from pydicom.uid import (
    JPEG2000TransferSyntaxes,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSTransferSyntaxes,
    RLELossless,
)

from model.errors import (
    CodecMissingError,
    DicomCompressionUnsupportedError,
    DicomDamagedError,
    FileTruncatedError,
)
from model.imaging.codestream import crowded, extent
from model.imaging.damage import DAMAGE
from model.imaging.dicom_file import DicomFile
from model.imaging.dicom_header import PixelHeader
from model.imaging.elements import UNDEFINED_LENGTH, element_at
from model.imaging.jpeg2000 import LARGE, PLUGIN, add_plugin, is_available
from model.imaging.limits import check_pixels
from model.imaging.lossless import decode_lossless
from model.imaging.rle import decode_rle
from model.imaging.values import raw, uid_name

_LOSSLESS = frozenset({JPEGLossless, JPEGLosslessSV1})
_LOSSY = frozenset({JPEGBaseline8Bit, JPEGExtended12Bit})

CODECS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (_LOSSLESS, ("gdcm",)),
    (_LOSSY, ("pillow",)),
    (frozenset(JPEGLSTransferSyntaxes), ("pyjpegls",)),
    (frozenset(JPEG2000TransferSyntaxes), ("pylibjpeg", "pillow")),
)
"""pydicom's decoding plug-ins for each family of transfer syntaxes, the best one first. For JPEG,
"pylibjpeg" would mean the GPL codec, so it is not named there. GDCM knows all of them, but see
`lossless`."""

_MAX_FRAGMENTS = 100_000


@dataclass(frozen=True, eq=False)
class Frame:
    """One decoded frame.

    Attributes:
        array: `(rows, columns)`, or `(rows, columns, samples)` for colour; any integer or float.
        right_justified: Whether a codec has put the stored bits in place already; otherwise they
            are masked by BitsStored and HighBit.
        rgb: Whether colour is RGB by now.
    """

    array: npt.NDArray[np.generic]
    right_justified: bool
    rgb: bool


def decode(file: DicomFile, header: PixelHeader, frame: int) -> Frame:
    """Decodes one frame and no other.

    Args:
        file: The opened file.
        header: Its checked pixel header.
        frame: Index of the frame, from 0.

    Returns:
        The frame.

    Raises:
        CodecMissingError: The codec for its transfer syntax is not installed.
        DicomCompressionUnsupportedError: No codec here knows the transfer syntax.
        DicomDamagedError: The pixels do not decode, or not to what the header says.
        FileTruncatedError: The file ends inside the pixels.
        TooManyPixelsError: The codestream claims more pixels than are read.
    """
    decoder = _decoder(file)
    options = _options(file, header)
    if decoder.is_encapsulated:
        encoded = _encoded_frame(file, header, frame)
        if file.syntax == RLELossless:
            return _from_rle(encoded, header)
        plugin = _plugin(decoder, file, header)
        _check_codestream(encoded, header)
        if file.syntax in _LOSSLESS:
            array = decode_lossless(encoded, header, str(file.syntax))
            return Frame(array, right_justified=False, rgb=header.photometric == "RGB")
        source: Any = BytesIO(file.body)
        source.seek(file.start)
    else:
        _check_native_length(file, header)
        source = memoryview(file.body)[file.start : file.start + (file.length or 0)]
        options |= {"view_only": True}
        plugin = ""
    try:
        array, found = decoder.as_array(source, index=frame, decoding_plugin=plugin, **options)
    except DAMAGE:
        if file.syntax in _LOSSY and header.stored > 8:
            # JPEG with 12 bits per sample: no codec under a permissive licence decodes it.
            raise DicomCompressionUnsupportedError(syntax=uid_name(file.syntax)) from None
        raise DicomDamagedError from None
    expected = (header.rows, header.columns, header.samples)[: 2 if header.samples == 1 else 3]
    if array.shape != expected:
        raise DicomDamagedError
    rgb = str(found.get("photometric_interpretation")) in ("RGB", "YBR_RCT", "YBR_ICT")
    return Frame(array, right_justified=_justified(file), rgb=rgb)


def _decoder(file: DicomFile) -> Decoder:
    try:
        return get_decoder(file.syntax)
    except NotImplementedError:
        raise DicomCompressionUnsupportedError(syntax=uid_name(file.syntax)) from None


def _plugin(decoder: Decoder, file: DicomFile, header: PixelHeader) -> str:
    large = header.rows * header.columns * header.samples >= LARGE
    if large and str(file.syntax) in JPEG2000TransferSyntaxes and is_available(file.syntax):
        add_plugin(decoder)
        return PLUGIN
    for family, names in CODECS:
        for name in names if str(file.syntax) in family else ():
            if name in decoder.available_plugins:
                return name
    raise CodecMissingError(syntax=uid_name(file.syntax))


def _justified(file: DicomFile) -> bool:
    # JPEG-LS and JPEG 2000 carry a precision of their own, which pydicom applies.
    return file.syntax.is_encapsulated and file.syntax not in _LOSSY


def _options(file: DicomFile, header: PixelHeader) -> dict[str, Any]:
    options: dict[str, Any] = {
        "pixel_keyword": file.keyword,
        "pixel_vr": file.vr,
        "rows": header.rows,
        "columns": header.columns,
        "samples_per_pixel": header.samples,
        "number_of_frames": header.frames,
        "photometric_interpretation": header.photometric,
        "planar_configuration": header.planar,
        "bits_allocated": header.allocated,
        "bits_stored": header.stored,
        "pixel_representation": int(header.signed),
        "correct_unused_bits": False,
    }
    table, lengths = (
        raw(file.dataset, keyword)
        for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths")
    )
    if isinstance(table, bytes) and isinstance(lengths, bytes):
        options["extended_offsets"] = (table, lengths)
    return options


def _check_native_length(file: DicomFile, header: PixelHeader) -> None:
    if file.length is None:
        raise DicomDamagedError
    bits = header.rows * header.columns * header.samples * header.allocated
    if header.photometric == "YBR_FULL_422":
        bits = bits // 3 * 2
    if file.start + file.length > len(file.body):
        raise FileTruncatedError
    if file.length < math.ceil(bits / 8 * header.frames):
        raise DicomDamagedError


def _encoded_frame(file: DicomFile, header: PixelHeader, frame: int) -> bytes:
    if file.length is not None:
        raise DicomDamagedError
    _check_fragments(file)
    source = BytesIO(file.body)
    source.seek(file.start)
    offsets = _options(file, header).get("extended_offsets")
    try:
        return get_frame(source, frame, number_of_frames=header.frames, extended_offsets=offsets)
    except DAMAGE:
        raise DicomDamagedError from None


def _check_fragments(file: DicomFile) -> None:
    """Walks the fragments of encapsulated pixel data to its end (PS3.5 A.4)."""
    position = file.start
    for _ in range(_MAX_FRAGMENTS):
        element = element_at(file.body, position, implicit=True, little=True)
        if element is None:
            raise FileTruncatedError
        if (element.group, element.number) == (0xFFFE, 0xE0DD):
            return
        if (element.group, element.number) != (0xFFFE, 0xE000):
            raise DicomDamagedError
        if element.length == UNDEFINED_LENGTH:
            raise DicomDamagedError
        position = element.start + element.length
        if position > len(file.body):
            raise FileTruncatedError
    raise DicomDamagedError


def _from_rle(encoded: bytes, header: PixelHeader) -> Frame:
    array = decode_rle(encoded, header.rows, header.columns, header.samples, header.allocated)
    if header.signed:
        array = array.view(f"i{array.itemsize}")
    return Frame(array, right_justified=False, rgb=header.photometric == "RGB")


def _check_codestream(encoded: bytes, header: PixelHeader) -> None:
    jpeg = encoded.startswith(b"\xff\xd8")
    if jpeg and crowded(encoded):
        raise DicomDamagedError
    claimed = extent(encoded)
    if claimed is None:
        raise DicomDamagedError
    # openjpeg decodes to 32 bits first, whatever the file allocates.
    width = math.ceil(header.allocated / 8) if jpeg else 4
    check_pixels(claimed.rows, claimed.columns, header.samples * width)
    if claimed != (header.rows, header.columns, header.samples) or crowded(encoded):
        raise DicomDamagedError

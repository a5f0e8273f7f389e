"""A DICOM file taken apart: a small data set, and where the pixel data lies.

Only the attributes of `TAGS` are read. Whatever names a patient is skipped as bytes: it never
becomes a value in this process.

References:
    DICOM PS3.10 section 7.1 (file format), PS3.5 annex A.5 (deflated transfer syntax), PS3.15
    annexes B and E (encryption), PS3.3 section A.45 (encapsulated documents).
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from pydicom import dcmread
from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from model.errors import (
    DicomDamagedError,
    DicomEncapsulatedDocumentError,
    DicomEncryptedError,
    DicomWithoutPixelsError,
    FileTooLargeError,
    FileTruncatedError,
)
from model.imaging.damage import DAMAGE
from model.imaging.elements import (
    UNDEFINED_LENGTH,
    Burden,
    Element,
    element_at,
    leads_a_data_set,
    states_values,
    too_much_to_parse,
)
from model.imaging.limits import (
    MAX_ELEMENTS,
    MAX_INFLATED_BYTES,
    MAX_META_ELEMENTS,
    MAX_VALUE_BYTES,
)
from model.imaging.quiet import hush
from model.imaging.sniff import PREAMBLE

TECHNICAL = (
    "SOPClassUID",
    "Modality",
    "PresentationIntentType",
    "ManufacturerModelName",
    "BodyPartExamined",
    "ViewPosition",
    "PatientOrientation",
    "Laterality",
    "ImageLaterality",
    "KVP",
    "ImagerPixelSpacing",
    "PixelSpacing",
    "BurnedInAnnotation",
    "LossyImageCompression",
    "PhotometricInterpretation",
    "SamplesPerPixel",
    "NumberOfFrames",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "PixelRepresentation",
    "PixelPaddingValue",
    "WindowCenter",
    "WindowWidth",
    "VOILUTFunction",
    "RescaleSlope",
    "RescaleIntercept",
    "RescaleType",
)
"""Attributes which a reader is shown: how the picture was made, never of whom."""

_NEEDED = (
    "HighBit",
    "PlanarConfiguration",
    "PixelPaddingRangeLimit",
    "WindowCenterWidthExplanation",
    "ModalityLUTSequence",
    "VOILUTSequence",
    "RedPaletteColorLookupTableDescriptor",
    "GreenPaletteColorLookupTableDescriptor",
    "BluePaletteColorLookupTableDescriptor",
    "RedPaletteColorLookupTableData",
    "GreenPaletteColorLookupTableData",
    "BluePaletteColorLookupTableData",
    "SegmentedRedPaletteColorLookupTableData",
    "SegmentedGreenPaletteColorLookupTableData",
    "SegmentedBluePaletteColorLookupTableData",
    "SharedFunctionalGroupsSequence",
    "PerFrameFunctionalGroupsSequence",
    "ExtendedOffsetTable",
    "ExtendedOffsetTableLengths",
    "MIMETypeOfEncapsulatedDocument",
    "EncryptedAttributesSequence",
)

TAGS: tuple[str, ...] = TECHNICAL + _NEEDED
"""Every attribute that is read at all."""

_PIXELS = {
    (0x7FE0, 0x0008): "FloatPixelData",
    (0x7FE0, 0x0009): "DoubleFloatPixelData",
    (0x7FE0, 0x0010): "PixelData",
}
_SEQUENCES = frozenset(
    tag
    for tag in (tag_for_keyword(name) for name in _NEEDED if name.endswith("Sequence"))
    if tag is not None
)
_IN_ITEMS = ("LUTDescriptor", "LUTData", "LUTExplanation")
# The character set is read whether or not it is asked for.
_CONVERTED = frozenset(
    tag
    for tag in map(tag_for_keyword, (*TAGS, *_IN_ITEMS, "SpecificCharacterSet"))
    if tag is not None
)
_PRIVATE_META = 0x0102
_DOCUMENTS = "1.2.840.10008.5.1.4.1.1.104."


@dataclass(frozen=True, eq=False)
class DicomFile:
    """A DICOM file with its pixel data still encoded.

    Attributes:
        dataset: The attributes of `TAGS` which are present, without the pixel data.
        syntax: The transfer syntax of the pixel data.
        body: The bytes that `start` counts in: the file, or what it inflated to.
        start: Offset of the value of the pixel data.
        length: Its length in bytes, None where it is encapsulated.
        keyword: `"PixelData"`, `"FloatPixelData"` or `"DoubleFloatPixelData"`.
        vr: Value representation of the pixel data.
        headerless: Whether preamble and prefix were missing.
    """

    dataset: Dataset
    syntax: UID
    body: bytes
    start: int
    length: int | None
    keyword: str
    vr: str
    headerless: bool


def open_dicom(data: bytes, also: Iterable[str] = ()) -> DicomFile:
    """Takes a DICOM file apart.

    Args:
        data: The file, known to be DICOM by `sniff`.
        also: Keywords of attributes to keep besides `TAGS`, as bytes that nobody has converted.

    Returns:
        Its attributes and the place of its pixel data.

    Raises:
        DicomDamagedError: The data set cannot be parsed.
        DicomEncapsulatedDocumentError: It holds a document.
        DicomEncryptedError: Some of its attributes are encrypted.
        DicomWithoutPixelsError: It holds no pixel data.
        FileTooLargeError: A deflated data set grows beyond all measure.
        FileTruncatedError: The file ends inside the data set.
    """
    hush()
    headerless = data[PREAMBLE : PREAMBLE + 4] != b"DICM"
    body = data[4:] if data[:4] == b"DICM" else data
    meta_end, syntax = _meta(body, 0 if headerless else PREAMBLE + 4)
    force = headerless
    if not headerless and meta_end == PREAMBLE + 4:
        # The prefix, and no file meta information behind it: is there anything that makes sense?
        if meta_end + 8 > len(body):
            raise FileTruncatedError
        if not leads_a_data_set(body, meta_end):
            raise DicomDamagedError
    if syntax == DeflatedExplicitVRLittleEndian:
        body, meta_end = _inflate(body[meta_end:]), 0
        syntax, force = ExplicitVRLittleEndian, True
    _check_elements(body, meta_end, syntax)
    buffer = BytesIO(body)
    tags = [tag for tag in map(tag_for_keyword, (*TAGS, *also)) if tag is not None]
    try:
        dataset = dcmread(buffer, stop_before_pixels=True, force=force, specific_tags=list(tags))
        implicit, little = dataset.original_encoding
        _refuse_unreadable(dataset)
    except DAMAGE:
        raise DicomDamagedError from None
    offset = buffer.tell()
    if offset > len(body):
        raise FileTruncatedError
    element = _pixel_element(body, offset, bool(implicit), little is not False)
    if element is None:
        if offset + 8 < len(body):
            raise DicomDamagedError
        raise DicomWithoutPixelsError
    if not syntax:
        # Without file meta information the encoding itself says which of the three native ones.
        explicit = ExplicitVRLittleEndian if little is not False else ExplicitVRBigEndian
        syntax = ImplicitVRLittleEndian if implicit else explicit
    undefined = element.length == UNDEFINED_LENGTH
    return DicomFile(
        dataset=dataset,
        syntax=syntax,
        body=body,
        start=element.start,
        length=None if undefined else element.length,
        keyword=_PIXELS[element.group, element.number],
        vr=element.vr.decode("ascii") or "OW",
        headerless=headerless,
    )


def _meta(body: bytes, offset: int) -> tuple[int, UID]:
    """Walks the file meta information: where it ends, and the transfer syntax it names."""
    syntax = UID("")
    for _ in range(MAX_META_ELEMENTS):
        element = element_at(body, offset, implicit=False, little=True)
        if element is None or element.group != 0x0002 or element.length == UNDEFINED_LENGTH:
            return offset, syntax
        if element.length > MAX_VALUE_BYTES and element.number != _PRIVATE_META:
            break
        if element.number == 0x0010:
            value = body[element.start : element.start + element.length]
            syntax = UID(value.decode("ascii", "replace").strip(" \0"), validation_mode=0)
        offset = element.start + element.length
    raise DicomDamagedError


def _check_elements(body: bytes, start: int, syntax: UID) -> None:
    # As pydicom will read it: explicit if it looks so, big endian if it is said or looks so.
    explicit = states_values(body, start)
    first_group = int.from_bytes(body[start : start + 2], "little")
    big = syntax == ExplicitVRBigEndian or (not syntax and explicit and first_group >= 1024)
    most = Burden(MAX_ELEMENTS, MAX_VALUE_BYTES, _CONVERTED, _SEQUENCES)
    if too_much_to_parse(body, start, most, implicit=not explicit, little=not big):
        raise DicomDamagedError


def _pixel_element(body: bytes, offset: int, implicit: bool, little: bool) -> Element | None:
    # pydicom copes with files whose encoding is not the one they state, and stops at the right
    # place; so both are tried.
    for guess in (implicit, not implicit):
        element = element_at(body, offset, implicit=guess, little=little)
        if element is not None and (element.group, element.number) in _PIXELS:
            return element
    return None


def _inflate(deflated: bytes) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = engine.decompress(deflated, MAX_INFLATED_BYTES)
    except zlib.error:
        raise DicomDamagedError from None
    if engine.eof:
        return inflated
    if len(inflated) >= MAX_INFLATED_BYTES:
        megabyte = 1024 * 1024
        limit = MAX_INFLATED_BYTES // megabyte
        raise FileTooLargeError(megabytes=limit + 1, limit=limit)
    raise FileTruncatedError


def _refuse_unreadable(dataset: Dataset) -> None:
    # Any attribute may be among the encrypted ones, also those that say how the pixels are to be
    # shown (PS3.15 E.1.1). So pixels in clear do not make such a file a readable one.
    if "EncryptedAttributesSequence" in dataset:
        raise DicomEncryptedError
    sop_class = str(dataset.get("SOPClassUID") or "")
    if sop_class.startswith(_DOCUMENTS) or "MIMETypeOfEncapsulatedDocument" in dataset:
        raise DicomEncapsulatedDocumentError

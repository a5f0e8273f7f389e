"""What a file is, by its content. Its name is never looked at.

References:
    DICOM PS3.10 section 7.1 (preamble, prefix, file meta information) and PS3.15 annex B
    (secure files in a CMS envelope). PNG, JPEG, TIFF, BMP, WebP: their published signatures.
"""

import re
import struct

from model.imaging.elements import leads_a_data_set

PREAMBLE = 128
"""Bytes before the prefix `DICM` in a DICOM file."""

_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
# ContentInfo ::= SEQUENCE { contentType 1.2.840.113549.1.7.x …: enveloped, digested, encrypted and
# authenticated-enveloped data; signed data (7.2) is in clear, but still no file that is read here.
_CMS = re.compile(rb"\x30[\x80-\x84].{0,4}\x06[\x09\x0b]\x2a\x86\x48\x86\xf7\x0d\x01", re.DOTALL)
_CMS_TEXT = (b"-----BEGIN CMS-----", b"-----BEGIN PKCS7-----")


def sniff(data: bytes) -> str | None:
    """Names the format of a file from its first bytes.

    Args:
        data: The file.

    Returns:
        `"dicom"`, `"cms"` (an encrypted envelope), `"png"`, `"jpeg"`, `"tiff"`, `"bmp"`, `"webp"`,
        or None for anything else. A file with `DICM` at byte 128 is DICOM whatever it starts with:
        whole-slide files carry a TIFF header in their preamble.
    """
    if data[PREAMBLE : PREAMBLE + 4] == b"DICM" or data[:4] == b"DICM":
        return "dicom"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "tiff"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:2] == b"BM" and len(data) >= 18:
        (header,) = struct.unpack_from("<I", data, 14)
        if header in _BMP_HEADERS:
            return "bmp"
    if _CMS.match(data[:32]) or data.startswith(_CMS_TEXT):
        return "cms"
    if leads_a_data_set(data):
        return "dicom"
    return None

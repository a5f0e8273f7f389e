"""Small valid files to begin with: each format, each transfer syntax, each branch of the reader."""

import struct

import numpy as np
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from tests import dicom_factory as make
from tests.dicom_factory import chest, lut_item, make_dataset, make_dicom, picture, png, to_bytes

ROWS, COLUMNS = 36, 32
GREY8 = np.round(chest(ROWS, COLUMNS) * 255).astype(np.uint8)
GREY12 = np.round(chest(ROWS, COLUMNS) * 4095).astype(np.uint16)
RGB = np.stack([GREY8, GREY8 // 2, GREY8], axis=-1)
PAGES = np.stack([GREY8, 255 - GREY8, GREY8 // 2])


def seeds() -> dict[str, bytes]:
    """All of them, by name; the same bytes on every call."""
    return {**_rasters(), **_syntaxes(), **_contrasts(), **_structures()}


def _rasters() -> dict[str, bytes]:
    rgba = np.dstack([RGB, GREY8])
    palette = Image.fromarray(GREY8).convert("P")
    exif = Image.Exif()
    exif[274] = 6
    pages = [Image.fromarray(page) for page in PAGES]
    more = {"save_all": True, "append_images": pages[1:]}
    found = {
        "png-grey": png(GREY8),
        "png-grey16": png(GREY12 * 16),
        "png-rgb": png(RGB, exif=exif),
        "png-rgba": png(rgba),
        "png-palette": _saved(palette, "PNG", transparency=3),
        "png-bits": _saved(Image.fromarray(GREY8).convert("1"), "PNG"),
        "jpeg-grey": picture(GREY8, "JPEG"),
        "jpeg-progressive": picture(RGB, "JPEG", progressive=True, exif=exif),
        "jpeg-cmyk": _saved(Image.fromarray(RGB).convert("CMYK"), "JPEG"),
        "bmp-grey": picture(GREY8, "BMP"),
        "bmp-rgb": picture(RGB, "BMP"),
        "webp": picture(RGB, "WEBP"),
        "webp-lossless": picture(rgba, "WEBP", lossless=True),
        "webp-animated": _saved(pages[0], "WEBP", **more),
        "tiff-pages": _saved(pages[0], "TIFF", **more),
        "tiff-16": picture(GREY12, "TIFF"),
        "tiff-float": picture(GREY8.astype(np.float32), "TIFF"),
        "tiff-big": picture(RGB, "TIFF", big_tiff=True),
    }
    for compression in ("tiff_adobe_deflate", "tiff_lzw", "packbits", "jpeg", "group4"):
        mode = "1" if compression == "group4" else "L"
        image = Image.fromarray(GREY8).convert(mode)
        found[f"tiff-{compression}"] = _saved(image, "TIFF", compression=compression)
    return found


def _syntaxes() -> dict[str, bytes]:
    found = {"dicom-jpeg": make_dicom(GREY8, syntax=make.JPEG)}
    for syntax in make.SYNTAXES:
        name = syntax.name.split(",")[0].replace(" ", "-").lower()
        for bits, pixels in ((8, GREY8), (12, GREY12)):
            found[f"dicom-{name}-{bits}"] = make_dicom(pixels, syntax=syntax, BitsStored=bits)
    for syntax in (make.EXPLICIT, make.RLE, make.JPEG, make.JPEG_2000):
        found[f"dicom-rgb-{syntax[-2:]}"] = make_dicom(RGB, syntax=syntax)
    for syntax in (make.IMPLICIT, make.RLE):
        found[f"dicom-frames-{syntax[-2:]}"] = make_dicom(PAGES, syntax=syntax)
    return found


def _contrasts() -> dict[str, bytes]:
    window = {"WindowCenter": [2048, 1024.5], "WindowWidth": [4096, 0], "BitsStored": 12}
    return {
        "dicom-windows": make_dicom(
            GREY12,
            **window,
            RescaleSlope="0.5",
            RescaleIntercept="-7",
            WindowCenterWidthExplanation=["bone", "lung"],
            PhotometricInterpretation="MONOCHROME1",
        ),
        "dicom-sigmoid": make_dicom(GREY12, **window, VOILUTFunction="SIGMOID"),
        "dicom-signed": make_dicom(
            GREY12.astype(np.int16), syntax=make.IMPLICIT, PixelPaddingValue=0
        ),
        "dicom-luts": make_dicom(
            GREY8,
            ModalityLUTSequence=[lut_item(range(0, 512, 2))],
            VOILUTSequence=[lut_item(range(512), explanation="film"), lut_item([1, 2, 3], 4, 12)],
        ),
        "dicom-padding": make_dicom(GREY12, PixelPaddingValue=0, PixelPaddingRangeLimit=9),
        "dicom-float": make_dicom(GREY8.astype(np.float32)),
        "dicom-double": make_dicom(GREY8.astype(np.float64), syntax=make.IMPLICIT),
    }


def _structures() -> dict[str, bytes]:
    plain = make_dicom(GREY8)
    return {
        "dicom-palette": to_bytes(_palette(segmented=False)),
        "dicom-segmented": to_bytes(_palette(segmented=True)),
        "dicom-enhanced": to_bytes(_enhanced()),
        "dicom-planes": make_dicom(RGB, PlanarConfiguration=1, PhotometricInterpretation="RGB"),
        "dicom-ybr": make_dicom(RGB, PhotometricInterpretation="YBR_FULL"),
        "dicom-no-preamble": make.without_preamble(plain),
        "dicom-no-meta": make.without_meta(plain),
        "dicom-nested": _nested(plain),
    }


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = make.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _palette(*, segmented: bool) -> Dataset:
    dataset = make_dataset(GREY8, PhotometricInterpretation="PALETTE COLOR")
    for colour in ("Red", "Green", "Blue"):
        setattr(dataset, f"{colour}PaletteColorLookupTableDescriptor", [256, 0, 16])
        if segmented:
            # Discrete, linear, indirect (C.7.9.2): 2 + 250 + 4 entries.
            words, name = [0, 2, 0, 9, 1, 250, 65535, 0, 4, 1, 2, 3, 4], "Segmented{}"
        else:
            words, name = range(0, 65536, 256), "{}"
        keyword = name.format(colour) + "PaletteColorLookupTableData"
        setattr(dataset, keyword, np.asarray(words, dtype="<u2").tobytes())
    return dataset


def _enhanced() -> Dataset:
    dataset = make_dataset(PAGES)
    voi, values, group = Dataset(), Dataset(), Dataset()
    voi.WindowCenter, voi.WindowWidth = "100", "200"
    values.RescaleSlope, values.RescaleIntercept = "2", "-10"
    group.FrameVOILUTSequence = Sequence([voi])
    group.PixelValueTransformationSequence = Sequence([values])
    dataset.PerFrameFunctionalGroupsSequence = Sequence([group, group])
    dataset.SharedFunctionalGroupsSequence = Sequence([group])
    return dataset


def _nested(plain: bytes) -> bytes:
    """A private sequence of undefined length, thrice nested, in front of the pixel data."""
    at = plain.index(b"\xe0\x7f\x10\x00OW") if b"\xe0\x7f\x10\x00OW" in plain else -1
    at = at if at >= 0 else plain.index(b"\xe0\x7f\x10\x00OB")
    opened = b"\x29\x00\x10\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
    closed = b"\xfe\xff\x0d\xe0" + b"\0" * 4 + b"\xfe\xff\xdd\xe0" + b"\0" * 4
    inside = b"\x29\x00\x11\x10LO" + struct.pack("<H", 4) + b"none"
    return plain[:at] + opened * 3 + inside + closed * 3 + plain[at:]

"""DICOM to levels: decode → modality → VOI → polarity, each step noted.

References:
    DICOM PS3.3 C.11.1 (Modality LUT), C.11.2 (VOI LUT), C.7.6.3.1.2 (Photometric Interpretation),
    PS3.4 N.2 (the grey scale transformation sequence).
"""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.pixels.processing import convert_color_space

from model.errors import DicomDamagedError, WindowOutOfRangeError
from model.imaging import values
from model.imaging.colour import chroma_share, to_grey
from model.imaging.contrast import Contrast, read_contrast
from model.imaging.damage import DAMAGE
from model.imaging.dicom_file import DicomFile, open_dicom
from model.imaging.dicom_header import GREY, PixelHeader, pixel_header
from model.imaging.dicom_pixels import Frame, decode
from model.imaging.levels import Levels, count_levels, from_integers, from_numbers
from model.imaging.lookup import LookupTable, look_up, to_unit
from model.imaging.palette import palette_to_rgb
from model.imaging.shades import Reading, full_range, invert, note, stretch
from model.imaging.source import Source
from model.imaging.window import EXACT, SIGMOID, Window, apply_window
from model.messages import Notice, Value


def read_dicom(data: bytes, frame: int, window: int) -> Source:
    """Reads one frame of a DICOM file.

    Args:
        data: The file.
        frame: Index of the frame, from 0.
        window: Index of the VOI LUT or window, from 0.

    Returns:
        The picture with its values in [0, 1], bright = dense.

    Raises:
        ReadingError: One of its subclasses in `model.errors`.
    """
    file = open_dicom(data)
    header = pixel_header(file, frame)
    grey = header.photometric in GREY
    contrast = read_contrast(file, frame, signed=header.signed)
    names = tuple(choice.name for choice in contrast.choices) if grey else ()
    if window != 0 and not 0 <= window < len(names):
        raise WindowOutOfRangeError(window=window, windows=len(names))
    decoded = decode(file, header, frame)
    warnings = _warnings(file, header)
    if grey:
        levels, padding = _stored_levels(decoded, header)
        reading = _decoded(Reading(levels), file, header)
        reading = _modality(reading, contrast)
        reading = _voi(reading, contrast, window)
        if header.photometric == "MONOCHROME1":
            reading = invert(reading, "monochrome1")
        warnings += contrast.warnings
        if len(names) > 1:
            numbers: dict[str, Value] = {
                "windows": len(names),
                "window": window + 1,
                "name": names[window],
            }
            warnings += (Notice("several-windows", numbers),)
        chroma = 0.0
    else:
        reading, chroma = _from_colour(decoded, file, header)
        padding = None
    return Source(
        reading=reading,
        padding=padding,
        technical=values.technical(file.dataset),
        warnings=warnings,
        chroma=chroma,
        frames=header.frames,
        windows=names,
    )


def _decoded(reading: Reading, file: DicomFile, header: PixelHeader) -> Reading:
    numbers: dict[str, Value] = {"rows": header.rows, "columns": header.columns}
    numbers |= {"bits": header.stored, "encoding": values.uid_name(file.syntax)}
    return note(reading, "decoded", numbers)


def _warnings(file: DicomFile, header: PixelHeader) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if file.headerless:
        found.append(Notice("header-incomplete"))
    if header.irregular:
        found.append(Notice("header-irregular"))
    burned = values.code(file.dataset, "BurnedInAnnotation")
    if burned == "YES":
        found.append(Notice("burned-in-yes"))
    elif burned != "NO":
        found.append(Notice("burned-in-unknown"))
    if values.code(file.dataset, "PresentationIntentType") == "FOR PROCESSING":
        found.append(Notice("for-processing"))
    return tuple(found)


def _stored_levels(
    decoded: Frame, header: PixelHeader
) -> tuple[Levels, npt.NDArray[np.bool_] | None]:
    """Levels whose values are the stored values, padding not counted."""
    array = decoded.array
    if array.dtype.kind not in "iu" or array.itemsize > 2:
        levels = from_numbers(array)
    else:
        native = array.astype(array.dtype.newbyteorder("="), copy=False)
        levels = from_integers(native.view(f"u{array.itemsize}"))
        levels = replace(levels, values=_stored_values(levels, decoded, header))
    if header.padding is None:
        return levels, None
    low, high = header.padding
    padding = (levels.values >= low) & (levels.values <= high)
    counts = np.where(padding, 0, count_levels(levels.raw))
    return replace(levels, counts=counts), padding


def _stored_values(levels: Levels, decoded: Frame, header: PixelHeader) -> npt.NDArray[np.float64]:
    """What each bit pattern means: bits in place, masked, and the sign (PS3.5 8.1.1)."""
    patterns = np.arange(len(levels.values), dtype=np.int64)
    bits = 8 * levels.raw.itemsize
    if not decoded.right_justified and header.shift + header.stored <= bits:
        patterns = (patterns >> header.shift) & ((1 << header.stored) - 1)
        bits = header.stored
    if header.signed:
        patterns = np.where(patterns >> (bits - 1), patterns - (1 << bits), patterns)
    return patterns.astype(np.float64)


def _modality(reading: Reading, contrast: Contrast) -> Reading:
    stored = reading.levels.values
    if contrast.table is not None:
        table = contrast.table
        numbers = {"entries": len(table.entries)}
        return note(reading, "modality-lut", numbers, look_up(table, stored))
    if not contrast.rescaled:
        return reading
    with np.errstate(all="ignore"):
        rescaled = np.nan_to_num(stored * contrast.slope + contrast.intercept)
    line = {"slope": contrast.slope, "intercept": contrast.intercept}
    return note(reading, "rescale", line, rescaled)


def _voi(reading: Reading, contrast: Contrast, index: int) -> Reading:
    if not contrast.choices:
        return stretch(reading)
    choice: LookupTable | Window = contrast.choices[index]
    inputs = reading.levels.values
    numbers: dict[str, Value] = {"name": choice.name}
    if isinstance(choice, LookupTable):
        numbers["entries"] = len(choice.entries)
        return note(reading, "voi-lut", numbers, to_unit(choice, look_up(choice, inputs)))
    code = {EXACT: "window-exact", SIGMOID: "window-sigmoid"}.get(choice.kind, "window-linear")
    numbers |= {"centre": choice.centre, "width": choice.width}
    return note(reading, code, numbers, apply_window(choice, inputs))


def _from_colour(decoded: Frame, file: DicomFile, header: PixelHeader) -> tuple[Reading, float]:
    array, bits = decoded.array, header.stored
    try:
        if header.photometric == "PALETTE COLOR":
            little = file.dataset.original_encoding[1] is not False
            array, bits = palette_to_rgb(array, file.dataset, little=little)
        elif header.photometric in ("YBR_FULL", "YBR_FULL_422") and not decoded.rgb:
            array = convert_color_space(array, header.photometric, "RGB")
    except DAMAGE:
        raise DicomDamagedError from None
    rgb, bits = _sixteen_bits(array[..., :3], bits)
    white = float((1 << min(bits, 8 * rgb.itemsize)) - 1)
    share = chroma_share(rgb, white)
    reading = _decoded(Reading(from_integers(to_grey(rgb))), file, header)
    reading = note(reading, "grey-from-colour", {"share": share})
    return full_range(reading, white), share


def _sixteen_bits(
    array: npt.NDArray[Any], bits: int
) -> tuple[npt.NDArray[np.uint8] | npt.NDArray[np.uint16], int]:
    """Unsigned samples in native order; of wider ones the upper sixteen bits."""
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    if native.dtype.kind not in "iu":
        raise DicomDamagedError
    if native.itemsize > 2:
        return (native >> (8 * native.itemsize - 16)).astype(np.uint16), 16
    if native.itemsize == 2:
        return native.view(np.uint16), bits
    return native.view(np.uint8), bits

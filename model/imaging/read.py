"""From the bytes of a file to a radiograph."""

import hashlib
from dataclasses import replace
from typing import cast

import numpy as np

from model.errors import DicomEncryptedError, NotAnImageError
from model.imaging.dicom import read_dicom
from model.imaging.levels import Raw, count_levels, render
from model.imaging.limits import check_bytes
from model.imaging.polarity import looks_inverted
from model.imaging.radiograph import Radiograph
from model.imaging.raster import read_raster
from model.imaging.shades import Reading, note
from model.imaging.shades import invert as inverse
from model.imaging.sniff import sniff
from model.imaging.source import Source
from model.messages import Notice


def read_radiograph(
    data: bytes, *, frame: int = 0, window: int = 0, invert: bool = False, turn: int = 0
) -> Radiograph:
    """Reads a radiograph, whatever kind of file it is in.

    Nothing but the content counts: names and extensions are not looked at. Caps on bytes, pixels
    and frames apply before anything is decoded.

    Args:
        data: The file.
        frame: Index of the frame to read, from 0.
        window: Index of the VOI LUT or window to apply, from 0.
        invert: Whether to turn the result into its negative, for a photograph of a film that has
            bright lungs. Pixel padding stays black.
        turn: Quarter turns clockwise, for a film that lies on its side or its head: 0 to 3.

    Returns:
        The radiograph with every step that led to it. It holds nothing that names a patient.

    Raises:
        ReadingError: One of its subclasses in `model.errors`, each with a code of its own. No other
            exception leaves this function, whatever the bytes are.
    """
    check_bytes(len(data))
    kind = sniff(data)
    if kind is None:
        raise NotAnImageError
    if kind == "cms":
        raise DicomEncryptedError
    if kind == "dicom":
        source = read_dicom(data, frame, window)
    else:
        source = read_raster(kind, data, frame, window)
    reading = _turned(_finish(source, invert), turn)
    pixels = render(reading.levels)
    negative = looks_inverted(pixels)
    rows, columns = pixels.shape
    return Radiograph(
        pixels=pixels,
        format=kind,
        size=(rows, columns),
        technical=source.technical,
        steps=reading.steps,
        warnings=source.warnings + _observations(source, reading, frame, negative),
        chroma=source.chroma,
        frames=source.frames,
        frame=frame,
        windows=source.windows,
        window=window,
        looks_inverted=negative,
        inverted=invert,
        turned=90 * turn,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _finish(source: Source, inverted: bool) -> Reading:
    reading = source.reading
    if inverted:
        reading = inverse(reading, "inverted-on-request")
    if source.padding is None:
        return reading
    # Last, so that padding is black whichever way the picture was turned.
    everything = count_levels(reading.levels.raw)
    share = float(everything[source.padding].sum() / everything.sum())
    if share == 0:
        return reading
    values = np.where(source.padding, 0.0, reading.levels.values)
    return note(reading, "padding", {"share": share}, values)


def _turned(reading: Reading, turn: int) -> Reading:
    if turn == 0:
        return reading
    raw = cast(Raw, np.ascontiguousarray(np.rot90(reading.levels.raw, -turn)))
    levels = replace(reading.levels, raw=raw)
    return note(Reading(levels, reading.steps), "turned-on-request", {"degrees": 90 * turn})


def _observations(
    source: Source, reading: Reading, frame: int, negative: bool
) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if source.frames > 1:
        found.append(Notice("multi-frame", {"frames": source.frames, "frame": frame + 1}))
    shades = reading.levels.values[reading.levels.counts > 0]
    if shades.size == 0 or shades.max() == shades.min():
        found.append(Notice("blank-picture"))
    if negative:
        found.append(Notice("looks-inverted"))
    return tuple(found)

"""PNG, JPEG, TIFF, BMP and WebP to levels, through Pillow.

The grey scale of such a file is taken as it is, as every viewer does and as the network has learnt
it: 0 is black and the largest number is white. With 16 bits "the largest number" is a question: a
detector's 10, 12 or 14 bits are often stored in 16 without being scaled up. So white is the full
scale of the smallest of these depths that holds the brightest pixel. Numbers without a scale
(32-bit integers, floats) are stretched like a DICOM file without a window.

References:
    PNG: ISO/IEC 15948. EXIF orientation: JEITA CP-3451 tag 274. TIFF 6.0 tag 262.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.errors import (
    FileTruncatedError,
    FrameOutOfRangeError,
    ImageDamagedError,
    ReadingError,
    TooManyPixelsError,
    WindowOutOfRangeError,
)
from model.imaging.codestream import crowded
from model.imaging.colour import chroma_share, to_grey
from model.imaging.container import claimed_size, ends_early, is_animated_webp, png_intact
from model.imaging.damage import DAMAGE
from model.imaging.levels import Raw, from_integers, from_numbers
from model.imaging.limits import MAX_FRAMES, MAX_PIXELS, check_frames, check_pixels
from model.imaging.quiet import hush
from model.imaging.shades import Reading, full_range, invert, note, stretch
from model.imaging.source import Source
from model.imaging.tiff import directories_fit
from model.messages import Value

DEPTHS = (8, 10, 12, 14, 16)
"""Bits that detectors deliver, and 8."""

_UPRIGHT = 1
_RAW_PROFILE = "Raw profile type exif"
_BAND = 1 << 20
_ORIENTATION = 274
_TILE = (322, 323)
_SAMPLES, _BITS = 277, 258
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0
_ANIMATED = 16
"""Bytes that a pixel of an animated WebP takes: libwebp holds three canvases of four bytes, and the
picture itself comes to them."""
_PREMULTIPLIED = ("La", "RGBa")
_WITH_ALPHA = ("LA", "PA", "RGBA", *_PREMULTIPLIED)


def read_raster(kind: str, data: bytes, frame: int, window: int) -> Source:
    """Reads one frame (page) of a picture file.

    Args:
        kind: `"png"`, `"jpeg"`, `"tiff"`, `"bmp"` or `"webp"`.
        data: The file.
        frame: Index of the page of a TIFF or of the frame of a WebP; 0 for the others.
        window: Must be 0: such files have no windows.

    Returns:
        The picture with its values in [0, 1].

    Raises:
        FileTruncatedError: The file ends early.
        FrameOutOfRangeError: The frame does not exist.
        ImageDamagedError: The file does not decode.
        TooManyFramesError: More frames than are read.
        TooManyPixelsError: More pixels than are read.
        WindowOutOfRangeError: Any window but 0 was asked for.
    """
    if window != 0:
        raise WindowOutOfRangeError(window=window, windows=0)
    if (kind == "jpeg" and crowded(data)) or (kind == "tiff" and not directories_fit(data)):
        raise ImageDamagedError(format=kind.upper())
    claimed = claimed_size(kind, data)
    if claimed is not None:
        check_pixels(*claimed, _ANIMATED if kind == "webp" and is_animated_webp(data) else 1)
    if kind == "png" and not png_intact(data):
        raise _damage(kind, data)
    hush()
    try:
        # formats: Pillow must not try its other forty readers on hostile bytes.
        with Image.open(BytesIO(data), formats=[kind.upper()]) as image:
            frames = _seek(image, kind, frame)
            check_pixels(image.height, image.width, 4)
            _check_tiles(image)
            orientation = _orientation(image)
            negative = _white_is_zero(image)
            depth = _bits(image)
            image.load()
            source = _levels(image, kind, depth)
    except DAMAGE:
        raise _damage(kind, data) from None
    except Image.DecompressionBombError:
        # Only what `claimed_size` cannot read comes this far.
        rows, columns = claimed or (0, 0)
        raise TooManyPixelsError(rows=rows, columns=columns, limit=MAX_PIXELS // 10**6) from None
    if negative:
        source = replace(source, reading=invert(source.reading, "monochrome1"))
    if orientation != _UPRIGHT:
        source = replace(source, reading=_turn(source.reading, kind, orientation))
    return replace(source, frames=frames)


def _damage(kind: str, data: bytes) -> ReadingError:
    return (
        FileTruncatedError() if ends_early(kind, data) else ImageDamagedError(format=kind.upper())
    )


def _seek(image: Image.Image, kind: str, frame: int) -> int:
    """Goes to the frame and counts the frames."""
    frames = 1
    if kind == "webp":
        frames = int(getattr(image, "n_frames", 1))
        check_frames(frames)
    elif kind == "tiff":
        # Pillow's own count walks to the end, however far that is.
        try:
            while frames <= MAX_FRAMES + 1:
                image.seek(frames)
                frames += 1
        except EOFError:
            pass
        check_frames(frames)
    if not 0 <= frame < frames:
        raise FrameOutOfRangeError(frame=frame, frames=frames)
    if frames > 1:
        image.seek(frame)
    return frames


def _check_tiles(image: Image.Image) -> None:
    # libtiff unpacks a whole tile, however small the picture: 1 MB can make 2 GB.
    tags = getattr(image, "tag_v2", {})
    columns, rows, samples, bits = (tags.get(tag) or 1 for tag in (*_TILE, _SAMPLES, _BITS))
    deepest = max(bits) if isinstance(bits, tuple) else bits
    check_pixels(rows, columns, samples * math.ceil(deepest / 8))


def _orientation(image: Image.Image) -> int:
    try:
        if not directories_fit(_exif(image)):
            return _UPRIGHT
        found = image.getexif().get(_ORIENTATION, _UPRIGHT)
    except DAMAGE:
        return _UPRIGHT
    return found if isinstance(found, int) and found in range(1, 9) else _UPRIGHT


def _exif(image: Image.Image) -> bytes:
    """The metadata where Pillow looks for it; none for a TIFF, whose directories were checked."""
    found = image.info.get("exif")
    if found is None and _RAW_PROFILE in image.info:
        lines = str(image.info[_RAW_PROFILE]).split("\n")
        found = bytes.fromhex("".join(lines[3:]))
    return found.removeprefix(b"Exif\0\0") if isinstance(found, bytes) else b""


def _white_is_zero(image: Image.Image) -> bool:
    # Pillow turns 8-bit and 1-bit pictures itself.
    tags = getattr(image, "tag_v2", {})
    return image.mode.startswith(("I;16", "F")) and tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO


def _bits(image: Image.Image) -> int:
    if image.mode.startswith("I;16"):
        return 16
    return {"1": 1, "I": 32, "F": 32}.get(image.mode, 8)


def _levels(image: Image.Image, kind: str, bits: int) -> Source:
    size: dict[str, Value] = {"rows": image.height, "columns": image.width}
    size |= {"bits": bits, "encoding": kind.upper()}
    if image.mode in ("I", "F"):
        reading = note(Reading(from_numbers(np.asarray(image))), "decoded", size)
        return Source(stretch(reading))
    if image.mode.startswith("I;16"):
        stored = np.asarray(image)
        levels = from_integers(stored.astype(np.uint16, copy=False))
        reading = note(Reading(levels), "decoded", size)
        return Source(full_range(reading, _white(int(stored.max(initial=0)))))
    transparent = image.mode in _WITH_ALPHA or "transparency" in image.info
    if image.mode in ("1", "L") and not transparent:
        levels = from_integers(np.asarray(_as_mode(image, "L")))
        return Source(full_range(note(Reading(levels), "decoded", size), 255.0))
    rgb = _on_black(image) if transparent else np.asarray(_as_mode(image, "RGB"))
    share = chroma_share(rgb, 255.0)
    reading = note(Reading(from_integers(to_grey(rgb))), "decoded", size)
    if transparent:
        reading = note(reading, "alpha")
    reading = note(reading, "grey-from-colour", {"share": share})
    return Source(full_range(reading, 255.0), chroma=share)


def _as_mode(image: Image.Image, mode: str) -> Image.Image:
    # `convert` copies even where there is nothing to convert: 200 MB for the largest picture.
    return image if image.mode == mode else image.convert(mode)


def _white(brightest: int) -> float:
    for depth in DEPTHS:
        if brightest < 1 << depth:
            return float((1 << depth) - 1)
    return float((1 << DEPTHS[-1]) - 1)


def _on_black(image: Image.Image) -> npt.NDArray[np.uint8]:
    """uint8 `(H, W, 3)`, band by band: an animated WebP holds the picture three times already."""
    rgb: npt.NDArray[np.uint8] = np.empty((image.height, image.width, 3), dtype=np.uint8)
    rows = max(1, _BAND // image.width)
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(image.height, top + rows)))
        if band.mode in _PREMULTIPLIED:
            band = band.convert({"La": "LA", "RGBa": "RGBA"}[band.mode])
        band = band.convert("RGBA")
        black = Image.new("RGB", band.size)
        black.paste(band, mask=band.getchannel("A"))
        rgb[top : top + rows] = np.asarray(black)
    return rgb


def _turn(reading: Reading, kind: str, orientation: int) -> Reading:
    """Turns the picture upright; Pillow has done so already for TIFF."""
    raw = reading.levels.raw
    if kind != "tiff":
        raw = np.ascontiguousarray(_TURNS[orientation](raw))
    turned = replace(reading, levels=replace(reading.levels, raw=raw))
    return note(turned, "exif", {"orientation": orientation})


_TURNS: dict[int, Callable[[Raw], Any]] = {
    2: np.fliplr,
    3: lambda raw: np.rot90(raw, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda raw: np.rot90(raw, -1),
    7: lambda raw: np.rot90(raw, 2).T,
    8: np.rot90,
}

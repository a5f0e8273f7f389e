"""What a reader takes along: the picture with its heat map, the result as JSON."""

import io
import json
from collections.abc import Sequence
from pathlib import PurePath

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from model.classifier.prediction import Examination
from model.commands.classify_output import Line, as_record
from model.messages import Notice
from pages.shared.i18n import _, number, sentence_of
from pages.shared.pictures.display import (
    CONTOUR_SHARES,
    cividis,
    contour_style,
    contours,
    overlay,
)
from pages.shared.pictures.layers import HeatLayer
from pages.shared.upload.cases import HowToRead

# Shorter pictures are enlarged to this side, so that the scale below can be read.
SMALLEST_SIDE = 768
MARGIN = 24
FONT_SIZE = 20
FOOT = 5 * FONT_SIZE + MARGIN


def record_name(name: str) -> str:
    """File name for the JSON of a picture."""
    return f"{PurePath(name).stem}-result.json"


def overlay_name(name: str) -> str:
    """File name for the overlay of a picture."""
    return f"{PurePath(name).stem}-heat-map.png"


def record_json(name: str, examination: Examination, how: HowToRead) -> str:
    """The result with the fields of `python -m model classify --json`, and how the file was read.

    Args:
        name: Name of the file as it came.
        examination: What the gate and the network say. A refused picture has no class and no
            probabilities.
        how: How it was read: ``turned`` (degrees clockwise) and ``inverted`` are in the result
            where the reader asked for either.
    """
    record = as_record(Line(name, examination, examination.elapsed_ms))
    if how.turn:
        record["turned"] = 90 * how.turn
    if how.invert:
        record["inverted"] = True
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def how_corrected(how: HowToRead) -> list[str]:
    """Lines under a picture that say that it was turned or inverted on request; none otherwise."""
    lines = []
    if how.turn:
        notice = Notice("turned-on-request", {"degrees": 90 * how.turn})
        lines.append(sentence_of(notice))
    if how.invert:
        lines.append(sentence_of(Notice("inverted-on-request")))
    return lines


def overlay_png(
    grey: npt.NDArray[np.uint8], heat: HeatLayer, corrected: Sequence[str] = ()
) -> bytes:
    """The picture as it is shown, with its heat map, the scale, and what it is not for.

    Args:
        grey: uint8 `(H, W)`, windowed for viewing.
        heat: What to lay over it, and how.
        corrected: See `how_corrected`.

    Returns:
        A PNG file, RGB.
    """
    factor = max(1.0, SMALLEST_SIDE / max(grey.shape))
    rows, columns = (round(side * factor) for side in grey.shape)
    large = cv2.resize(grey, (columns, rows), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    picture = np.dstack([large, large, large])
    if heat.mode == "colour":
        picture = _blend(picture, overlay(heat.evidence, heat.opacity, heat.top, heat.threshold))
    if heat.mode == "contours":
        _draw_contours(picture, heat)
    foot = FOOT + len(corrected) * (FONT_SIZE + 6)
    sheet = Image.new("RGB", (max(columns, SMALLEST_SIDE), rows + foot), "black")
    sheet.paste(Image.fromarray(picture), ((sheet.width - columns) // 2, 0))
    _draw_foot(sheet, rows, heat, corrected)
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()


def _blend(picture: npt.NDArray[np.uint8], layer: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    rows, columns = picture.shape[:2]
    large = cv2.resize(layer, (columns, rows), interpolation=cv2.INTER_LINEAR).astype(float)
    alpha = large[..., 3:] / 255
    blended = alpha * large[..., :3] + (1 - alpha) * picture
    return np.asarray(np.rint(blended), dtype=np.uint8)


def _draw_contours(picture: npt.NDArray[np.uint8], heat: HeatLayer) -> None:
    rows, columns = picture.shape[:2]
    for share, points in contours(heat.evidence, heat.top, heat.threshold):
        line = np.rint(points * (columns, rows)).astype(np.int32).reshape(-1, 1, 2)
        colour, halo = contour_style(share)
        for width, stroke in ((5, halo), (2, colour)):
            cv2.polylines(picture, [line], True, stroke, width, cv2.LINE_AA)


def font() -> cv2.FontFace:
    """The font of the lines under a picture.

    OpenCV brings it along, Chinese characters included; a server may have none installed.
    """
    return cv2.FontFace("uni")


def _draw_foot(sheet: Image.Image, top: int, heat: HeatLayer, corrected: Sequence[str]) -> None:
    """The scale with its ticks, and lines of text under the picture."""
    pen = ImageDraw.Draw(sheet)
    left, right = MARGIN, sheet.width - MARGIN
    bar = cv2.resize(
        cividis()[None], (right - left, FONT_SIZE // 2), interpolation=cv2.INTER_LINEAR
    )
    y = top + FONT_SIZE // 2
    sheet.paste(Image.fromarray(bar), (left, y))
    y += FONT_SIZE // 2 + 4
    digits = ImageFont.load_default(FONT_SIZE - 4)
    for share in (0.0, *CONTOUR_SHARES, 1.0):
        text = number(share * heat.top, 2 if heat.top >= 0.1 else 3)
        anchor = {0.0: "la", 1.0: "ra"}.get(share, "ma")
        pen.text((left + share * (right - left), y), text, "white", digits, anchor=anchor)
    y += FONT_SIZE + 4
    lines = (
        heat.scale_title,
        *corrected,
        _("Negatoscope: for education and quick checks, not a diagnosis."),
    )
    written = np.array(sheet)
    for line in lines:
        place = (left, y + FONT_SIZE)
        cv2.putText(written, line, place, (255, 255, 255), font(), FONT_SIZE, 400)
        y += FONT_SIZE + 6
    sheet.paste(Image.fromarray(written))

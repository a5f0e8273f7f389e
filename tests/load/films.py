"""Films to upload, each a little different, so that no cache answers for the network."""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from model.imaging.read import read_radiograph
from tests.dicom_factory import make_dicom
from tests.load.server import ROOT

SAMPLE = ROOT / "assets" / "samples" / "healthy-adult-2.png"

KINDS = ("png", "jpeg", "png", "dicom", "jpeg")
"""What visitors bring, in turn: screenshots and exports of 1,024 × 1,024 pixels, and every fifth
file a film of four megapixels as the archive has it, 8 MB."""

_SMALL, _FILM = 1_024, 2_000


def films(count: int) -> list[tuple[str, bytes]]:
    """Makes films that the gate accepts.

    Args:
        count: How many.

    Returns:
        Names and files.
    """
    pixels = read_radiograph(SAMPLE.read_bytes()).pixels
    small, large = (cv2.resize(pixels, (side, side)) for side in (_SMALL, _FILM))
    made = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        picture = large if kind == "dicom" else small
        made.append((f"film-{number}.{kind}", _file(kind, _varied(picture, number))))
    return made


def _varied(pixels: npt.NDArray[np.float32], number: int) -> npt.NDArray[np.float32]:
    """The same film with a mark of its own: a small square at a place of its own."""
    varied = pixels.copy()
    row, column = 20 * (number // 40), 20 * (number % 40)
    varied[row : row + 8, column : column + 8] = 0.5
    return varied


def _file(kind: str, pixels: npt.NDArray[np.float32]) -> bytes:
    if kind == "dicom":
        return make_dicom(np.rint(pixels * 4095).astype(np.uint16), BitsStored=12)
    buffer = BytesIO()
    options = {"compress_level": 1} if kind == "png" else {"quality": 90}
    Image.fromarray(np.rint(pixels * 255).astype(np.uint8)).save(buffer, kind, **options)
    return buffer.getvalue()

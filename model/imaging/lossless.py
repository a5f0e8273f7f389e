"""Lossless JPEG, decoded by GDCM in a process of its own.

It is the one codec under a permissive licence for these transfer syntaxes, and it does not survive
every damaged file (see `gdcm_worker`). The helper costs a fraction of a second; a server that a
single upload can end costs more.

References:
    ITU-T T.81 annex H. DICOM PS3.5 annex A.4.1.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.errors import DicomDamagedError
from model.imaging.dicom_header import PixelHeader
from model.imaging.helper_process import run_helper

_WORKER = Path(__file__).with_name("gdcm_worker.py")


def decode_lossless(frame: bytes, header: PixelHeader, syntax: str) -> npt.NDArray[np.generic]:
    """Decodes one frame.

    Args:
        frame: The codestream; its size was compared with the header before.
        header: The pixel header.
        syntax: UID of the transfer syntax.

    Returns:
        Integers of the header's allocated bits, `(rows, columns)` or `(rows, columns, samples)`.

    Raises:
        DicomDamagedError: GDCM fails, ends, or takes too long.
    """
    numbers = (header.rows, header.columns, header.samples, header.allocated, header.stored)
    arguments = [*map(str, (*numbers, int(header.signed), header.planar)), syntax]
    pixels = run_helper(_WORKER, (*arguments, header.photometric), frame)
    samples = header.rows * header.columns * header.samples
    if len(pixels) != samples * header.allocated // 8:
        raise DicomDamagedError
    kind = "i" if header.signed else "u"
    array = np.frombuffer(pixels, dtype=f"<{kind}{header.allocated // 8}")
    if header.samples == 1:
        return array.reshape(header.rows, header.columns)
    if header.planar == 0:
        return array.reshape(header.rows, header.columns, header.samples)
    return array.reshape(header.samples, header.rows, header.columns).transpose(1, 2, 0)

"""Lossless JPEG, decoded by GDCM in a process of its own.

It is the one codec under a permissive licence for these transfer syntaxes, and it does not survive
every damaged file (see `gdcm_worker`). The helper costs a fraction of a second; a server that a
single upload can end costs more.

References:
    ITU-T T.81 annex H. DICOM PS3.5 annex A.4.1.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.errors import DicomDamagedError
from model.imaging.dicom_header import PixelHeader

TIMEOUT = 60
"""Seconds after which the helper is given up."""

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
    # -I: neither the environment nor the working directory decides what the helper imports.
    command = [sys.executable, "-I", str(_WORKER), *arguments, header.photometric]
    try:
        done = subprocess.run(
            command, input=frame, capture_output=True, timeout=TIMEOUT, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        raise DicomDamagedError from None
    samples = header.rows * header.columns * header.samples
    if done.returncode != 0 or len(done.stdout) != samples * header.allocated // 8:
        raise DicomDamagedError
    kind = "i" if header.signed else "u"
    array = np.frombuffer(done.stdout, dtype=f"<{kind}{header.allocated // 8}")
    if header.samples == 1:
        return array.reshape(header.rows, header.columns)
    if header.planar == 0:
        return array.reshape(header.rows, header.columns, header.samples)
    return array.reshape(header.samples, header.rows, header.columns).transpose(1, 2, 0)

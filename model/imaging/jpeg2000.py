"""Large JPEG 2000 frames, decoded by openjpeg in a process of its own, as a plug-in of pydicom.

openjpeg holds Python's interpreter lock while it decodes: a film of nine megapixels would hold up
every session of the server for more than a second. Starting the helper costs a sixth of one.

References:
    pydicom, guide to decoder plug-ins. DICOM PS3.5 annex A.4.4, PS3.3 C.7.6.3.1.2 (YBR_ICT).
"""

import threading
from pathlib import Path

from pydicom.pixels.decoders import pylibjpeg
from pydicom.pixels.decoders.base import Decoder, DecodeRunner
from pydicom.uid import UID

from model.imaging.helper_process import run_helper

PLUGIN = "openjpeg-apart"
"""Name of the plug-in."""

LARGE = 1_000_000
"""Samples of a frame from which the helper is worth its start."""

DECODER_DEPENDENCIES = pylibjpeg.DECODER_DEPENDENCIES
"""What pydicom names where the plug-in is not available."""

_WORKER = Path(__file__).with_name("openjpeg_worker.py")
_adding = threading.Lock()


def is_available(uid: UID) -> bool:
    """Whether openjpeg is installed; pydicom asks.

    Args:
        uid: The transfer syntax.
    """
    return bool(pylibjpeg.is_available(uid))


def add_plugin(decoder: Decoder) -> None:
    """Tells pydicom's decoder of the plug-in; again does nothing.

    Args:
        decoder: The decoder of a JPEG 2000 transfer syntax.
    """
    with _adding:
        if PLUGIN not in decoder.available_plugins:
            decoder.add_plugin(PLUGIN, (__name__, decode_frame.__name__))


def decode_frame(encoded: bytes, runner: DecodeRunner) -> bytearray:
    """Decodes a frame; pydicom calls it.

    Args:
        encoded: The codestream.
        runner: What pydicom knows of the frame; is told the size of a sample.

    Returns:
        The pixels.

    Raises:
        DicomDamagedError: The frame does not decode.
    """
    pixels = run_helper(_WORKER, (), encoded)
    # As pydicom's own plug-in for openjpeg says it.
    if runner.photometric_interpretation in ("YBR_ICT", "YBR_RCT"):
        runner.set_option("photometric_interpretation", "RGB")
    precision = runner.get_option("j2k_precision", runner.bits_stored)
    runner.set_option("bits_allocated", 8 if precision <= 8 else 16 if precision <= 16 else 32)
    return bytearray(pixels)

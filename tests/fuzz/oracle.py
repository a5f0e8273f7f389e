"""What the reader promises of any bytes: a radiograph or a coded error, soon, and within bounds."""

import re
import resource
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.errors import ReadingError
from model.imaging.read import read_radiograph
from tests.dicom_factory import PATIENT

SECONDS = 5.0
"""Processor time of one case, that of a helper process included; a busy machine does not count."""

MEGABYTES = 850
"""Resident memory that a case may add at its peak, that of a helper process included. A server with
an empty light box has 160 MB: together 1 GB."""

# Not the date of birth: with another tag it is a number like any other.
_SECRETS = (PATIENT, "Nemo", "NAUTILUS", "Vanikoro")


class BrokenPromiseError(AssertionError):
    """The reader did something else."""


@dataclass(frozen=True)
class Judgement:
    """How one case ended.

    Attributes:
        outcome: `"radiograph"` or the code of the error.
        seconds: Processor time, in seconds.
        megabytes: Resident memory that it added at its peak.
    """

    outcome: str
    seconds: float
    megabytes: float


def judge(data: bytes) -> Judgement:
    """Reads a file and compares what comes out with what is promised.

    Args:
        data: Any bytes.

    Returns:
        How it ended.

    Raises:
        BrokenPromiseError: By another exception, too slowly, with too much memory, with pixels that
            are not what `Radiograph` says, or with a patient's name.
    """
    began, memory = _processor_seconds(), _Memory()
    try:
        # Any warning would reach a log, and may quote the file.
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            outcome = _read(data)
    except BrokenPromiseError:
        raise
    except Exception as error:
        raise BrokenPromiseError(f"{type(error).__name__} escaped: {error}") from error
    seconds = _processor_seconds() - began
    if seconds > SECONDS:
        raise BrokenPromiseError(f"{seconds:.1f} s of processor time: {outcome}")
    megabytes = memory.added()
    if megabytes > MEGABYTES:
        raise BrokenPromiseError(f"{megabytes:.0f} MB of memory: {outcome}")
    return Judgement(outcome, seconds, megabytes)


def _read(data: bytes) -> str:
    try:
        radiograph = read_radiograph(data)
    except ReadingError as error:
        told = str(error) + repr(error.notice.values)
        if "{" in str(error) or any(secret in told for secret in _SECRETS):
            raise BrokenPromiseError(f"{error.code} says too much: {told}") from error
        return error.code
    pixels = radiograph.pixels
    if pixels.dtype != np.float32 or pixels.shape != radiograph.size or pixels.flags.writeable:
        raise BrokenPromiseError(f"pixels are {pixels.dtype} {pixels.shape}")
    if not (pixels.size > 0 and pixels.min() >= 0 and pixels.max() <= 1):
        raise BrokenPromiseError("pixels outside [0, 1]")
    for step in radiograph.steps:
        if not np.isfinite((step.histogram.low, step.histogram.high)).all():
            raise BrokenPromiseError(f"histogram of {step.notice.code} has no range")
    told = repr((radiograph.technical, radiograph.windows, radiograph.warnings))
    if any(secret in told for secret in _SECRETS):
        raise BrokenPromiseError("the radiograph names the patient")
    return "radiograph"


class _Memory:
    """What this process and its helpers take from now on, whatever the process had before.

    References:
        proc(5): `clear_refs` 5 resets the peak (`VmHWM`) of `status`.
    """

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self._before = _own_megabytes("VmRSS")
        self._helpers = _helper_megabytes()

    def added(self) -> float:
        """Megabytes at the peak; a helper counts whole where it is the largest so far."""
        largest = _helper_megabytes()
        helper = largest if largest > self._helpers else 0.0
        return max(0.0, _own_megabytes("VmHWM") - self._before) + helper


def _own_megabytes(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{name}:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _helper_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _processor_seconds() -> float:
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + helpers.ru_utime + helpers.ru_stime

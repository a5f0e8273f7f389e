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

MEGABYTES = 1024
"""Resident memory of the process at its peak, and of a helper process."""

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
    """

    outcome: str
    seconds: float


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
    began, before = _processor_seconds(), peak_megabytes()
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
    # A process that was large before, with other tests in it, says nothing of this case.
    if peak_megabytes() > max(before, MEGABYTES):
        raise BrokenPromiseError(f"{peak_megabytes():.0f} MB of memory: {outcome}")
    return Judgement(outcome, seconds)


def _read(data: bytes) -> str:
    try:
        radiograph = read_radiograph(data)
    except ReadingError as error:
        told = str(error) + repr(error.values)
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


def peak_megabytes() -> float:
    """Largest resident memory of this process, or of a helper process of it, so far.

    What `getrusage` says of a process itself begins with the size of the one that started it.
    """
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return max(helpers, int(own[1]) if own else 0) / 1024


def _processor_seconds() -> float:
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + helpers.ru_utime + helpers.ru_stime

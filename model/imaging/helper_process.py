"""A codec in a process of its own: what ends, stalls or fills that process ends nothing else."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from model.errors import DicomDamagedError

TIMEOUT = 60
"""Seconds after which a helper is given up."""

# More at once would take longer, and the memory of each.
_PLACES = threading.BoundedSemaphore(os.cpu_count() or 1)


def run_helper(worker: Path, arguments: Sequence[str], data: bytes) -> bytes:
    """Hands bytes to a helper and waits for what it makes of them.

    Args:
        worker: The script of the helper, which reads standard input and writes standard output.
        arguments: Its arguments.
        data: Its standard input.

    Returns:
        Its standard output.

    Raises:
        DicomDamagedError: It fails, ends, or takes too long.
    """
    # -I: neither the environment nor the working directory decides what the helper imports.
    command = [sys.executable, "-I", str(worker), *arguments]
    try:
        with _PLACES:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=TIMEOUT, check=False
            )
    except (subprocess.TimeoutExpired, OSError):
        raise DicomDamagedError from None
    if done.returncode != 0:
        raise DicomDamagedError
    return done.stdout

"""Appending to the audit log, from several threads and processes of one machine at a time.

The lock is `flock`, which file systems of a network do not all keep: each machine has its own log.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from model.audit.line import FIRST, AuditLine, hash_of
from model.errors import AuditUnwritableError

_MODE: Final = 0o600
_BLOCK: Final = 4096


def append(path: Path, line: AuditLine) -> str:
    """Appends a line and waits until the disk has it.

    Args:
        path: The log; made where it is not there.
        line: What to append.

    Returns:
        The hash of the line.

    Raises:
        AuditUnwritableError: The line is not there; the log is as it was. Also where the log does
            not end with a whole line, as after a power cut: a chain is not mended in passing.
    """
    try:
        with _locked(path) as file:
            size = os.fstat(file).st_size
            encoded = line.encode(_last_hash(file, size))
            try:
                _write(file, encoded)
            except OSError:
                # A full disk may have taken half of it.
                os.ftruncate(file, size)
                raise
    except OSError:
        raise AuditUnwritableError from None
    return hash_of(encoded)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    try:
        import fcntl
    except ImportError:
        # Windows has no such lock.
        raise AuditUnwritableError from None
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, _MODE)
    try:
        # Closing the file lets the lock go, and so does the end of the process.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _last_hash(file: int, size: int) -> str:
    """Hash of the last line.

    Raises:
        AuditUnwritableError: The log does not end with a line feed.
    """
    if size == 0:
        return FIRST
    tail = b""
    start = size
    while start > 0 and tail.count(b"\n", 0, -1) == 0:
        start = max(0, start - _BLOCK)
        tail = os.pread(file, size - start, start)
    if not tail.endswith(b"\n"):
        raise AuditUnwritableError
    return hash_of(tail[:-1].rpartition(b"\n")[2])


def _write(file: int, data: bytes) -> None:
    written = 0
    while written < len(data):
        written += os.write(file, data[written:])
    os.fsync(file)

"""The log of answers: a line of JSON for each, chained by hashes; appending to it, checking it.

The lock is `flock`, which file systems of a network do not all keep: each machine has its own log.
A chain without a secret shows a line that was changed, added, or taken away among others. Whoever
can write the file can also make the whole of it anew, or cut its end off; against that, note the
hash of the last line somewhere else, and ask for it later.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from model.classifier.prediction import Examination
from model.errors import (
    AuditBrokenError,
    AuditShortenedError,
    AuditUnwritableError,
    PathUnreadableError,
)

FIRST: Final = "0" * 64
"""What the first line holds in place of the hash of a line before it."""

ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"
UNREADABLE: Final = "unreadable"

KEYS: Final = ("time", "role", "file", "model", "gate", "reasons", "class", "previous")
"""Every key of a line, in order. None holds pixels, a name, or text from inside a file."""


@dataclass(frozen=True)
class AuditLine:
    """What was answered, when, and to whom in general terms.

    Attributes:
        time: UTC, ISO 8601, to the millisecond.
        role: `learner` or `lecturer`; never who.
        file: Hexadecimal SHA-256 of the bytes of the file.
        model: Hexadecimal SHA-256 of the weights that answered.
        gate: `accepted`, `refused` or `unreadable`.
        reasons: Codes of the refusals, or of the error.
        predicted: The class that was shown; None where none was.
    """

    time: str
    role: str
    file: str
    model: str
    gate: str
    reasons: tuple[str, ...] = ()
    predicted: str | None = None

    def encode(self, previous: str) -> bytes:
        """The line with its line feed.

        Args:
            previous: Hash of the line before, see `hash_of`; `FIRST` for the first.
        """
        record: dict[str, Any] = {
            "time": self.time,
            "role": self.role,
            "file": self.file,
            "model": self.model,
            "gate": self.gate,
            "reasons": list(self.reasons),
            "class": self.predicted,
            "previous": previous,
        }
        return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


def hash_of(line: bytes) -> str:
    """Hexadecimal SHA-256 of a line, without the line feed at its end."""
    return hashlib.sha256(line.removesuffix(b"\n")).hexdigest()


def outcome(examination: Examination) -> tuple[str, tuple[str, ...], str | None]:
    """What a line says of an examined picture: gate, reasons, class."""
    if examination.accepted and examination.answer is not None:
        return ACCEPTED, (), examination.answer.predicted
    return REFUSED, tuple(why.code for why in examination.refusals), None


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


@dataclass(frozen=True)
class Chain:
    """A log that holds together.

    Attributes:
        lines: How many there are.
        last: Hash of the last line; `FIRST` for an empty log.
    """

    lines: int
    last: str


def verify(path: Path, noted: str | None = None) -> Chain:
    """Walks an audit log.

    Args:
        path: The log.
        noted: Hash of a line, noted down earlier; None for none.

    Raises:
        AuditBrokenError: A line is not one, or does not follow from the one before.
        AuditShortenedError: No line has the noted hash.
        PathUnreadableError: The file cannot be opened.
    """
    previous, count, met = FIRST, 0, noted in (None, FIRST)
    try:
        with path.open("rb") as stream:
            for line in stream:
                count += 1
                if not _follows(line, previous):
                    raise AuditBrokenError(line=count)
                previous = hash_of(line)
                met = met or previous == noted
    except OSError:
        raise PathUnreadableError from None
    if not met:
        raise AuditShortenedError
    return Chain(count, previous)


def _follows(line: bytes, previous: str) -> bool:
    if not line.endswith(b"\n"):
        return False
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and tuple(record) == KEYS and record["previous"] == previous

"""Checking an audit log: every line whole, and each holding the hash of the one before.

A chain without a secret shows a line that was changed, added, or taken away among others. Whoever
can write the file can also make the whole of it anew, or cut its end off; against that, note the
hash of the last line somewhere else, and ask for it later.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from model.audit.line import FIRST, KEYS, hash_of
from model.errors import AuditBrokenError, AuditShortenedError, PathUnreadableError


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

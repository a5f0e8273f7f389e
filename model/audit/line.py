"""One line of the audit log, as JSON, chained to the line before it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from model.classifier.prediction import Examination

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

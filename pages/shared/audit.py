"""The line in the audit log that comes before every answer, where the server keeps such a log."""

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from model.audit.line import UNREADABLE, AuditLine, outcome
from model.audit.log import append
from model.classifier.prediction import Examination
from pages.shared.access.visitor import current_visitor
from pages.shared.settings.current import current_settings
from pages.shared.upload.cases import Reading

RECORDED_KEY: Final = "recorded_answers"
"""What this session has been answered and has its line: a rerun is no new answer."""


def record_answer(digest: str, reading: Reading, model: str, result: Examination | str) -> None:
    """Writes the line of an answer, the first time that this session gets it.

    Args:
        digest: Hexadecimal SHA-256 of the file.
        reading: How the file was read.
        model: Hexadecimal SHA-256 of the weights.
        result: What the gate and the network say, or the code of the error for a file that could
            not be read.

    Raises:
        AuditUnwritableError: The line could not be written; there must be no answer then.
    """
    path = current_settings().audit_log
    if path is None:
        return
    recorded: set[tuple[str, Reading]] = st.session_state.setdefault(RECORDED_KEY, set())
    if (digest, reading) in recorded:
        return
    gate, reasons, predicted = (
        (UNREADABLE, (result,), None) if isinstance(result, str) else outcome(result)
    )
    append(
        path,
        AuditLine(
            time=datetime.now(UTC).isoformat(timespec="milliseconds"),
            role=current_visitor().role,
            file=digest,
            model=model,
            gate=gate,
            reasons=reasons,
            predicted=predicted,
        ),
    )
    recorded.add((digest, reading))

"""The audit log: what keeps it from being written, and what gives it away."""

from model.errors.root import NegatoscopeError
from model.messages import N_


class AuditError(NegatoscopeError):
    """Something about the audit log."""

    code = "audit"
    sentence = N_("The audit log cannot be used.")
    advice = N_("Whoever runs this server: check the file and the room on its disk.")


class AuditUnwritableError(AuditError):
    """A line that could not be written: no answer without its line."""

    code = "audit-unwritable"
    sentence = N_("No answer is given, because its line in the audit log could not be written.")


class AuditBrokenError(AuditError):
    """A line that does not follow from the one before it."""

    code = "audit-broken"
    sentence = N_("The audit log is broken at line {line}.")
    advice = N_("Keep the file as it is, and find out who could write to it.")


class AuditShortenedError(AuditError):
    """No line has the hash that was noted down."""

    code = "audit-shortened"
    sentence = N_("No line of the audit log has the SHA-256 that was noted.")
    advice = N_("Lines were taken away since, or the hash is of another log.")

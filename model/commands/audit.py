"""`python -m model audit verify`: whether an audit log holds together."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="walk the chain of hashes from the first line on")
    verify.add_argument("file", type=Path, help="the log, as NEGATOSCOPE_AUDIT_LOG names it")
    verify.add_argument("--noted", metavar="SHA256", help="hash of a line that must still be there")


def run(arguments: argparse.Namespace) -> int:
    """Verifies.

    Raises:
        AuditError: The log does not hold together.
        PathUnreadableError: It cannot be opened.
    """
    from model.audit.log import verify

    chain = verify(arguments.file, arguments.noted)
    print(f"{chain.lines} lines, unbroken. The last has the SHA-256 {chain.last}")
    return 0

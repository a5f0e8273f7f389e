"""`python -m tests.load`: the load test on the loopback of this machine."""

import argparse
import json
import sys
from pathlib import Path

from tests.load.trial import Plan, trial


def main() -> int:
    """Runs the trial and prints its record as JSON.

    Returns:
        0, or 1 if a visitor met an error.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--uploads", type=int, default=10, help="films of each visitor")
    parser.add_argument("--pause", type=float, default=5.0, help="mean seconds between them")
    parser.add_argument("--output", type=Path, help="a file for the record")
    arguments = parser.parse_args()
    record = trial(Plan(arguments.visitors, arguments.uploads, arguments.pause))
    text = json.dumps(record, indent=2)
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text + "\n", encoding="utf-8")
    print(text)  # noqa: T201
    return int(record["errors"] > 0)


if __name__ == "__main__":
    sys.exit(main())

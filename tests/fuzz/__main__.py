"""`python -m tests.fuzz`: fuzzes the reader; ends with 1 if a promise was broken."""

import argparse
import json
import sys
from pathlib import Path

from tests.fuzz.campaign import Campaign


def main() -> int:
    """Runs a campaign and prints its sum as JSON.

    Returns:
        0, or 1 if there are findings.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000, help="in all, earlier ones included")
    parser.add_argument("--workers", type=int, default=2, help="processes side by side")
    parser.add_argument("--folder", type=Path, default=Path(".cache/fuzz"), help="what is kept")
    parser.add_argument("--again", type=Path, help="judge one file that was found, and say why")
    arguments = parser.parse_args()
    if arguments.again:
        from tests.fuzz.oracle import judge

        print(judge(arguments.again.read_bytes()))  # noqa: T201
        return 0
    summary = Campaign(arguments.folder, arguments.workers).run(arguments.cases)
    text = json.dumps(summary, indent=2)
    (arguments.folder / "summary.json").write_text(text + "\n", encoding="utf-8")
    print(text)  # noqa: T201
    return int(summary["findings"] > 0)


if __name__ == "__main__":
    sys.exit(main())

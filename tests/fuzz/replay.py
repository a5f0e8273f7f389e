"""Damage without guidance: `python -m tests.fuzz.replay FIRST LAST` judges cases by number.

Fast enough for every run of the tests, and a case that breaks a promise is named by its number.
"""

import json
import os
import resource
import sys
from collections import Counter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.fuzz.mutations import mutated
from tests.fuzz.oracle import BrokenPromiseError, judge
from tests.fuzz.seeds import seeds
from tests.fuzz.target import ADDRESS_SPACE


def main() -> int:
    """Judges the cases from FIRST to LAST − 1 and prints a JSON object.

    Returns:
        0; what was found is in the object.
    """
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    first, last = map(int, sys.argv[1:3])
    valid = seeds()
    names, others = list(valid), tuple(valid.values())
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    for number in range(first, last):
        name = names[number % len(names)]
        try:
            outcomes[judge(mutated(valid[name], number, others)).outcome] += 1
        except BrokenPromiseError as error:
            broken.append(f"case {number} ({name}): {error}")
    print(json.dumps({"outcomes": outcomes, "broken": broken}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""One process of the fuzzer: Atheris (libFuzzer) guides by coverage, `mutations` makes the damage.

`python -m tests.fuzz.target TALLY CORPUS… -runs=N …`, started by `tests.fuzz.campaign`.

References:
    Atheris and libFuzzer: https://github.com/google/atheris, https://llvm.org/docs/LibFuzzer.html
"""

import json
import os
import random
import resource
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ADDRESS_SPACE = 4 << 30
"""Bytes that a case may map. More than it may fill (`oracle.MEGABYTES`): a refusal here would be a
`MemoryError`, which the reader rightly calls damage, and so would pass unseen."""

_EVERY = 100


class Tally:
    """How the cases ended, in a file that survives the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: Counter[str] = Counter()
        self.slowest = self.largest = 0.0

    def add(self, outcome: str, seconds: float, megabytes: float) -> None:
        """Counts a case, and writes the sum now and then."""
        self.outcomes[outcome] += 1
        self.slowest = max(self.slowest, seconds)
        self.largest = max(self.largest, megabytes)
        if self.outcomes.total() % _EVERY == 0:
            self._write()

    def _write(self) -> None:
        record = {
            "cases": self.outcomes.total(),
            "outcomes": dict(self.outcomes),
            "slowest_seconds": self.slowest,
            "peak_megabytes": self.largest,
        }
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(record), encoding="utf-8")
        fresh.replace(self.path)


def main() -> None:
    """Runs until `-runs` cases are done or a promise is broken; libFuzzer ends the process."""
    import atheris

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    with atheris.instrument_imports(include=["model.imaging", "pydicom", "PIL"]):
        from tests.fuzz.oracle import judge
    from tests.fuzz.mutations import mutated
    from tests.fuzz.seeds import seeds

    tally = Tally(Path(sys.argv[1]))
    others = tuple(seeds().values())

    def case(data: bytes) -> None:
        judgement = judge(data)
        tally.add(judgement.outcome, judgement.seconds, judgement.megabytes)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        # The corpus drifts towards what is broken early; every third case starts from a valid file.
        rng = random.Random(seed)
        start = data if data and rng.random() < 2 / 3 else rng.choice(others)
        return mutated(start, seed, others)[:most]

    atheris.Setup([sys.argv[0], *sys.argv[2:]], case, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

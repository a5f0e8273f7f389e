"""A campaign: some processes of the fuzzer, watched, counted, and taken up again after a stop."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.mutations import LONGEST
from tests.fuzz.seeds import seeds

HANG = 60
"""Seconds without an answer after which libFuzzer ends a process, however busy the machine. What is
compared with the promise of five seconds is processor time, in `oracle`."""

MOST_FINDINGS = 20
_PAUSE = 2.0


@dataclass
class Worker:
    """A process and what it has done in its rounds so far."""

    number: int
    process: subprocess.Popen[bytes] | None = None
    begun: int = 0


class Campaign:
    """Runs cases until there are enough; the folder remembers how many there were.

    Args:
        folder: Corpus, findings and tallies.
        workers: Processes side by side.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        self.corpus, self.found = folder / "corpus", folder / "found"
        self.tallies, self.log = folder / "tallies", folder / "log"
        for place in (self.corpus, self.found, self.tallies):
            place.mkdir(parents=True, exist_ok=True)
        for name, data in seeds().items():
            (self.corpus / name).write_bytes(data)
        self.workers = [Worker(number) for number in range(workers)]

    def run(self, cases: int) -> dict[str, Any]:
        """Goes on until so many cases are done in all.

        Args:
            cases: Cases, those of earlier calls included.

        Returns:
            The sum of all tallies, and the number of findings.
        """
        began = time.monotonic()
        try:
            while self.summary()["cases"] < cases and self._findings() < MOST_FINDINGS:
                for worker in self.workers:
                    if worker.process is None or worker.process.poll() is not None:
                        left = cases - self.summary()["cases"]
                        self._start(worker, max(100, -(-left // len(self.workers))))
                self._tell()
                time.sleep(_PAUSE)
        finally:
            for worker in self.workers:
                if worker.process is not None and worker.process.poll() is None:
                    worker.process.terminate()
                    worker.process.wait()
        summary = self.summary()
        summary["seconds"] = round(time.monotonic() - began)
        return summary

    def summary(self) -> dict[str, Any]:
        """All tallies together."""
        outcomes: Counter[str] = Counter()
        slowest = peak = 0.0
        for path in self.tallies.glob("*.json"):
            record = json.loads(path.read_text(encoding="utf-8"))
            outcomes.update(record["outcomes"])
            slowest = max(slowest, record["slowest_seconds"])
            peak = max(peak, record["peak_megabytes"])
        return {
            "cases": outcomes.total(),
            "outcomes": dict(outcomes.most_common()),
            "slowest_seconds": round(slowest, 2),
            "peak_megabytes": round(peak),
            "findings": self._findings(),
        }

    def _findings(self) -> int:
        # libFuzzer also keeps what was slow on a busy machine; the oracle asks for processor time.
        return sum(not path.name.startswith("slow-unit-") for path in self.found.iterdir())

    def _start(self, worker: Worker, runs: int) -> None:
        name = f"{os.getpid()}-{worker.number}-{worker.begun}"
        worker.begun += 1
        command = [sys.executable, "-m", "tests.fuzz.target", str(self.tallies / f"{name}.json")]
        command += [str(self.corpus), f"-runs={runs}", f"-max_len={LONGEST}", f"-timeout={HANG}"]
        # Memory is judged case by case, and libFuzzer's own watch only looks once a second.
        command += [f"-artifact_prefix={self.found}/", "-rss_limit_mb=2048", "-reload=1"]
        command += ["-use_value_profile=0", "-print_final_stats=0", "-verbosity=0"]
        with self.log.open("ab") as log:
            worker.process = subprocess.Popen(command, stdout=log, stderr=log)

    def _tell(self) -> None:
        if sys.stderr.isatty():
            summary = self.summary()
            print(  # noqa: T201
                f"\r{summary['cases']:,} cases, {summary['findings']} findings",
                end="",
                file=sys.stderr,
            )

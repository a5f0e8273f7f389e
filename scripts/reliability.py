"""Writes docs/reliability.md: bad input at scale, load and memory, measured on this machine.

`make reliability`, or `python -m scripts.reliability`. The fuzzer goes on where it stopped, and is
done when the cases it has judged are enough; the load is measured anew each time. With `--print`
nothing is measured: the page is made again from the last figures.
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil

ROOT: Final = Path(__file__).resolve().parents[1]
REPORT: Final = ROOT / "docs" / "reliability.md"
FIGURES: Final = ROOT / ".cache" / "reliability.json"

CASES: Final = 200_000
SECONDS: Final = 5.0
MEGABYTES: Final = 850
SECONDS_TO_ANSWER: Final = 2.0
FIRST_PAGE_MB: Final = 700
GROWTH_PERCENT: Final = 5.0

QUANTILES: Final = ("p50", "p95", "p99", "max")
MEMORY: Final = {
    "first page": "first_page_mb",
    "peak": "peak_mb",
    "at rest, after one upload each": "after_first_round_mb",
    "at rest, after all": "after_all_mb",
}
TEMPLATE: Final = ROOT / "scripts" / "reliability.md.in"

_LISTEN = 5.0


def machine() -> dict[str, Any]:
    """What was measured on, and what else it was busy with just before."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        named = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
        model = named[0] if named else model
    busy = psutil.cpu_percent(interval=_LISTEN)
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "busy_percent": round(busy),
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "day": datetime.now(UTC).date().isoformat(),
    }


def measure(cases: int, workers: int) -> dict[str, Any]:
    """Fuzzes, then lets visitors in: with the pauses of people, and without any.

    Args:
        cases: Cases to judge in all.
        workers: Processes of the fuzzer.

    Returns:
        The figures.
    """
    from tests.fuzz.campaign import Campaign
    from tests.load.trial import Plan, trial

    fuzz = Campaign(ROOT / ".cache" / "fuzz", workers).run(cases)
    quiet = machine()
    return {
        "fuzz": fuzz,
        "machine": quiet,
        "lecture": trial(Plan()),
        "rush": trial(Plan(uploads=5, pause=0.0)),
    }


def page(figures: dict[str, Any]) -> str:
    """The report, in Markdown.

    Args:
        figures: What `measure` returned.
    """
    fuzz, lecture, rush = figures["fuzz"], figures["lecture"], figures["rush"]
    outcomes = [(f"`{code}`", f"{count:,}") for code, count in fuzz["outcomes"].items()]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **figures["machine"],
        lecture=lecture,
        rush=rush,
        goals=_table(("what", "goal", "measured", ""), _goals(fuzz, lecture)),
        outcomes=_table(("outcome", "cases"), outcomes),
        times=_table(("seconds", *QUANTILES), _times(lecture=lecture, rush=rush)),
        memory=_table(("MB", *MEMORY), _memory(lecture=lecture, rush=rush)),
    )


def _goals(fuzz: dict[str, Any], lecture: dict[str, Any]) -> list[tuple[str, ...]]:
    def row(what: str, goal: str, found: str, met: bool) -> tuple[str, ...]:
        return what, goal, found, "met" if met else "**missed**"

    slowest, peak = fuzz["slowest_seconds"], fuzz["peak_megabytes"]
    p95, first = lecture["answer_seconds"]["p95"], lecture["first_page_mb"]
    uploads, visitors = lecture["uploads"], lecture["visitors"]
    growth = lecture["growth_percent"]
    return [
        row("Damaged files judged", f"{CASES:,}", f"{fuzz['cases']:,}", fuzz["cases"] >= CASES),
        row("Broken promises among them", "0", str(fuzz["findings"]), fuzz["findings"] == 0),
        row("Slowest, processor time", f"{SECONDS:.0f} s", f"{slowest} s", slowest <= SECONDS),
        row(
            "Largest memory that a file adds",
            f"{MEGABYTES:,} MB",
            f"{peak:,} MB",
            peak <= MEGABYTES,
        ),
        row(f"Errors of {visitors} visitors", "0", f"{lecture['errors']}", not lecture["errors"]),
        row(
            f"Upload to answer, 95th percentile, {lecture['pause']:.0f} s of looking between",
            f"{SECONDS_TO_ANSWER} s",
            f"{p95} s",
            p95 < SECONDS_TO_ANSWER,
        ),
        row("Memory, first page", f"{FIRST_PAGE_MB} MB", f"{first} MB", first < FIRST_PAGE_MB),
        row(
            f"Memory after {uploads} uploads, against {visitors}",
            f"+{GROWTH_PERCENT} %",
            f"{growth:+.1f} %",
            growth <= GROWTH_PERCENT,
        ),
    ]


def _times(**records: dict[str, Any]) -> list[tuple[str, ...]]:
    kinds = (("open the page", "open_seconds"), ("upload to answer", "answer_seconds"))
    return [
        (f"{name}: {what}", *(f"{record[kind][quantile]:.2f}" for quantile in QUANTILES))
        for name, record in records.items()
        for what, kind in kinds
    ]


def _memory(**records: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (name, *(f"{record[key]:.0f}" for key in MEMORY.values()))
        for name, record in records.items()
    ]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Measures, writes the page, and prints it.

    Returns:
        0, or 1 if a goal was missed.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--print", action="store_true", help="from the last figures")
    arguments = parser.parse_args()
    if not arguments.print:
        figures = measure(arguments.cases, arguments.workers)
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    text = page(json.loads(FIGURES.read_text(encoding="utf-8")))
    REPORT.write_text(text, encoding="utf-8")
    print(text)
    return int("**missed**" in text)


if __name__ == "__main__":
    sys.exit(main())

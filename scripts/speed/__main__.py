"""Writes docs/speed.md: how long a hand waits, beside a bare page of Streamlit, idle and busy.

`make speed`, or `python -m scripts.speed`. With `--print` nothing is measured: the page is made
again from the last figures.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from scripts.reliability import machine
from scripts.speed.server import one_core_busy, serving
from scripts.speed.tab import HEIGHT, WIDTH
from scripts.speed.visit import Times, visit, visit_bare, visit_cold

ROOT: Final = Path(__file__).resolve().parents[2]
REPORT: Final = ROOT / "docs" / "speed.md"
FIGURES: Final = ROOT / ".cache" / "speed.json"
TEMPLATE: Final = Path(__file__).with_name("speed.md.in")
BARE: Final = Path(__file__).with_name("bare_app.py")

REPEATS: Final = 3
BUSY_FACTOR: Final = 2.5
LONG: Final = 1.5
"""Seconds from which on a first time is listed."""

GOALS: Final = {"first paint": 0.5, "answer": 0.6, "page": 0.3, "view": 0.5, "slider": 0.2}
"""Kind → seconds above the bare page."""
WHOLE: Final = "view: evidence, Everything"
"""Every view of the evidence in one, for print."""
EVIDENCE: Final = 1.0
"""Seconds above the bare page until the evidence has settled, on arrival and as a whole."""


def measure(app: Path, repeats: int) -> dict[str, Any]:
    """Measures idle and busy.

    Args:
        app: Folder of the app.
        repeats: How often each is done again.

    Returns:
        The figures.
    """
    return {
        "machine": machine(),
        "repeats": repeats,
        "idle": _measure(app, repeats),
        "busy": _measure(app, repeats, busy=True),
    }


def _measure(app: Path, repeats: int, *, busy: bool = False) -> dict[str, Any]:
    entry = app / "streamlit_app.py"
    with tempfile.TemporaryDirectory() as folder, one_core_busy() if busy else nullcontext():
        # A folder of its own: beside the app it would have the app's settings.
        bare = Path(folder) / "bare_app.py"
        bare.write_text(BARE.read_text(encoding="utf-8"), encoding="utf-8")
        with serving(bare) as (address, healthy_bare):
            cold_bare = visit_cold(address, "/")
            bare_times = visit_bare(address, repeats)
        with serving(entry) as (address, healthy):
            cold = visit_cold(address, "/classify")
            times = visit(address, repeats)
    return {
        "healthy": healthy,
        "healthy bare": healthy_bare,
        "cold": cold,
        "cold bare": cold_bare,
        "bare": _medians(bare_times),
        "again": _medians(times),
        "first": times.first,
    }


def _medians(times: Times) -> dict[str, float]:
    return {what: statistics.median(taken) for what, taken in times.again.items()}


def rows(idle: Mapping[str, Any], busy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for everything that was done.

    Args:
        idle: What was measured idle.
        busy: The same with a core kept busy.

    Returns:
        `what`, its `kind`, `idle`, `bare` and `busy` in seconds, the `goal` above the bare page.
    """
    found = []
    for what, seconds in idle["cold"].items():
        kind = what.removeprefix("first ") if what == "first answer" else what
        name = f"{what}, cold server"
        found.append(_row(name, kind, seconds, idle["cold bare"][what], busy["cold"][what]))
    for what, seconds in idle["again"].items():
        kind = what.partition(":")[0]
        row = _row(what, kind, seconds, idle["bare"].get(kind, 0.0), busy["again"].get(what))
        if what == "page settled: evidence":
            row |= {"bare": idle["bare"]["page"], "goal": EVIDENCE}
        elif what == WHOLE:
            row["goal"] = EVIDENCE
        elif kind == "page settled":
            row["bare"] = idle["bare"]["page"]
        found.append(row)
    return found


def _row(what: str, kind: str, idle: float, bare: float, busy: float | None) -> dict[str, Any]:
    goal = GOALS.get(kind)
    return {"what": what, "kind": kind, "idle": idle, "bare": bare, "busy": busy, "goal": goal}


def page(figures: Mapping[str, Any]) -> str:
    """The report, in Markdown.

    Args:
        figures: What `measure` returned.
    """
    idle, busy = figures["idle"], figures["busy"]
    found = rows(idle, busy)
    long = sorted(
        (item for item in idle["first"].items() if item[1] >= LONG), key=lambda item: -item[1]
    )
    head = ("what", "idle", "bare", "above", "busy", "busy ÷ idle")
    return TEMPLATE.read_text(encoding="utf-8").format(
        **figures["machine"],
        width=WIDTH,
        height=HEIGHT,
        streamlit=version("streamlit"),
        repeats=figures["repeats"],
        factor=BUSY_FACTOR,
        healthy=idle["healthy"],
        healthy_bare=idle["healthy bare"],
        goals=_table(("what", "goal", "measured", ""), [*_goals(found)]),
        everything=_table(head, [_line(row) for row in found]),
        first=_table(("what", "first time"), [(what, f"{took:.2f}") for what, took in long]),
    )


def _goals(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The slowest of each kind stands for it: a goal is met where all meet it."""
    lines: list[tuple[str, ...]] = []
    kinds = dict.fromkeys((row["kind"], row["goal"]) for row in found if row["goal"])
    for kind, goal in kinds:
        own = [row for row in found if (row["kind"], row["goal"]) == (kind, goal)]
        slowest = max(own, key=lambda row: row["idle"] - row["bare"])
        above = slowest["idle"] - slowest["bare"]
        missed = [row for row in own if row["idle"] - row["bare"] > goal]
        said = f"**missed** by {above - goal:.2f} s; {len(own) - len(missed)} of {len(own)} meet it"
        measured = f"{above:.2f} s ({slowest['what']})"
        lines.append((kind, f"≤ {goal} s above bare", measured, said if missed else "met"))
    factors = [(row["busy"] / row["idle"], row["what"]) for row in found if row["busy"]]
    worst, what = max(factors)
    over = sum(factor > BUSY_FACTOR for factor, _what in factors)
    said = f"**missed** by {over} of {len(factors)}" if over else "met"
    lines.append(
        ("one core busy", f"≤ {BUSY_FACTOR} × idle", f"{worst:.1f} × ({what})", said),
    )
    return lines


def _line(row: Mapping[str, Any]) -> tuple[str, ...]:
    busy = row["busy"]
    ends = (f"{busy:.2f}", f"{busy / row['idle']:.1f}") if busy else ("", "")
    above = row["idle"] - row["bare"]
    return row["what"], f"{row['idle']:.2f}", f"{row['bare']:.2f}", f"{above:+.2f}", *ends


def _table(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    drawn = [head, tuple("---" for _ in head), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in drawn)


def main() -> int:
    """Measures, writes the page, and prints it.

    Returns:
        0, or 1 if a goal was missed.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--app", type=Path, default=ROOT, help="folder of another version")
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--print", action="store_true", help="from the last figures")
    arguments = parser.parse_args()
    if not arguments.print:
        figures = measure(arguments.app.resolve(), arguments.repeats)
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    text = page(json.loads(FIGURES.read_text(encoding="utf-8")))
    arguments.report.write_text(text, encoding="utf-8")
    print(text)
    return int("**missed**" in text)


if __name__ == "__main__":
    sys.exit(main())

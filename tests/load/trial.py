"""The load test: many visitors at once, each with several films; time, errors and memory."""

import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

import numpy as np
from websockets.exceptions import WebSocketException

from tests.load.films import films
from tests.load.server import Server
from tests.load.visitor import VisitError, Visitor

GRACE = 8.0
"""Seconds beyond the lifetime of a session until its memory is looked at."""


MET = (VisitError, OSError, HTTPException, WebSocketException)
"""What a visitor may meet: the page's own errors, refusals, lost connections, no answer in time."""


@dataclass
class Plan:
    """How much load.

    Attributes:
        visitors: Tabs open at once.
        uploads: Films of each.
        pause: Mean seconds for which a visitor looks at an answer; 0 for none at all.
        lifetime: Seconds for which the server keeps a session whose tab was closed.
    """

    visitors: int = 20
    uploads: int = 10
    pause: float = 5.0
    lifetime: int = 5


@dataclass
class Record:
    """What visitors noted; filled by many threads, one item at a time."""

    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def trial(plan: Plan) -> dict[str, Any]:
    """Starts a server, sends visitors, and closes all their tabs: twice.

    First every visitor brings one film, so that everything that is loaded once is loaded; then, in
    new tabs, all the others. Memory is compared where no tab is open.

    Args:
        plan: How much.

    Returns:
        Seconds from the start of an upload to the complete answer, errors, and memory in MB.
    """
    material = films(plan.visitors * plan.uploads)
    with Server(lifetime=plan.lifetime) as server:
        with Visitor(server.address) as first:
            first.open()
        first_page = server.memory()
        first_round, second_round = Record(), Record()
        _round(server, plan, material[: plan.visitors], first_round)
        after_first = _at_rest(server, plan)
        began = time.monotonic()
        _round(server, plan, material[plan.visitors :], second_round)
        seconds = time.monotonic() - began
        after_all = _at_rest(server, plan)
        errors = first_round.errors + second_round.errors
        answered = first_round.answered + second_round.answered
        opened = first_round.opened + second_round.opened
        return {
            "visitors": plan.visitors,
            "uploads": len(answered),
            "pause": plan.pause,
            "errors": len(errors),
            "first_errors": errors[:3],
            "open_seconds": _quantiles(opened),
            "answer_seconds": _quantiles(answered),
            "answers_per_second": round(len(second_round.answered) / seconds, 2),
            "first_page_mb": round(first_page),
            "peak_mb": round(server.peak),
            "after_first_round_mb": round(after_first, 1),
            "after_all_mb": round(after_all, 1),
            "growth_percent": round(100 * (after_all / after_first - 1), 1),
            "log": server.said()[-2000:],
        }


def _round(server: Server, plan: Plan, material: list[tuple[str, bytes]], record: Record) -> None:
    shares = [material[number :: plan.visitors] for number in range(plan.visitors)]
    threads = [
        threading.Thread(target=_visit, args=(server.address, plan, share, number, record))
        for number, share in enumerate(shares)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _visit(
    address: str, plan: Plan, share: list[tuple[str, bytes]], number: int, record: Record
) -> None:
    rng = random.Random(number)
    try:
        # Nobody arrives in the same moment.
        time.sleep(plan.pause * rng.random())
        began = time.monotonic()
        with Visitor(address) as visitor:
            visitor.open()
            record.opened.append(time.monotonic() - began)
            for name, data in share:
                time.sleep(plan.pause * rng.uniform(0.5, 1.5))
                began = time.monotonic()
                visitor.upload(name, data)
                record.answered.append(time.monotonic() - began)
    except MET as error:
        record.errors.append(f"{type(error).__name__}: {error}")


def _at_rest(server: Server, plan: Plan) -> float:
    """Memory when every tab has been closed for long enough."""
    time.sleep(plan.lifetime + GRACE)
    return server.memory()


def _quantiles(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    found = np.percentile(seconds, (50, 95, 99, 100))
    return dict(zip(("p50", "p95", "p99", "max"), (round(float(x), 2) for x in found), strict=True))

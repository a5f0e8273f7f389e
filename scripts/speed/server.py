"""A server of its own for an app, and a program that keeps one processor busy meanwhile."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SECONDS_TO_START: Final = 120


@contextmanager
def serving(script: Path) -> Iterator[tuple[str, float]]:
    """Serves a script on a free port of loopback.

    Args:
        script: The entry of the app.

    Yields:
        Its address, and the seconds until it said that it is healthy.

    Raises:
        RuntimeError: It did not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script.name]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    address = f"http://127.0.0.1:{port}"
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=script.parent, stdout=subprocess.DEVNULL)
    try:
        while not _is_healthy(address):
            if process.poll() is not None or time.monotonic() - start > SECONDS_TO_START:
                raise RuntimeError(f"{script} did not start")
            time.sleep(0.05)
        yield address, time.monotonic() - start
    finally:
        process.terminate()
        process.wait(timeout=60)


def _is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


@contextmanager
def one_core_busy() -> Iterator[None]:
    """Keeps one processor busy, always the same one where the system can say which."""

    def pin() -> None:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    process = subprocess.Popen([sys.executable, "-c", "while True: pass"], preexec_fn=pin)
    try:
        yield
    finally:
        process.kill()
        process.wait()

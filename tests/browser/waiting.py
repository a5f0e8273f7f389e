"""Waits until a server that a test has started answers."""

import time
import urllib.error
import urllib.request

import pytest

SECONDS_TO_START = 60


def await_answer(url, process, log=None):
    """Returns when the address answers 200; fails where the process ends or takes too long.

    Args:
        url: An address that needs no login.
        process: The server.
        log: Binary file with what it said; None for none.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    said = ""
    if log is not None:
        log.seek(0)
        said = log.read().decode(errors="replace")
    pytest.fail(f"the server did not start:\n{said}")

"""Finds a Chromium that runs: the one answer for the browser tests and for `make test`.

`python -m tests.browser.chromium` prints its path, or exits with 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def flags() -> list[str]:
    """Command-line flags for a headless run; the sandbox does not start for root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]


def executable() -> Path | None:
    """Path of a Chromium that answers `--version`, or None.

    In order: NEGATOSCOPE_CHROMIUM, the system's, Playwright's own.
    """
    named = os.environ.get("NEGATOSCOPE_CHROMIUM")
    candidates = [named] if named else [shutil.which(name) for name in NAMES] + [_playwrights()]
    for candidate in candidates:
        # A name on the path may be Ubuntu's stub for a snap that is not there, so it is asked.
        if candidate and _answers(candidate):
            return Path(candidate)
    return None


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def _answers(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


if __name__ == "__main__":
    found = executable()
    print(found or "no Chromium found")  # noqa: T201
    sys.exit(found is None)

"""A running server and a real browser for the tests in this folder; both last for the session."""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.chromium import executable, flags

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
# Other tests keep the processor busy meanwhile.
MILLISECONDS_TO_ANSWER = 60_000


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server():
    """Address of the app, served as `make run` serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await_health(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium; without one the test is skipped, which in CI is a failure."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=MILLISECONDS_TO_ANSWER)
    path = executable()
    if path is None:
        pytest.skip("no Chromium; scripts/install-browser installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server):
    """Opens a path of the app: `open_page("/classify", scheme="dark", width=390, height=844)`.

    Each page has a context of its own. Its `outside` attribute lists the addresses asked for that
    are not the server's, and `complaints` what the page wrote to the console as an error.
    """
    contexts = []

    def open_it(path="/", *, scheme="light", width=1280, height=900, locale="en-GB"):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS_TO_ANSWER)
        page.outside, page.complaints = [], []
        page.on("request", lambda request: _note_outside(page, server, request.url))
        page.on("console", lambda message: _note_complaint(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(server + path)
        page.get_by_test_id("stAppViewContainer").wait_for()
        return page

    yield open_it
    for context in contexts:
        context.close()


def _note_outside(page, server, url):
    if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
        page.outside.append(url)


def _note_complaint(page, message):
    if message.type == "error":
        page.complaints.append(message.text)


def _await_health(url, process, log):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    log.seek(0)
    pytest.fail(f"the server did not start:\n{log.read().decode(errors='replace')}")

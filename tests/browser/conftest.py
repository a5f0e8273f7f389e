"""A running server and a real browser for the tests in this folder; both last for the session."""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from tests.browser.chromium import executable, flags
from tests.browser.waiting import await_answer

ROOT = Path(__file__).resolve().parents[2]
# What is in there is for the server of a test, and ends any other process that imports it.
collect_ignore = ["watched"]
# Other tests keep the processor busy meanwhile.
MILLISECONDS_TO_ANSWER = 60_000


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@contextmanager
def running_app(settings, log=None, options=()):
    """Serves the app on a free port of loopback, with settings in its environment.

    What it says goes to `log`, a binary file, where there is one.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = settings.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none", *options]
    with nullcontext(log) if log else tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=os.environ | settings
        )
        try:
            await_answer(f"http://127.0.0.1:{port}{path}/_stcore/health", process, log)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def server():
    """Address of the app, served as `make run` serves it."""
    with running_app({}) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def playwright():
    """Playwright, and the path of a Chromium; without one the test is skipped: in CI, a failure."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=MILLISECONDS_TO_ANSWER)
    path = executable()
    if path is None:
        pytest.skip("no Chromium; scripts/install-browser installs one")
    with sync_playwright() as started:
        yield started, path


@pytest.fixture(scope="session")
def chromium(playwright):
    """A headless Chromium, for visitors that are new to it."""
    started, path = playwright
    browser = started.chromium.launch(executable_path=path, args=flags())
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def visitors(playwright, tmp_path_factory):
    """`visitors(locale)`: a browser of somebody who reads that language, the same all session long.

    It has a profile on the disk, where Chromium keeps the scripts of Streamlit and Plotly compiled:
    compiling them anew would take each tab a second.
    """
    started, path = playwright
    contexts = {}

    def visitor(locale):
        if locale not in contexts:
            contexts[locale] = started.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("profile"),
                executable_path=path,
                args=flags(),
                locale=locale,
            )
        return contexts[locale]

    yield visitor
    for context in contexts.values():
        context.close()


@pytest.fixture
def open_page(visitors, server):
    """Opens a path of the app: `open_page("/classify", scheme="dark", width=390, height=844)`.

    Each page is a tab of its own, that knows nothing of those before it. Its `outside` attribute
    lists the addresses asked for that are not the server's, and `complaints` what the page wrote to
    the console as an error.
    """
    pages = []

    def open_it(path="/", *, scheme="light", width=1280, height=900, locale="en-GB"):
        visitors(locale).clear_cookies()
        page = visitors(locale).new_page()
        pages.append(page)
        # Streamlit keeps the theme there.
        page.add_init_script("localStorage.clear()")
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(MILLISECONDS_TO_ANSWER)
        page.outside, page.complaints = [], []
        page.on("request", lambda request: _note_outside(page, server, request.url))
        page.on("console", lambda message: _note_complaint(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(server + path)
        page.get_by_test_id("stAppViewContainer").wait_for()
        return page

    yield open_it
    for page in pages:
        page.close()


def _note_outside(page, server, url):
    if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
        page.outside.append(url)


def _note_complaint(page, message):
    # From a deep link Streamlit finds out where the app begins by asking, and is told where not.
    if message.type == "error" and "/_stcore/" not in message.location["url"]:
        page.complaints.append(message.text)

"""A tab of a real browser, timed from within: from the hand to the last change on the screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.chromium import executable, flags

WATCH: Final = Path(__file__).with_name("watch.js")
QUIET: Final = 400
"""Milliseconds without a change after which a page counts as settled."""
PATIENCE: Final = 60_000
WIDTH, HEIGHT = 1440, 900


@dataclass(frozen=True)
class Took:
    """Seconds since the hand moved.

    Attributes:
        seen: Until another heading stood there; what `settled` says where none came.
        settled: Until the last change, after which nothing moved.
    """

    seen: float
    settled: float


class Tab:
    """A tab that times what is done in it.

    Args:
        page: Playwright's page.
        address: Address of the server.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        page.set_default_timeout(PATIENCE)
        page.add_init_script(path=WATCH)

    def open(self, path: str) -> Took:
        """Opens an address; the time runs from the start of the navigation."""
        self.page.goto(self._address + path, wait_until="commit")
        return self._taken()

    def click(self, target: Locator) -> Took:
        """Clicks, and waits until the page has settled."""
        return self._timed(target.click)

    def press(self, target: Locator, key: str) -> Took:
        """Presses a key, as on the thumb of a slider."""
        return self._timed(lambda: target.press(key))

    def settle(self) -> None:
        """Waits until nothing has moved for a moment."""
        self.page.wait_for_function(f"speed.settled({QUIET})", polling=50)

    def _timed(self, act: Callable[[], None]) -> Took:
        self.page.evaluate("speed.begin()")
        act()
        return self._taken()

    def _taken(self) -> Took:
        self.settle()
        start, seen, last = self.page.evaluate("[speed.from, speed.seen, speed.last]")
        return Took(((seen or last) - start) / 1000.0, (last - start) / 1000.0)


@contextmanager
def browser(address: str) -> Iterator[Callable[[], Tab]]:
    """A browser; what is yielded opens a tab with the files of the last one at hand.

    Args:
        address: Address of the server.

    Raises:
        RuntimeError: There is no Chromium.
    """
    path = executable()
    if path is None:
        raise RuntimeError("no Chromium: scripts/install-browser .venv installs one")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags())
        context = running.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", color_scheme="light"
        )

        def tab() -> Tab:
            for one in context.pages:
                one.close()
            return Tab(context.new_page(), address)

        yield tab
        running.close()

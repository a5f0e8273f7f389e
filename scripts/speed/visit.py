"""A visit to every page, view and slider of a running app, and to a bare page of Streamlit."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Locator

from scripts.speed.tab import Tab, browser

SAMPLE: Final = "covid-1.png"
PAGES: Final = {
    "classify": "Light box",
    "gradcam": "Grad-CAM explorer",
    "augment": "Augmentation playground",
    "glossary": "Glossary",
    "evidence": "Evidence",
}
SAMPLES: Final = '[class*="st-key-sample-"] button'
VIEWS: Final = re.compile(r"st-key-\w*view\b")


@dataclass
class Times:
    """Seconds, by what was done; `first` holds what the first time took of what is repeated."""

    again: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    first: dict[str, float] = field(default_factory=dict)

    def note(self, what: str, seconds: float) -> None:
        """Notes a time; the first one loads and works out what all others find."""
        if what in self.first:
            self.again[what].append(seconds)
        else:
            self.first[what] = seconds


def visit_cold(address: str, answered: str) -> dict[str, float]:
    """What the first visitor of a server waits for.

    Args:
        address: A server that has just said that it is healthy.
        answered: Path of the page with a sample to click.
    """
    with browser(address) as open_tab:
        tab = open_tab()
        paint = tab.open(answered)
        answer = tab.click(tab.page.locator(SAMPLES).first)
        return {"first paint": paint.seen, "first answer": answer.seen}


def visit_bare(address: str, repeats: int) -> Times:
    """The bare page: it has one of each.

    Args:
        address: Its server.
        repeats: How often each is done again.
    """
    times = Times()
    with browser(address) as open_tab:
        for _ in range(repeats + 1):
            tab = open_tab()
            times.note("first paint", tab.open("/").seen)
            times.note("answer", tab.click(tab.page.locator(SAMPLES).first).seen)
            times.note("page", tab.click(_link(tab, "Other")).seen)
            tab.click(_link(tab, "Bare"))
            times.note("view", tab.click(_views(tab).nth(1)).settled)
            tab.click(_views(tab).first)
            times.note("slider", tab.press(_sliders(tab)[0], "ArrowRight").settled)
    return times


def visit(address: str, repeats: int) -> Times:
    """Every page, each of its views, and a slider of each.

    Args:
        address: The server.
        repeats: How often each is done again.
    """
    times = Times()
    with browser(address) as open_tab:
        for _ in range(repeats + 1):
            for name in PAGES:
                times.note(f"first paint: {name}", open_tab().open(f"/{name}").seen)
            tab = open_tab()
            tab.open("/classify")
            times.note("answer", tab.click(tab.page.locator(SAMPLES).first).seen)
        for _ in range(repeats + 1):
            for name in [*PAGES][1:] + [*PAGES][:1]:
                took = tab.click(_link(tab, PAGES[name]))
                times.note(f"page: {name}", took.seen)
                times.note(f"page settled: {name}", took.settled)
        for name in PAGES:
            _visit_views(open_tab(), name, repeats, times)
    return times


def _visit_views(tab: Tab, name: str, repeats: int, times: Times) -> None:
    tab.open(f"/{name}?sample={SAMPLE}")
    _move_slider(tab, name, repeats, times)
    count = _views(tab).count()
    titles = [_views(tab).nth(index).inner_text().split("\n")[-1] for index in range(count)]
    for again in range(repeats + 1 if count else 0):
        # Away from the first and back to it last.
        for index in [*range(1, count), 0]:
            view = f"{name}, {titles[index]}"
            times.note(f"view: {view}", tab.click(_views(tab).nth(index)).settled)
            if again == 0 and index:
                _move_slider(tab, view, repeats, times)


def _move_slider(tab: Tab, where: str, repeats: int, times: Times) -> None:
    shown = tab.page.get_by_role("button", name="Display")
    if shown.count():
        shown.first.click()
        tab.page.locator('[data-testid="stPopoverBody"] [data-testid="stSlider"]').first.wait_for()
    for slider in _sliders(tab)[:1]:
        for _ in range(repeats + 1):
            at_its_end = slider.evaluate("one => Number(one.value) >= Number(one.max)")
            key = "ArrowLeft" if at_its_end else "ArrowRight"
            times.note(f"slider: {where}", tab.press(slider, key).settled)
    if shown.count():
        tab.page.keyboard.press("Escape")


def _link(tab: Tab, title: str) -> Locator:
    return tab.page.get_by_test_id("stTopNavLink").filter(has_text=title)


def _views(tab: Tab) -> Locator:
    groups = tab.page.locator('[class*="st-key-"]:has(> [data-testid="stButtonGroup"])')
    for group in groups.all():
        if VIEWS.search(group.get_attribute("class") or ""):
            return group.locator("button")
    return groups.locator("button.none")


def _sliders(tab: Tab) -> list[Locator]:
    found = tab.page.locator('[data-testid="stSlider"]:visible input[type="range"]:enabled').all()
    return [one for one in found if one.is_visible()]

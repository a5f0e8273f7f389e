"""The light box in a real browser: what only a browser can tell."""

import re

import pytest
from playwright.sync_api import expect

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(5, 6, 7)"}
SAMPLES = '[class*="st-key-sample-"] button'


def sample_buttons(page):
    buttons = page.locator(SAMPLES)
    buttons.first.wait_for()
    return buttons


def headline(page):
    """The class with its probability."""
    return page.get_by_role("heading").filter(has_text=re.compile(r"· \W*\d+"))


def settled(page):
    """Waits until no script runs."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    return page


def test_a_sample_is_answered_and_nothing_is_fetched_from_outside(open_page):
    page = open_page("/")
    sample_buttons(page).first.click()
    expect(headline(page)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    assert page.outside == []
    assert page.complaints == []


@pytest.mark.parametrize(("scheme", "size"), list(zip(GROUNDS, SIZES, strict=True)))
def test_it_fits_the_screen_in_both_themes(open_page, scheme, size):
    width, height = SIZES[size]
    page = open_page("/classify", scheme=scheme, width=width, height=height)
    sample_buttons(page).first.click()
    expect(headline(page)).to_be_visible()
    settled(page)
    ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    assert page.evaluate(ground) == GROUNDS[scheme]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = """Array.from(document.querySelectorAll('[data-testid=stMainBlockContainer] *'))
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.dataset.testid).filter(Boolean)"""
    assert page.evaluate(wide) == []


def test_a_file_that_is_none_gets_a_sentence_and_the_session_goes_on(open_page, tmp_path):
    bad = tmp_path / "letter.dcm"
    bad.write_text("Dear colleague,\n")
    page = open_page("/classify")
    field = page.locator('input[type="file"]')
    field.set_input_files(bad)
    expect(page.get_by_text("not-an-image")).to_be_visible()
    assert page.get_by_text("Traceback").count() == 0
    assert page.get_by_text("Dear colleague").count() == 0
    settled(page)
    if not field.is_visible():
        page.get_by_test_id("stExpander").first.locator("summary").click()
    sample_buttons(page).first.click()
    expect(headline(page)).to_be_visible()

"""The playground in a real browser: a cold link, the keyboard alone, a phone, downloads."""

import ast
import json
import re

import cv2
import numpy as np
from playwright.sync_api import expect

from tests.browser.test_classify import wait_for_title

TWO = "rotation,-5..5;gamma,0.8..1.2"
COLD = f"/augment?sample=bacterial-1.png&pipeline={TWO}&seed=3"
ATTEMPTS = 6
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def steps(page):
    """The switches of the steps, in order."""
    return page.locator('[class*="st-key-playground_step_"] [data-testid="stCheckbox"]')


def press(page, button):
    """Presses a button as the keyboard does."""
    button.focus()
    page.keyboard.press("Enter")


def look_up(page, menu, typed, title):
    """Types into a menu until what is looked for comes first, as anyone does on a slow machine."""
    first = page.get_by_role("option").first
    for _ in range(ATTEMPTS):
        page.locator(STILL).wait_for()
        menu.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        try:
            expect(first).to_have_text(re.compile(f"· {title}$"), timeout=10_000)
        except AssertionError:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"{typed!r} does not bring {title!r} first")


def test_a_cold_link_shows_its_draw(open_page):
    page = open_page(COLD, width=1440)
    wait_for_title(page, "Augmentation playground")
    expect(steps(page)).to_have_text(["1. Rotation", "2. Gamma"])
    expect(page.get_by_role("img", name=re.compile("^Before: the film as the"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^After: the film as the"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"^Draw \d+: "))).to_have_count(12)
    expect(page).to_have_url(re.compile(r"seed=3"))
    assert page.outside == []


def test_a_pipeline_is_built_and_reordered_with_the_keyboard_alone(open_page):
    page = open_page("/augment?sample=bacterial-1.png&pipeline=none", width=1440)
    menu = page.get_by_role("combobox", name=re.compile("New step"))
    # The page is there before the last of its parts is: what is pressed too early is lost.
    expect(page.get_by_role("img", name=re.compile(r"^Draw \d+: "))).to_have_count(12)
    for number, (typed, title) in enumerate((("Crop", "Crop"), ("Scatter", "Scatter")), start=1):
        look_up(page, menu, typed, title)
        page.keyboard.press("Enter")
        expect(menu).to_have_value(re.compile(f"· {title}$"))
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(steps(page)).to_have_count(number)
        expect(steps(page).last).to_have_text(f"{number}. {title}")
    expect(page).to_have_url(re.compile(r"pipeline=crop%2C0\.85\.\.1%3Bscatter"))
    press(page, page.get_by_role("button", name="Move Scatter up"))
    expect(steps(page)).to_have_text(["1. Scatter", "2. Crop"])
    expect(page).to_have_url(re.compile(r"pipeline=scatter.*%3Bcrop"))
    switch = steps(page).first.get_by_role("switch")
    switch.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"pipeline=%21scatter"))
    press(page, page.get_by_role("button", name="Remove Crop"))
    expect(steps(page)).to_have_text(["1. Scatter"])
    expect(page.get_by_text("This draw does nothing")).to_be_visible()


def test_a_slider_of_a_step_is_moved_with_the_keyboard(open_page):
    page = open_page("/augment?sample=bacterial-1.png&pipeline=rotation,-5..5", width=1440)
    expect(steps(page)).to_have_count(1)
    # The page is there before the last of its parts is: what is pressed too early is lost.
    page.locator(STILL).wait_for()
    expect(page.get_by_role("img", name=re.compile(r"^Draw \d+: "))).to_have_count(12)
    fold = page.locator('[class*="st-key-playground_settings_"] summary')
    press(page, fold)
    low = page.get_by_role("slider", name="Angle, counter-clockwise").first
    low.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"pipeline=rotation%2C-5\.1\.\.5"))


def test_rolling_again_gives_another_draw(open_page):
    page = open_page(COLD, width=1440)
    values = page.get_by_text(re.compile("^Rotation · "))
    expect(values).to_be_visible()
    first = values.inner_text()
    page.get_by_role("button", name="Roll again").click()
    expect(page).to_have_url(re.compile(r"seed=4"))
    expect(values).not_to_have_text(first)


def test_a_sweep_has_its_chart_and_its_picture(open_page):
    page = open_page(f"{COLD}&view=sweep", width=1440)
    expect(page.locator(".js-plotly-plot .scatterlayer .trace")).to_have_count(5)
    slider = page.get_by_role("slider", name="Angle, counter-clockwise")
    slider.focus()
    page.keyboard.press("ArrowRight")
    picture = page.get_by_role("img", name=re.compile("^Angle, counter-clockwise 108°: "))
    expect(picture).to_be_visible()
    expect(page).to_have_url(re.compile(r"at=16"))


def test_pipeline_layers_and_picture_are_downloaded(open_page):
    page = open_page(COLD, width=1440)
    expect(page.get_by_role("img", name=re.compile("^After: the film as the"))).to_be_visible()
    page.get_by_role("button", name="Save or open").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Pipeline as JSON").click()
    document = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert [step["transform"] for step in document["steps"]] == ["rotation", "gamma"]
    with page.expect_download() as taken:
        page.get_by_role("button", name="Keras layers").click()
    ast.parse(taken.value.path().read_text(encoding="utf-8"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Augmented film, full size").click()
    assert taken.value.suggested_filename == "bacterial-1-augmented.png"
    data = np.frombuffer(taken.value.path().read_bytes(), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    assert picture.dtype == np.uint16
    assert min(picture.shape) > 224
    assert page.outside == []

"""The light box in a real browser: clicks, an upload, languages, a phone, no request elsewhere."""

import json
import re

import numpy as np
from playwright.sync_api import expect

from tests.dicom_factory import chest, png

TITLES = {
    "/gradcam": "Grad-CAM explorer",
    "/augment": "Augmentation playground",
    "/glossary": "Glossary",
    "/evidence": "Evidence",
}
HEADLINE = re.compile(r"(Healthy|COVID-19|Bacterial pneumonia|Viral pneumonia) · .*%")


def sample(page, name="bacterial-1.png"):
    """Clicks a sample and waits for its picture."""
    button = page.locator(f'[class*="st-key-sample-{name.replace(".", "-")}"] button')
    button.click()
    page.locator(".js-plotly-plot").first.wait_for()


def wait_for_title(page, title):
    page.get_by_role("heading", name=title, level=2).wait_for()


def overflow(page):
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_a_click_on_the_picture_of_a_sample_opens_it(open_page):
    page = open_page("/classify")
    picture = page.get_by_role("img", name="Synthetic radiograph: COVID-19, adult").first
    picture.wait_for()
    box = picture.bounding_box()
    for share in (0.1, 0.9):
        across, down = box["x"] + share * box["width"], box["y"] + share * box["height"]
        on_top = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).tagName", [across, down]
        )
        assert on_top == "BUTTON"
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".js-plotly-plot").first.wait_for()


def test_a_sample_is_answered_with_picture_and_answer_above_the_fold(open_page):
    page = open_page(width=1440, height=900)
    sample(page)
    headline = page.get_by_text(HEADLINE).first
    headline.wait_for()
    picture = page.locator(".js-plotly-plot").first.bounding_box()
    table = page.get_by_role("table", name="Calibrated probabilities")
    assert picture["y"] + picture["height"] <= 900
    box = table.bounding_box()
    assert box["x"] > picture["x"] + picture["width"]
    assert box["y"] + box["height"] <= 900
    expect(table.get_by_role("row")).to_have_count(4)
    rows = table.get_by_role("row").all_inner_texts()
    assert rows[0].startswith(headline.inner_text().split(" · ")[0])
    # The radiograph, and the heat map on it.
    expect(page.locator(".js-plotly-plot .imagelayer image")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/classify\?lang=en&sample=bacterial-1\.png$"))


def test_the_lateral_sample_is_refused_with_its_reason(open_page):
    page = open_page("/classify?sample=lateral.png")
    page.get_by_text("lateral-view").wait_for()
    expect(page.locator(".js-plotly-plot .imagelayer image")).to_have_count(1)
    assert page.get_by_role("table", name="Calibrated probabilities").count() == 0
    assert page.get_by_text(HEADLINE).count() == 0


def test_a_file_is_uploaded_by_the_browser_and_a_bad_one_beside_it_does_no_harm(open_page):
    page = open_page()
    picture = png(np.rint(255 * chest(300, 280)).astype(np.uint8))
    page.locator('input[type="file"]').set_input_files(
        [
            {"name": "film.png", "mimeType": "image/png", "buffer": picture},
            {"name": "notes.dcm", "mimeType": "application/dicom", "buffer": b"not a picture"},
        ]
    )
    page.get_by_text("2 files").wait_for()
    page.get_by_text("not-an-image").wait_for()
    page.get_by_role("button", name="Open").first.click()
    page.locator(".js-plotly-plot").first.wait_for()
    page.get_by_text("File 1 of 2").wait_for()
    page.get_by_role("button", name="All files").click()
    page.get_by_text("2 files").wait_for()


def test_the_root_leads_to_the_light_box_with_menu_and_notice(open_page):
    page = open_page("/", width=1440)
    wait_for_title(page, "Light box")
    menu = page.get_by_test_id("stTopNavLink")
    expect(menu).to_have_text(["Light box", *TITLES.values()])
    page.get_by_text("not a medical device, not a diagnosis").wait_for()
    assert page.get_by_text("Page not found").count() == 0


def test_the_language_switch_survives_clicks_pages_reloads_and_the_way_back(open_page):
    page = open_page("/classify", width=1440)
    wait_for_title(page, "Light box")
    page.get_by_role("radio", name="Português").or_(
        page.get_by_role("button", name="Português")
    ).first.click()
    wait_for_title(page, "Negatoscópio")
    expect(page).to_have_url(re.compile("lang=pt_BR"))
    page.get_by_role("link", name="Evidências").click()
    wait_for_title(page, "Evidências")
    expect(page).to_have_url(re.compile("lang=pt_BR"))
    page.reload()
    wait_for_title(page, "Evidências")
    page.goto(page.url.replace("pt_BR", "zh"))
    wait_for_title(page, "证据")


def test_the_browsers_language_is_the_first_choice(open_page):
    wait_for_title(open_page("/classify", locale="pt-BR"), "Negatoscópio")
    wait_for_title(open_page("/classify", locale="zh-CN"), "观片灯")
    wait_for_title(open_page("/classify", locale="en-GB"), "Light box")


def test_every_picture_and_chart_has_words(open_page):
    page = open_page("/classify?sample=healthy-adult-1.dcm")
    page.locator(".js-plotly-plot").first.wait_for()
    page.get_by_text("How it was read").click()
    page.get_by_text("Technical tags.").wait_for()
    images = page.locator('[data-testid="stImage"] img')
    assert images.count() >= 1
    assert all(image.get_attribute("alt") for image in images.all())
    charts = page.locator('[data-testid="stPlotlyChart"]')
    charts.nth(3).wait_for()
    named = page.evaluate(
        """[...document.querySelectorAll('[data-testid="stPlotlyChart"]')].map(chart =>
        (chart.closest('[aria-label]') || chart.querySelector('[aria-label]'))
        ?.getAttribute('aria-label') || '')"""
    )
    assert all(len(name) > 20 for name in named), named


def test_a_sample_can_be_opened_from_the_keyboard(open_page):
    page = open_page("/classify")
    button = page.locator('[class*="st-key-sample-bacterial-1-png"] button')
    button.wait_for()
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".js-plotly-plot").first.wait_for()


def test_picture_and_result_are_downloaded(open_page):
    page = open_page("/classify?sample=bacterial-1.png")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Result as JSON").click()
    record = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert taken.value.suggested_filename == "bacterial-1-result.json"
    assert record["file"] == "bacterial-1.png"
    assert record["accepted"] is True
    with page.expect_download() as taken:
        page.get_by_role("button", name="Picture with heat map").click()
    assert taken.value.suggested_filename == "bacterial-1-heat-map.png"
    assert taken.value.path().read_bytes().startswith(b"\x89PNG")

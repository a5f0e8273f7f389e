"""The explorer in a real browser: a cold link, the address, a stop, a phone, drawing first."""

import io
import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.test_classify import wait_for_title

COLD = "/gradcam?sample=bacterial-1.png&methods=grad-cam,eigen-cam&opacity=60&label=viral"


def pictures(page):
    """Films and maps in the first figure."""
    return page.locator(".js-plotly-plot").first.locator(".imagelayer image")


def test_a_cold_link_shows_its_maps_on_one_scale(open_page):
    page = open_page(COLD, width=1440)
    wait_for_title(page, "Grad-CAM explorer")
    # The film three times, and evidence over two of them.
    expect(pictures(page)).to_have_count(5)
    expect(page.locator(".js-plotly-plot .colorbar")).to_have_count(1)
    expect(page.get_by_text("Evidence for viral pneumonia, in logits per 1/49")).to_be_visible()
    expect(page).to_have_url(re.compile(r"methods=grad-cam%2Ceigen-cam"))
    expect(page).to_have_url(re.compile(r"label=viral"))
    assert page.outside == []


def test_changing_the_method_changes_the_address_and_back_again(open_page):
    page = open_page("/gradcam?sample=covid-1.png", width=1440)
    expect(pictures(page)).to_have_count(3)
    page.get_by_role("button", name="HiResCAM").click()
    expect(page).to_have_url(re.compile(r"methods=grad-cam%2Chirescam"))
    expect(pictures(page)).to_have_count(5)
    page.get_by_role("button", name="HiResCAM").click()
    expect(pictures(page)).to_have_count(3)
    expect(page).to_have_url(re.compile(r"^(?!.*methods=)"))


def test_the_case_on_the_light_box_goes_along(open_page):
    page = open_page("/classify?sample=viral-1.png", width=1440)
    page.get_by_role("link", name="Why does it say so? Grad-CAM explorer").click()
    wait_for_title(page, "Grad-CAM explorer")
    expect(pictures(page)).to_have_count(3)
    expect(page).to_have_url(re.compile(r"/gradcam\?.*sample=viral-1\.png"))


def test_a_zoom_in_one_pane_is_a_zoom_in_all(open_page):
    page = open_page(COLD, width=1440)
    expect(pictures(page)).to_have_count(5)
    pane = page.locator(".js-plotly-plot .nsewdrag").nth(1)
    box = pane.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.7 * box["height"], steps=5)
    page.mouse.up()
    same = """() => {
        const layout = document.querySelector('.js-plotly-plot')._fullLayout;
        const ranges = ['xaxis', 'xaxis2', 'xaxis3'].map(name => layout[name].range.join());
        return layout.xaxis.range[0] > 50 && new Set(ranges).size === 1;
    }"""
    page.wait_for_function(same)


def test_a_slow_method_can_be_stopped_and_run_again(open_page):
    page = open_page("/gradcam?sample=healthy-child.jpg&methods=grad-cam,rise", width=1440)
    # Streamlit has a button of the same name, which stops the whole page.
    stop = page.locator('[class*="st-key-work"] button').filter(has_text="Stop")
    stop.click()
    expect(page.get_by_text("Stopped: RISE")).to_be_visible()
    expect(page.get_by_role("button", name="Run again")).to_be_visible()
    # The map that was there stays: film, film, evidence, film.
    expect(pictures(page)).to_have_count(4)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text(re.compile("of 1000 forward passes"))).to_be_visible()
    stop.click()
    expect(page.get_by_text("Stopped: RISE")).to_be_visible()


def test_maps_are_in_a_stack_on_a_phone_and_side_by_side_on_a_desk(open_page):
    # The pictures come before the layout is worked out, and it is worked out anew on a phone.
    where = """stacked => {
        const layout = document.querySelector('.js-plotly-plot')?._fullLayout;
        if (!layout?.yaxis2) return false;
        return (layout.yaxis2.domain[1] < layout.yaxis.domain[0]) === stacked;
    }"""
    page = open_page("/gradcam?sample=bacterial-1.png", width=390, height=844)
    expect(pictures(page)).to_have_count(3)
    page.wait_for_function(where, arg=True)
    desk = open_page("/gradcam?sample=bacterial-1.png", width=1440)
    expect(pictures(desk)).to_have_count(3)
    desk.wait_for_function(where, arg=False)


def test_draw_first_from_the_keyboard(open_page):
    page = open_page("/gradcam?sample=bacterial-1.png&view=draw", width=1440)
    expect(pictures(page)).to_have_count(1)
    reveal = page.get_by_role("button", name="Reveal the map")
    expect(reveal).to_be_disabled()
    right = page.get_by_role("slider", name="Left and right edge of the box").nth(1)
    right.focus()
    for _step in range(3):
        page.keyboard.press("PageDown")
    expect(reveal).to_be_enabled()
    expect(pictures(page)).to_have_count(1)
    reveal.click()
    expect(pictures(page)).to_have_count(3)
    expect(page.get_by_text("Overlap (IoU)")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(pictures(page)).to_have_count(1)


def test_draw_first_with_the_pointer(open_page):
    page = open_page("/gradcam?sample=bacterial-1.png&view=draw", width=1440)
    expect(pictures(page)).to_have_count(1)
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.7 * box["height"], steps=8)
    page.mouse.up()
    reveal = page.get_by_role("button", name="Reveal the map")
    expect(reveal).to_be_enabled()
    left = page.get_by_role("slider", name="Left and right edge of the box").first
    expect(left).to_have_value(re.compile(r"^(9|10|11)$"))


def test_array_and_numbers_are_downloaded(open_page):
    page = open_page("/gradcam?sample=bacterial-1.png", width=1440)
    expect(pictures(page)).to_have_count(3)
    page.get_by_role("button", name="Save").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Array, 224 × 224 float32 (NPY)").click()
    assert taken.value.suggested_filename == "bacterial-1-grad-cam-conv5-bacterial.npy"
    array = np.load(io.BytesIO(taken.value.path().read_bytes()), allow_pickle=False)
    assert (array.shape, array.dtype) == ((224, 224), np.float32)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Picture with heat map (PNG)").click()
    assert taken.value.path().read_bytes().startswith(b"\x89PNG")
    page.keyboard.press("Escape")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Numbers as JSON").click()
    record = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert record["file"] == "bacterial-1.png"
    assert record["maps"][0]["method"] == "grad-cam"
    assert record["maps"][0]["total_logits"] == pytest.approx(49 * array.mean(), rel=0.03)


def test_the_lateral_sample_has_no_map_until_the_reader_insists(open_page):
    page = open_page("/gradcam?sample=lateral.png", width=1440)
    expect(page.get_by_text("lateral-view")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    page.get_by_text("Show what the network would look at anyway").click()
    expect(pictures(page)).to_have_count(3)
    expect(page.get_by_text("Maps of a refused picture")).to_be_visible()

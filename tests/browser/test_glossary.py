"""The glossary in a real browser: typing, a deep link, three languages, a phone, downloads."""

import re

from playwright.sync_api import expect

from model.glossary.entries import terms
from tests.browser.test_classify import wait_for_title

FIGURES = ("relu", "pooling", "softmax", "overfitting", "roc", "iou")


def settled(page):
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    return page


def entries(page):
    return page.get_by_test_id("stExpander")


def sticking_out(page):
    """What is wider than the window, but for what scrolls on its own."""
    return page.evaluate(
        """() => {
            const scrolls = e => {
                for (let up = e.parentElement; up; up = up.parentElement) {
                    const style = getComputedStyle(up);
                    if (/auto|scroll|hidden/.test(style.overflowX)
                        && up.getBoundingClientRect().right <= innerWidth + 1) return true;
                }
                return false;
            };
            return [...document.querySelectorAll('[data-testid=stMainBlockContainer] *')]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e))
                .map(e => e.dataset.testid || e.tagName);
        }"""
    )


def test_the_list_follows_as_one_types(open_page):
    page = open_page("/glossary", width=1440)
    wait_for_title(page, "Glossary")
    expect(entries(page)).to_have_count(20)
    field = page.get_by_role("searchbox")
    # No Enter, and the field is not left: the list follows the keys.
    field.press_sequentially("retropropag", delay=20)
    expect(entries(page).first).to_contain_text("Backpropagation")
    field.fill("juan ji")
    expect(entries(page).first).to_contain_text("卷积")
    entries(page).first.click()
    expect(page.get_by_text("On a chest radiograph").first).to_be_visible()
    assert page.outside == []


def test_a_deep_link_opens_its_term_and_related_terms_lead_on(open_page):
    page = open_page("/glossary?term=grad-cam&lang=pt_BR", width=1440)
    wait_for_title(page, "Glossário")
    expect(page.get_by_role("heading", name="Grad-CAM", exact=True)).to_be_visible()
    expect(page.get_by_text(terms()["grad-cam"].definition["pt_BR"][:60])).to_be_visible()
    related = terms()[terms()["grad-cam"].related[0]]
    page.get_by_role("button", name=related.names["pt_BR"]).click()
    expect(page).to_have_url(re.compile(rf"term={related.id}"))
    page.get_by_role("button", name="Todos os termos").click()
    expect(entries(page)).to_have_count(20)
    expect(page).to_have_url(re.compile(r"^(?!.*term=)"))


def test_chinese_is_in_the_chart(open_page):
    page = open_page("/glossary?view=figures&figure=roc&lang=zh_CN", width=1440)
    expect(page.locator(".js-plotly-plot").first).to_contain_text("健康")
    expect(page.locator(".js-plotly-plot").nth(1)).to_contain_text("灵敏度")


def test_a_live_figure_follows_the_keyboard(open_page):
    page = open_page("/glossary?view=figures", width=1440)
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    step = page.get_by_role("slider", name="Step, of 676")
    step.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("Sum of the nine products")).to_be_visible()
    before = page.get_by_text("Sum of the nine products").inner_text()
    page.keyboard.press("ArrowRight")
    expect(step).to_have_value("2")
    expect(page.get_by_text("Sum of the nine products")).not_to_have_text(before)


def test_flash_cards_and_quiz_with_clicks(open_page):
    page = open_page("/glossary?view=cards", width=1440)
    page.get_by_role("button", name="Turn the card").click()
    expect(page.get_by_text("On a chest radiograph").first).to_be_visible()
    page.get_by_role("button", name="Not yet").click()
    expect(page.get_by_text("Score by topic")).to_be_visible()
    page.get_by_role("radio", name="Quiz").click()
    choices = page.locator(
        '[class*="st-key-glossary_quiz_"] [data-testid="stBaseButton-secondary"]'
    )
    expect(choices).to_have_count(4)
    choices.first.click()
    expect(page.get_by_text(re.compile("That is right|Not this one"))).to_be_visible()
    page.get_by_role("button", name="Next question").click()
    expect(choices.first).to_be_enabled()


def test_a_table_and_a_deck_are_taken_along(open_page):
    page = open_page("/glossary?lang=zh_CN", width=1440)
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="表格（CSV）").click()
    assert taken.value.suggested_filename == "negatoscope-glossary-zh_CN.csv"
    data = taken.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").count("\r\n") == len(terms()) + 1
    with page.expect_download() as taken:
        page.get_by_role("button", name="Anki 闪卡（APKG）").click()
    assert taken.value.path().read_bytes().startswith(b"PK")

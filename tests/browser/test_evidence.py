"""The evidence in a real browser: a link to a section, three languages, a phone, paper."""

import re

import pytest
from playwright.sync_api import expect

from model.evaluation.sections.document import SECTIONS
from pages.views.evidence.interactive import CHARTS
from tests.browser.test_classify import overflow, wait_for_title
from tests.browser.test_glossary import settled, sticking_out

# Those of the charts' section, one of them twice, and: guessers, survival, gate, localisation,
# published figures.
LEAST_CHARTS = len(CHARTS) + 5

# The heading of a section and a sentence in it, in each language.
SENTENCES = {
    "en": ("Evidence", "Limits", "The organism cannot be read off a chest radiograph"),
    "pt_BR": ("Evidências", "Limites", "Ninguém consegue ler o agente numa radiografia"),
    "zh_CN": ("证据", "局限", "没有人能从胸片上确定病原体"),
}


@pytest.fixture
def whole(open_page):
    """Opens everything and waits until all of it is drawn: `whole("&lang=pt_BR", width=390)`."""

    def run(address="", **more):
        page = open_page(f"/evidence?view=all{address}", **more)
        for section in SECTIONS:
            page.locator(f"#{section.id}").wait_for(state="attached")
        page.locator("#compare").wait_for(state="attached")
        charts = page.locator(".js-plotly-plot .main-svg:first-child")
        expect(charts.nth(LEAST_CHARTS - 1)).to_be_attached()
        return settled(page)

    return run


@pytest.mark.parametrize("anchor", ["goals", "adults", "roc"])
def test_an_old_link_opens_the_view_that_has_it_and_leads_there(open_page, anchor):
    page = open_page(f"/evidence#{anchor}", width=1440)
    expect(page.locator(f"#{anchor}")).to_be_in_viewport(timeout=30_000)
    expect(page).to_have_url(re.compile(rf"#{anchor}$"))
    assert page.outside == []


def test_a_figure_leads_to_its_proof_and_the_contents_lead_on(open_page):
    page = open_page("/evidence", width=1440)
    page.get_by_role("link", name="Adults with pneumonia").click()
    expect(page.locator("#adults")).to_be_in_viewport(timeout=30_000)
    expect(page).to_have_url(re.compile(r"view=fooled"))
    page.get_by_role("link", name="What the explanations are worth").first.click()
    expect(page.locator("#explanations")).to_be_in_viewport()
    assert page.outside == []


@pytest.mark.parametrize("language", SENTENCES)
def test_an_old_link_to_one_section_in_each_language(open_page, language):
    title, heading, sentence = SENTENCES[language]
    page = open_page(f"/evidence?section=limits&lang={language}", width=1440)
    wait_for_title(page, title)
    expect(page.get_by_role("heading", name=heading)).to_be_in_viewport(timeout=30_000)
    expect(page.get_by_text(sentence)).to_be_visible()
    assert page.outside == []


def test_nothing_sticks_out_of_a_phone(whole):
    page = whole("&lang=pt_BR", width=390, height=844)
    assert overflow(page) == 0
    assert sticking_out(page) == []


def test_it_prints_with_every_chart_in_one_piece(whole):
    page = whole(width=1440, scheme="dark")
    on_screen = page.locator(".js-plotly-plot").count()
    assert on_screen >= LEAST_CHARTS
    # As wide as A4 within its margins, in CSS pixels of 1/96 inch; as high as its content.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1016})
    printed = page.locator(".js-plotly-plot").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    assert len(printed) == on_screen
    for box in printed:
        assert box["left"] >= 0
        assert box["right"] <= 703
        assert box["height"] < 1016
    expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
    expect(page.locator(".st-key-evidence_contents")).to_be_hidden()
    background = "one => getComputedStyle(one).backgroundColor"
    assert page.locator(".stApp").evaluate(background) == "rgb(255, 255, 255)"
    colour = page.get_by_role("heading", name="Limits").evaluate(
        "one => getComputedStyle(one).color"
    )
    assert colour == "rgb(28, 35, 38)"
    pdf = page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 15 <= pages <= 40

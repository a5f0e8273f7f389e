"""Every view in a real browser, opened once: on a phone, then on a desk, and what it asks for.

Portuguese has the longest words, so it is read each time; the others with the slow tests.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import VIEWS as READ_ALOUD
from tests.browser.test_accessibility import wait_until_drawn
from tests.browser.test_classify import overflow
from tests.browser.test_glossary import FIGURES, sticking_out
from tests.browser.test_languages import TITLES

# A heading, a label or a number of each view, which says that it is there, in Portuguese.
SENTENCES = {
    "answer": "Pneumonia bacteriana",
    "refusal": "lateral-view",
    "bridges": "Valor preditivo positivo",
    "timeline": "O que fontes comuns erram",
    "figures": "A radiografia, 28 × 28 pixels",
    "quiz": "De qual termo se trata?",
    "cards": "Virar o cartão",
}
VIEWS = {
    **READ_ALOUD,
    "textbook": "/augment?sample=bacterial-2.jpg&pipeline=textbook",
    **{figure: f"/glossary?view=figures&figure={figure}" for figure in FIGURES},
}
LANGUAGES = [
    "pt_BR", *(pytest.param(one, marks=pytest.mark.slow) for one in ("en", "zh_CN")),
]  # fmt: skip
NOTICE = {
    "pt_BR": "não é um dispositivo médico",
    "en": "not a medical device",
    "zh_CN": "不是医疗器械",
}
CHARTS = ".js-plotly-plot .main-svg:first-child"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_it_fits_a_phone_and_a_desk_and_asks_nobody_else(open_page, view, language):
    path = VIEWS[view]
    link = "&" if "?" in path else "?"
    page = open_page(f"{path}{link}lang={language}", width=390, height=844)
    order = ("en", "pt_BR", "zh_CN").index(language)
    title = TITLES[path.strip("/").partition("?")[0]][order]
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    wait_until_drawn(page)
    if language == "pt_BR" and view in SENTENCES:
        expect(page.get_by_text(SENTENCES[view]).first).to_be_visible()
    if path.startswith(("/gradcam", "/augment")):
        expect(page.locator(CHARTS).first).to_be_visible()
    assert overflow(page) == 0
    assert sticking_out(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    wait_until_drawn(page)
    for titles in TITLES.values():
        expect(page.get_by_role("link", name=titles[order], exact=True).first).to_be_visible()
    expect(page.get_by_text(NOTICE[language]).first).to_be_visible()
    assert overflow(page) == 0
    assert page.get_by_text("Page not found").count() == 0
    assert page.outside == []
    assert page.complaints == []

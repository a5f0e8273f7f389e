"""axe-core over every page in each theme and language, and a film read without a mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_classify import HEADLINE, wait_for_title

# What a page shows; each is opened cold, and everything folded on it is unfolded.
VIEWS = {
    "light box": "/classify",
    "answer": "/classify?sample=bacterial-1.png",
    "refusal": "/classify?sample=lateral.png",
    "explorer": "/gradcam?sample=bacterial-1.png&methods=grad-cam,eigen-cam",
    "verdict": "/gradcam?sample=bacterial-1.png&view=verdict",
    "shortcuts": "/gradcam?sample=bacterial-1.png&view=shortcuts",
    "features": "/gradcam?sample=bacterial-1.png&view=features",
    "drawing": "/gradcam?sample=bacterial-1.png&view=draw",
    "playground": "/augment?sample=bacterial-1.png",
    "sweep": "/augment?sample=bacterial-1.png&view=sweep",
    "draws": "/augment?sample=bacterial-1.png&view=draws",
    "why": "/augment?sample=bacterial-1.png&view=why",
    "glossary": "/glossary",
    "bridges": "/glossary?view=bridges",
    "timeline": "/glossary?view=timeline",
    "figures": "/glossary?view=figures",
    "quiz": "/glossary?view=quiz",
    "cards": "/glossary?view=cards",
    "evidence": "/evidence",
    "fooled": "/evidence?view=fooled",
    "performance": "/evidence?view=performance",
    "gate": "/evidence?view=gate",
    "record": "/evidence?view=record",
}
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "pt_BR", "zh_CN")

# One of each page, in every theme and language by turns; `make test-slow` goes through them all.
SOME = {
    ("answer", "light", "zh_CN"),
    ("light box", "dark", "pt_BR"),
    ("explorer", "dark", "en"),
    ("playground", "light", "pt_BR"),
    ("glossary", "dark", "zh_CN"),
    ("evidence", "light", "en"),
}
EVERY = [
    pytest.param(*one, marks=[] if one in SOME else pytest.mark.slow)
    for one in ((view, scheme, lang) for view in VIEWS for scheme in SCHEMES for lang in LANGUAGES)
]

GRAVE = {"serious", "critical"}


CALM = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const busy = app?.dataset.testScriptState !== 'notRunning'
        || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
        || document.getAnimations().some(one => one.playState === 'running');
    window.calmSince = busy ? undefined : window.calmSince ?? performance.now();
    return window.calmSince !== undefined && performance.now() - window.calmSince > 500;
}"""
"""Nothing has run, waited to be drawn or faded for half a second: a click takes a moment to be
answered, and what waits for its next drawing is pale."""


def wait_until_drawn(page):
    """Waits until the page stays as it is."""
    page.get_by_role("heading", level=2).first.wait_for()
    page.evaluate("window.calmSince = undefined")
    page.wait_for_function(CALM)


def unfold(page):
    """Opens every expander, also those inside others."""
    folded = page.locator("details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    wait_until_drawn(page)


def findings(page):
    """Serious and critical findings of axe-core: rule, element, what is wrong."""
    found = []
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in GRAVE:
            for node in violation["nodes"]:
                said = (node["any"] + node["all"] + node["none"])[:1]
                why = said[0]["message"] if said else violation["help"]
                found.append((violation["id"], node["html"][:200], why))
    return found


@pytest.mark.parametrize(("view", "scheme", "language"), EVERY)
def test_axe_finds_nothing_serious(open_page, view, scheme, language):
    address = VIEWS[view]
    link = "&" if "?" in address else "?"
    page = open_page(f"{address}{link}lang={language}", scheme=scheme, width=1440)
    wait_until_drawn(page)
    unfold(page)
    assert findings(page) == []


def has_focus(element):
    return element.evaluate("element => element === document.activeElement")


def tab_to(page, target, most=90):
    """Presses Tab until the target has the focus, and sees that the focus shows."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if has_focus(target):
            shown = target.evaluate(
                """element => {
                    const style = getComputedStyle(element);
                    return style.boxShadow !== 'none' || style.outlineStyle !== 'none';
                }"""
            )
            assert shown, "nothing shows where the focus is"
            return
    pytest.fail(f"{most} presses of Tab do not lead there")


def test_a_film_is_read_and_its_maps_compared_without_a_mouse(open_page):
    page = open_page("/classify?lang=en", width=1440)
    sample = page.locator('[class*="st-key-sample-bacterial-1-png"] button')
    sample.wait_for()
    wait_until_drawn(page)
    tab_to(page, sample)
    page.keyboard.press("Enter")
    expect(page.get_by_text(HEADLINE).first).to_be_visible()
    wait_until_drawn(page)
    why = page.get_by_role("link", name="Why does it say so? Grad-CAM explorer")
    tab_to(page, why)
    page.keyboard.press("Enter")
    wait_for_title(page, "Grad-CAM explorer")
    maps = page.locator(".js-plotly-plot").first.locator(".imagelayer image")
    expect(maps).to_have_count(3)
    wait_until_drawn(page)
    # One of a group is a stop of Tab, and arrows lead on from there.
    tab_to(page, page.get_by_role("button", name="Grad-CAM", exact=True))
    other = page.get_by_role("button", name="HiResCAM")
    for _press in range(6):
        page.keyboard.press("ArrowRight")
        if has_focus(other):
            break
    page.keyboard.press("Space")
    expect(maps).to_have_count(5)
    expect(page).to_have_url(re.compile(r"methods=grad-cam%2Chirescam"))


def test_axe_would_find_what_is_wrong(open_page):
    page = open_page("/glossary")
    wait_until_drawn(page)
    page.evaluate(
        """document.querySelector('[data-testid="stMain"]').insertAdjacentHTML('afterbegin',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="color: #bbb">pale</p>')"""
    )
    assert {rule for rule, *_ in findings(page)} == {"image-alt", "color-contrast"}

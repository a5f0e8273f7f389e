"""Two replicas of the app behind nginx, under a sub-path, with TLS and the security headers."""

import re
from contextlib import ExitStack

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.behind_nginx import SUB_PATH, running_nginx, with_password
from tests.browser.conftest import MILLISECONDS_TO_ANSWER, running_app
from tests.browser.test_classify import HEADLINE
from tests.dicom_factory import chest, png

pytestmark = pytest.mark.slow

REPLICAS = 2
# Were they not kept at one replica, all their uploads would end well once in sixteen runs.
VISITORS = 4

# What each page shows when all of it is there.
PAGES = {
    "/classify?sample=bacterial-1.png": ".js-plotly-plot",
    "/gradcam?sample=bacterial-1.png": ".js-plotly-plot",
    "/gradcam?sample=bacterial-1.png&view=draw": ".js-plotly-plot",
    "/augment?sample=bacterial-1.png": ".js-plotly-plot",
    "/augment?sample=bacterial-1.png&view=sweep": ".js-plotly-plot",
    "/glossary": '[data-testid="stMarkdown"]',
    "/glossary?view=figures&figure=roc": ".js-plotly-plot",
    "/glossary?view=timeline": ".js-plotly-plot",
    "/evidence": "[role=img]",
}

# A page cannot miss one: this runs before anything of it does.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(
    `${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
"""


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    settings = {"STREAMLIT_SERVER_BASE_URL_PATH": SUB_PATH}
    with ExitStack() as stack:
        ports = [stack.enter_context(running_app(settings)) for _ in range(REPLICAS)]
        folder = tmp_path_factory.mktemp("nginx")
        yield stack.enter_context(running_nginx(folder, ports))


@pytest.fixture
def visit(chromium, nginx):
    """Opens a path of the app as a visitor of its own, through nginx."""
    contexts = []

    def visit_it(path):
        # The test's certificate is signed by nobody.
        context = chromium.new_context(
            ignore_https_errors=True, locale="en-GB", viewport={"width": 1280, "height": 900}
        )
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS_TO_ANSWER)
        page.complaints, page.outside, page.sockets = [], [], []
        page.on("console", lambda said: _note_complaint(page, said))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: _note_outside(page, nginx, request.url))
        page.on("websocket", lambda socket: page.sockets.append(socket.url))
        page.goto(f"{nginx.origin}{SUB_PATH}{path}")
        page.get_by_test_id("stAppViewContainer").wait_for()
        return page

    yield visit_it
    for context in contexts:
        context.close()


def _note_outside(page, nginx, url):
    if not url.startswith((f"{nginx.origin}{SUB_PATH}/", "data:", "blob:")):
        page.outside.append(url)


def _note_complaint(page, said):
    # From a deep link Streamlit finds out where the app begins by asking, and is told where not.
    if said.type == "error" and "/_stcore/" not in said.location["url"]:
        page.complaints.append(f"{said.text} ({said.location['url']})")


def settled(page):
    """Waits until the app has run, and everything that it drew has been drawn."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_the_policy_or_asks_for_anything_outside_the_sub_path(visit, nginx, path):
    page = visit(path)
    page.locator(PAGES[path]).first.wait_for()
    settled(page)
    assert page.evaluate("window.violations") == []
    assert page.complaints == []
    assert page.outside == []
    assert page.sockets == [f"wss://localhost:{nginx.https}{SUB_PATH}/_stcore/stream"]


def test_a_violation_would_be_noticed(visit):
    page = visit("/evidence")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.text = '1'; "
        "document.body.append(s); }"
    )
    page.wait_for_function("window.violations.length > 0")
    assert page.evaluate("window.violations")[0].startswith("script-src-elem: inline")


def test_every_visitor_uploads_to_the_replica_that_answers(visit):
    picture = png(np.rint(255 * chest(300, 280)).astype(np.uint8))
    film = {"name": "film.png", "mimeType": "image/png", "buffer": picture}
    for _ in range(VISITORS):
        page = visit("/classify")
        page.locator('input[type="file"]').set_input_files([film])
        page.locator(".js-plotly-plot").first.wait_for()
        expect(page.get_by_text("film.png").first).to_be_visible()
        assert page.evaluate("window.violations") == []
        assert page.complaints == []


def test_the_menu_and_the_samples_stay_below_the_sub_path(visit, nginx):
    page = visit("/")
    page.locator('[class*="st-key-sample-bacterial-1-png"] button').click()
    page.get_by_text(HEADLINE).first.wait_for()
    page.get_by_role("link", name="Glossary").first.click()
    page.get_by_role("heading", name="Glossary", level=2).wait_for()
    address = re.escape(f"{nginx.origin}{SUB_PATH}/glossary")
    expect(page).to_have_url(re.compile(f"^{address}(\\?|$)"))
    assert page.outside == []


def test_nothing_of_an_upload_touched_the_disk_of_nginx(nginx):
    assert "temporary file" not in nginx.log.read_text("utf-8")


def test_who_logs_in_at_nginx_is_let_in_and_nobody_else(chromium, tmp_path):
    settings = {
        "STREAMLIT_SERVER_BASE_URL_PATH": SUB_PATH,
        "NEGATOSCOPE_LOGIN": "proxy",
        "NEGATOSCOPE_PROXY_ADDRESSES": "127.0.0.1",
        "FORWARDED_ALLOW_IPS": "",
    }
    extra = with_password(tmp_path, "alice", "light")
    with ExitStack() as stack:
        port = stack.enter_context(running_app(settings))
        nginx = stack.enter_context(running_nginx(tmp_path, [port], extra=extra))
        password = {"username": "alice", "password": "light"}
        known = chromium.new_context(ignore_https_errors=True, http_credentials=password)
        stack.callback(known.close)
        page = known.new_page()
        page.goto(f"{nginx.origin}{SUB_PATH}/classify?sample=bacterial-1.png")
        page.get_by_text(HEADLINE).first.wait_for()
        stranger = chromium.new_context(ignore_https_errors=True)
        stack.callback(stranger.close)
        assert stranger.request.get(f"{nginx.origin}{SUB_PATH}/classify").status == 401
        # Around nginx, from the same machine: no name, no page.
        page = stranger.new_page()
        page.goto(f"http://127.0.0.1:{port}{SUB_PATH}/classify?sample=bacterial-1.png")
        page.get_by_text("user-missing").wait_for()
        assert page.get_by_text(HEADLINE).count() == 0

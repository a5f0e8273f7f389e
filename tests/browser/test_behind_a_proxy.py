"""Names from a reverse proxy: believed when they come from it, worth nothing from anywhere else."""

from contextlib import ExitStack

import numpy as np
import pytest
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser.conftest import MILLISECONDS_TO_ANSWER, running_app
from tests.browser.header_proxy import ADDRESS, running_proxy
from tests.browser.test_classify import HEADLINE
from tests.dicom_factory import chest, png

USER, ROLES = "x-remote-user", "x-remote-roles"
SETTINGS = {
    "NEGATOSCOPE_LOGIN": "proxy",
    "NEGATOSCOPE_PROXY_ADDRESSES": ADDRESS,
    "NEGATOSCOPE_ROLE_HEADER": "X-Remote-Roles",
    "NEGATOSCOPE_UPLOADS": "lecturers",
    "FORWARDED_ALLOW_IPS": "",
}
FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY
PATHS = ["/evidence", "/", "/classify?sample=bacterial-1.png", "/gradcam", "/augment", "/glossary"]


@pytest.fixture(scope="module")
def app():
    with running_app(SETTINGS) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def proxied(app):
    """`proxied(roles="lecturer")`: address of a proxy that names ada, or whom it is told to."""
    with ExitStack() as stack:

        def start(user="ada", roles="student"):
            headers = {USER: user} if user else {}
            return stack.enter_context(running_proxy(app, headers | {ROLES: roles}))

        yield start


@pytest.fixture
def visit(chromium):
    contexts = []

    def visit_it(address):
        context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS_TO_ANSWER)
        page.goto(address)
        return page

    yield visit_it
    for context in contexts:
        context.close()


def test_without_the_proxy_every_page_is_closed_from_the_first_link_on(visit, app):
    page = visit(app + PATHS[0])
    for path in PATHS:
        page.goto(app + path)
        page.get_by_text("proxy-bypassed").wait_for()
        expect(page.locator(".js-plotly-plot, input, [data-testid=stImage]")).to_have_count(0)


def test_a_learner_is_named_and_leaves_uploads_to_lecturers(visit, proxied):
    page = visit(proxied() + "/classify")
    page.get_by_text("ada, learner").wait_for()
    page.get_by_text("only lecturers may upload").wait_for()
    expect(page.locator('input[type="file"]')).to_have_count(0)
    page.locator('[class*="st-key-sample-bacterial-1-png"] button').click()
    page.get_by_text(HEADLINE).first.wait_for()


def test_a_lecturer_uploads_through_the_proxy(visit, proxied):
    page = visit(proxied(roles="staff, lecturer") + "/classify")
    page.get_by_text("ada, lecturer").wait_for()
    picture = png(np.rint(255 * chest(300, 280)).astype(np.uint8))
    film = {"name": "film.png", "mimeType": "image/png", "buffer": picture}
    page.locator('input[type="file"]').set_input_files([film])
    page.locator(".js-plotly-plot").first.wait_for()


def test_whom_the_proxy_does_not_name_is_refused(visit, proxied):
    visit(proxied(user="") + "/glossary").get_by_text("user-missing").wait_for()


def seen_by(address, *headers, source="127.0.0.1"):
    """Every message of the first run of the app, to a client that sends headers of its own."""
    with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        additional_headers=headers,
        source_address=(source, 0),
        max_size=None,
    ) as socket:
        socket.send(BackMsg(rerun_script={"query_string": "lang=en"}).SerializeToString())
        seen = b""
        while True:
            message = socket.recv(timeout=60)
            seen += message
            kind = ForwardMsg.FromString(message)
            # Going on to the first page is another end, after which the app runs again.
            if kind.HasField("script_finished") and kind.script_finished == FINISHED:
                return seen


def test_a_forged_header_is_refused_whatever_address_it_claims(app):
    claims = [("X-Forwarded-For", ADDRESS), ("X-Real-IP", ADDRESS), ("Forwarded", f"for={ADDRESS}")]
    for forged in ([], claims):
        seen = seen_by(app, ("X-Remote-User", "ada"), ("X-Remote-Roles", "lecturer"), *forged)
        assert b"proxy-bypassed" in seen
        assert b"Put a radiograph on the light box" not in seen
    # The same from the address of the proxy: the test would notice a door that stays shut.
    seen = seen_by(app, ("X-Remote-User", "ada"), source=ADDRESS)
    assert b"Put a radiograph on the light box" in seen


def test_a_header_added_to_a_forged_one_is_refused(app):
    both = ("X-Remote-User", "eve"), ("X-Remote-User", "ada")
    assert b"user-missing" in seen_by(app, *both, source=ADDRESS)


def test_a_header_sent_to_the_proxy_does_not_reach_the_app(proxied):
    seen = seen_by(proxied(), ("X-Remote-User", "Mallory"), ("X-Remote-Roles", "lecturer"))
    assert b"ada, learner" in seen
    assert b"Mallory" not in seen

"""OpenID Connect with a provider that the test starts: out before, in after, out again."""

import re
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MILLISECONDS_TO_ANSWER, running_app
from tests.browser.waiting import await_answer

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "negatoscope"
client_secret = "known to the provider"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[negatoscope]
login = "oidc"
uploads = "lecturers"
lecturers = ["staff"]
"""
STAFF = '{"sub": "ada", "name": "Ada L", "roles": ["staff"]}'
STUDENT = '{"sub": "bo", "name": "Bo M", "roles": ["student"]}'
# The first is the first page that this server is ever asked for.
PATHS = ["/evidence", "/", "/classify?sample=bacterial-1.png", "/gradcam", "/augment", "/glossary"]


@contextmanager
def running_provider():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--user-claims", STAFF, "--user-claims", STUDENT]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_answer(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    secrets = tmp_path_factory.mktemp("oidc") / "secrets.toml"
    with running_provider() as provider:
        secrets.write_text(SECRETS.format(provider=provider), encoding="utf-8")
        with running_app({}, options=["--secrets.files", str(secrets)]) as port:
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
def context(chromium):
    """A browser of somebody who was never here."""
    found = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    found.set_default_timeout(MILLISECONDS_TO_ANSWER)
    yield found
    found.close()


def visit(context, address):
    page = context.new_page()
    page.goto(address)
    return page


def expect_closed(page):
    page.get_by_role("button", name="Log in").wait_for()
    expect(page.locator(".js-plotly-plot, input, [data-testid=stImage]")).to_have_count(0)
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)


def log_in(page, who):
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.get_by_role("button", name="Log out").wait_for()


def test_before_the_login_every_page_is_closed_from_the_first_link_on(context, app):
    for path in PATHS:
        page = visit(context, app + path)
        expect_closed(page)
        page.close()


def test_in_after_the_login_by_any_link_and_out_after_the_logout(context, app):
    page = visit(context, app + "/glossary")
    log_in(page, "ada")
    page.get_by_text("Ada L, lecturer").wait_for()
    page.locator('input[type="file"]').wait_for(state="attached")
    page.goto(app + "/evidence")
    page.get_by_role("heading", name="Evidence", level=2).wait_for()
    page.get_by_text("Ada L, lecturer").wait_for()
    page.get_by_role("button", name="Log out").click()
    # The provider asks whether to end its own session as well, and sends the browser back.
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(re.compile("^" + re.escape(app)))
    expect_closed(page)
    for path in ("/classify", "/evidence"):
        expect_closed(visit(context, app + path))


def test_a_learner_gets_in_and_leaves_uploads_to_lecturers(context, app):
    page = visit(context, app + "/classify")
    log_in(page, "bo")
    page.get_by_text("Bo M, learner").wait_for()
    page.get_by_text("only lecturers may upload").wait_for()
    expect(page.locator('input[type="file"]')).to_have_count(0)


def test_who_is_turned_down_by_the_provider_stays_out(context, app):
    page = visit(context, app + "/classify")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Deny").click()
    expect_closed(page)


def test_a_cookie_that_the_server_did_not_sign_opens_nothing(context, app):
    page = visit(context, app + "/classify")
    log_in(page, "ada")
    cookies = {one["name"]: one for one in context.cookies(app)}
    signed = cookies["_streamlit_user"]
    assert signed["httpOnly"] is True
    expect_closed_with(context, app, signed | {"value": signed["value"][:-4] + "AAAA"})


def expect_closed_with(context, app, cookie):
    context.clear_cookies()
    context.add_cookies([cookie])
    expect_closed(visit(context, app + "/classify"))

"""Every page is closed to whoever is not let in, before anything of it is drawn."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.context import StreamlitHeaders
from streamlit.testing.v1 import AppTest

from pages.shared.access import arrival
from pages.shared.access.visitor import Visitor
from pages.shared.settings import current
from tests.pages.conftest import SECONDS
from tests.pages.shared.settings.test_read import AUTH

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))
BEHIND_A_PROXY = {
    "NEGATOSCOPE_LOGIN": "proxy",
    "NEGATOSCOPE_PROXY_ADDRESSES": "10.0.0.5",
    "FORWARDED_ALLOW_IPS": "",
}


@pytest.fixture
def let_in(monkeypatch):
    """`let_in(visitor)`: whom the login or the proxy vouches for; None for a stranger."""
    return lambda visitor: monkeypatch.setattr(arrival, "_visitor", lambda settings: visitor)


def cold(page):
    """A page as a deep link on a cold server runs it: without the router."""
    app = AppTest.from_file(str(ROOT / "pages" / page), default_timeout=SECONDS)
    app.context = {"locale": "en-GB"}
    return app.run()


def assert_closed(app, code):
    assert not app.exception
    (error,) = app.error
    assert f"`{code}`" in error.value
    for kind in ("file_uploader", "plotly_chart", "subheader", "imgs", "expander", "text_input"):
        assert len(app.get(kind)) == 0, kind
    # The switch of languages is no button.
    assert len(app.button) == 0


@pytest.mark.parametrize("page", PAGES)
def test_a_page_begins_before_it_does_anything(page):
    body = ast.parse((ROOT / "pages" / page).read_text(encoding="utf-8")).body
    first = next(
        node
        for node in body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    )
    assert isinstance(first, ast.Expr | ast.Assign)
    assert isinstance(first.value, ast.Call)
    assert first.value.func.id in ("begin_page", "begin_with_a_case")


@pytest.mark.parametrize("page", PAGES)
def test_who_did_not_come_through_the_proxy_sees_no_page(page, start, configure, fake):
    configure(**BEHIND_A_PROXY)
    assert_closed(cold(page), "proxy-bypassed")
    assert_closed(start(page=f"pages/{page}"), "proxy-bypassed")
    assert fake.calls == 0


@pytest.fixture
def connect(monkeypatch):
    """`connect(headers, address)`: what Streamlit says of the connection; None for this machine."""

    def put(headers, address=None):
        context = type(st.context)
        monkeypatch.setattr(context, "headers", property(lambda self: StreamlitHeaders(headers)))
        monkeypatch.setattr(context, "ip_address", property(lambda self: address))

    return put


def test_whom_the_proxy_names_is_let_in_and_nobody_else(start, configure, connect, words, fake):
    configure(**BEHIND_A_PROXY)
    connect([("X-Remote-User", "ada")], "10.0.0.5")
    assert "ada, learner" in words(start())
    connect([], "10.0.0.5")
    assert_closed(start(), "user-missing")
    connect([("X-Remote-User", "ada"), ("X-Remote-User", "eve")], "10.0.0.5")
    assert_closed(start(), "user-missing")
    connect([("X-Remote-User", "ada")], "10.0.0.6")
    assert_closed(start(), "proxy-bypassed")
    connect([("X-Remote-User", "ada"), ("X-Forwarded-For", "10.0.0.5")])
    assert_closed(start(), "proxy-bypassed")


def test_a_login_lets_in_until_its_hours_are_over(configure, monkeypatch, words, fake):
    monkeypatch.setattr(current, "_secrets", lambda: {"auth": AUTH})
    configure(NEGATOSCOPE_LOGIN="oidc", NEGATOSCOPE_LOGIN_HOURS="2")
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    now = datetime.now(UTC).timestamp()
    app.user = {"is_logged_in": True, "sub": "7", "name": "Ada", "iat": now - 3600}
    app.run()
    assert [button.label for button in app.button if button.key == "log_out"] == ["Log out"]
    assert "Ada, learner" in words(app)
    app.user = app.user | {"iat": now - 7300}
    app.run()
    assert [button.label for button in app.button] == ["Log in"]
    app.user = {}
    app.run()
    assert [button.label for button in app.button] == ["Log in"]


@pytest.mark.parametrize("page", PAGES)
def test_a_wrong_setting_closes_every_page(page, start, configure):
    configure(NEGATOSCOPE_LOGIN="sesame")
    assert_closed(cold(page), "setting-invalid")
    assert_closed(start(page=f"pages/{page}"), "setting-invalid")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_a_way_to_log_in_and_nothing_else(page, let_in, fake):
    let_in(None)
    app = cold(page)
    assert not app.exception
    assert [button.label for button in app.button] == ["Log in"]
    assert len(app.get("file_uploader")) == 0
    assert len(app.error) == 0
    assert fake.calls == 0


def test_a_visitor_sees_who_they_are_and_a_lecturer_is_called_one(start, let_in, words, fake):
    let_in(Visitor("https://id 7", "Ada *L*", "lecturer"))
    said = words(start())
    assert r"Ada \*L\*, lecturer" in said
    assert "Log out" not in said


def test_without_a_login_nobody_is_named(start, words, fake):
    assert ":material/person:" not in words(start())


def test_a_session_that_somebody_else_takes_up_is_closed(start, let_in, fake):
    let_in(Visitor("ada", "ada"))
    app = start()
    assert len(app.get("file_uploader")) == 1
    let_in(Visitor("eve", "eve"))
    assert_closed(app.run(), "session-changed")
    let_in(Visitor("ada", "ada"))
    assert len(app.run().get("file_uploader")) == 1


@pytest.mark.parametrize(("role", "fields"), [("learner", 0), ("lecturer", 1)])
def test_uploads_may_be_left_to_lecturers(role, fields, start, configure, let_in, words, fake):
    configure(NEGATOSCOPE_UPLOADS="lecturers", **BEHIND_A_PROXY)
    let_in(Visitor("7", "Ada", role))
    app = start()
    assert len(app.get("file_uploader")) == fields
    assert ("only lecturers may upload" in words(app)) == (fields == 0)


def test_the_login_and_the_refusals_speak_three_languages(start, configure, let_in):
    configure(NEGATOSCOPE_LOGIN="sesame")
    titles = {start(lang=code).error[0].proto.title for code in ("en", "pt_BR", "zh_CN")}
    assert len(titles) == 3
    configure(NEGATOSCOPE_LOGIN="none")
    let_in(None)
    labels = {start(lang=code).button[0].label for code in ("en", "pt_BR", "zh_CN")}
    assert len(labels) == 3

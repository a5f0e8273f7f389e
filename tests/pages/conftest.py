"""The app without weights and without a browser."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.shared import engines
from pages.shared import remembered as store
from pages.shared.settings.current import forget_settings
from pages.shared.upload import field
from tests.dicom_factory import chest, png
from tests.pages.fake_engine import FakeEngine, FakeLungFinder, FakeNetwork

ROOT = Path(__file__).resolve().parents[2]
EXPLORER = "pages/gradcam.py"
SECONDS = 60


@pytest.fixture(scope="session", autouse=True)
def _made_once():
    """What every start of the app makes anew, and always the same, is made once for all tests.

    A start reads the papers of every installed package in search of components, and draws the
    samples small, whose cache is emptied between tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = lru_cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        draw = field._thumbnail.__wrapped__
        drawn = lru_cache(lambda _data, sample: draw("", sample))
        patch.setattr(field, "_thumbnail", lambda _, sample: drawn(sample.data(), sample))
        yield


@pytest.fixture
def radiograph() -> bytes:
    """A made-up chest radiograph as PNG."""
    return png(np.rint(255 * chest(256, 240)).astype(np.uint8))


def forget():
    """Forgets what the app has remembered for all sessions."""
    st.cache_data.clear()
    store.forget_shared()


def engine_with(patch):
    """`use(engine)`: puts an engine in the place of the real one, as long as the patch lasts."""

    def use(engine):
        patch.setattr(engines, "engine", lambda: engine)
        patch.setattr(engines, "network", lambda: FakeNetwork(engine))
        patch.setattr(engines, "lung_finder", FakeLungFinder)
        return engine

    return use


@pytest.fixture
def use_engine(monkeypatch):
    """Puts an engine in the place of the real one; nothing of another test is remembered."""
    forget()
    yield engine_with(monkeypatch)
    forget()


@pytest.fixture
def fake(use_engine) -> FakeEngine:
    """An engine that answers bacterial, with viral still possible."""
    return use_engine(FakeEngine())


@pytest.fixture
def configure(monkeypatch):
    """`configure(NEGATOSCOPE_PROFILE="demo")`: a server that is set up so."""

    def set_up(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        forget_settings()

    yield set_up
    monkeypatch.undo()
    forget_settings()


def start_app(locale="en-GB", *, page=None, state=(), **query):
    """The app at the router, as a visitor finds it; at a page where a link leads to one."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    if page:
        app.switch_page(page)
    app.context = {"locale": locale}
    for name, value in dict(state).items():
        app.session_state[name] = value
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.fixture
def start():
    """Starts the app at the router, as a visitor does: `start(locale="pt-BR", lang="zh")`."""
    return start_app


def said(app) -> str:
    """Every word on the page that a reader sees, tables and labels of widgets included."""
    kinds = ("header", "subheader", "markdown", "caption", "error", "warning", "info", "html")
    words = [element.value for kind in kinds for element in app.get(kind)]
    words += [alert.proto.title for kind in ("error", "warning", "info") for alert in app.get(kind)]
    words += [button.label for button in app.button]
    # A style sheet has no words.
    return "\n".join(str(word) for word in words if not str(word).startswith("<style>"))


@pytest.fixture
def words():
    """`words(app)`: every word on the page that a reader sees."""
    return said


@pytest.fixture
def explore(start):
    """Opens the explorer from a cold link: `explore(sample="…", view="verdict")`."""

    def run(locale="en-GB", **query):
        return start(locale, page=EXPLORER, **query)

    return run


@pytest.fixture
def explore_upload(start, radiograph):
    """Opens the explorer with an upload that was put on the light box."""

    def run(data=None):
        app = start()
        app.file_uploader(key="uploads").upload("a.png", data or radiograph)
        app.run()
        return app.switch_page(EXPLORER).run()

    return run

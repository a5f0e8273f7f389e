"""What is set once for the process; `tests/load` closes real tabs."""

import inspect
import platform
import subprocess
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.formparsers import MultiPartParser
from streamlit import config
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.state import SessionState
from streamlit.web.server.app_discovery import discover_asgi_app

from pages.shared import server

ROOT = Path(__file__).resolve().parents[3]


def parameters(function):
    return list(inspect.signature(function).parameters)


class TestWhatStreamlitKeepsToItself:
    """Fails when Streamlit changes what `server` reaches into; then mend `server`."""

    def test_how_a_session_is_put_aside(self):
        assert parameters(MemorySessionStorage.save) == ["self", "session_info"]
        assert parameters(MemorySessionStorage.get) == ["self", "session_id"]
        own = inspect.getsource(MemorySessionStorage)
        assert "self._cache[session_info.session.id] = session_info" in own
        assert "session" in SessionInfo.__dataclass_fields__
        cache = MemorySessionStorage(ttl_seconds=1)._cache
        assert isinstance(cache, MutableMapping)
        assert callable(cache.expire)

    def test_where_it_is_put_aside(self):
        found = inspect.getsource(sys.modules["streamlit.runtime.websocket_session_manager"])
        assert "self._session_storage.save(" in found
        assert "MemorySessionStorage(" in inspect.getsource(server.runtime.Runtime) + (
            inspect.getsource(sys.modules["streamlit.web.server.starlette.starlette_app"])
        )

    def test_what_a_session_holds(self):
        assert parameters(AppSession.shutdown) == ["self"]
        assert parameters(SessionState.clear) == ["self"]
        assert parameters(MemoryFragmentStorage.clear) == ["self", "new_fragment_ids"]
        assert "self._fragment_storage" in inspect.getsource(AppSession.__init__)
        assert parameters(Runtime.is_active_session) == ["self", "session_id"]

    def test_who_runs_a_deep_link(self, monkeypatch):
        monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
        PagesManager(str(ROOT / "streamlit_app.py"))
        assert PagesManager.uses_pages_directory is True
        server.put_router_in_charge()
        PagesManager(str(ROOT / "streamlit_app.py"))
        assert PagesManager.uses_pages_directory is False

    def test_what_holds_an_upload_in_memory(self, monkeypatch):
        monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)
        assert "max_size=self.spool_max_size" in inspect.getsource(MultiPartParser)
        server.hold_uploads_in_memory()
        megabytes = config.get_option("server.maxUploadSize")
        assert MultiPartParser.spool_max_size == (megabytes + 1) * 2**20


def test_streamlit_run_finds_the_app_in_the_entry():
    found = discover_asgi_app(ROOT / "streamlit_app.py")
    assert found.import_string == "streamlit_app:app"


class Loop:
    """Notes what is to be called, and when."""

    def __init__(self):
        self.calls = []

    def call_later(self, seconds, function, *arguments):
        self.calls.append((seconds, lambda: function(*arguments)))


@pytest.fixture
def closed(monkeypatch):
    """A session whose tab was closed, and what is going to happen to it."""
    loop, done, active = Loop(), [], set()
    state = SimpleNamespace(clear=lambda: done.append("cleared"))
    fragments = SimpleNamespace(clear=lambda: done.append("fragments cleared"))
    session = SimpleNamespace(
        id="one",
        shutdown=lambda: done.append("shut down"),
        session_state=state,
        _fragment_storage=fragments,
    )
    running = SimpleNamespace(is_active_session=active.__contains__)
    monkeypatch.setattr(server.asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr(server.runtime, "get_instance", lambda: running)
    monkeypatch.setattr(server.config, "get_option", {"server.disconnectedSessionTTL": 30}.get)
    monkeypatch.setattr(MemorySessionStorage, "save", server._save)
    server.let_closed_tabs_go()
    server.let_closed_tabs_go()
    storage = MemorySessionStorage(ttl_seconds=30)
    storage.save(SimpleNamespace(session=session))
    return SimpleNamespace(storage=storage, loop=loop, done=done, active=active)


def test_session_ends_once_after_its_time(closed):
    ((seconds, end),) = closed.loop.calls
    assert seconds == 31
    assert closed.storage.get("one") is not None
    closed.storage.delete("one")
    end()
    assert closed.done == ["shut down", "cleared", "fragments cleared"]


def test_tab_that_came_back_keeps_its_pictures(closed):
    closed.storage.delete("one")
    closed.active.add("one")
    closed.loop.calls[0][1]()
    assert closed.done == []


def test_tab_that_was_closed_again_has_its_time_anew(closed):
    closed.loop.calls[0][1]()
    assert closed.done == []


def said_alone(code, *arguments):
    """What code prints in a process of its own: what it sets cannot be undone."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


# As after a large picture: a block goes, many smaller ones come and go, and the last of them stays.
HELD_AND_LET_GO = """
import sys
import numpy as np
import psutil
from pages.shared.server import give_memory_back
if sys.argv[1] == "on":
    assert give_memory_back() and give_memory_back()
before = psutil.Process().memory_info().rss
del_me = np.ones(30_000_000, dtype=np.uint8)
del del_me
blocks = [np.ones(1_000_000, dtype=np.uint8) for _ in range(200)]
blocks = blocks[-1:]
print((psutil.Process().memory_info().rss - before) >> 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an allocator of glibc")
def test_blocks_that_are_freed_go_back_to_the_system():
    assert int(said_alone(HELD_AND_LET_GO, "off")[0]) > 100
    assert int(said_alone(HELD_AND_LET_GO, "on")[0]) < 20


TWICE = """
import gc
from pages.shared.server import spare_the_collector
own = [[] for _ in range(1000)]
spare_the_collector()
first = gc.get_freeze_count()
of_a_session = [[] for _ in range(1000)]
spare_the_collector()
print(first > 1000, gc.get_freeze_count() == first)
"""


def test_only_what_is_there_at_the_start_is_set_aside():
    assert said_alone(TWICE) == ["True", "True"]


STARTS = """
import asyncio, gc, sys
from pages.shared import server
async def life():
    async with server.lifespan(None):
        from pages.shared import engines
        print(engines.engine.__wrapped__.__name__, gc.get_freeze_count() > 1000)
asyncio.run(life())
heavy = ("tensorflow", "keras", "sklearn", "pandas", "plotly")
print(*(name for name in heavy if name in sys.modules))
"""


def test_the_pages_are_loaded_before_anybody_comes_and_tensorflow_is_not():
    assert said_alone(STARTS) == ["engine", "True", "pandas", "plotly"]


WITHOUT_A_MODEL = """
from model.errors import ArtefactMissingError
from pages.shared import engines, server
def none():
    raise ArtefactMissingError(file="x")
engines.engine = none
server.warm_up()
print("serves")
"""


def test_a_server_without_its_model_starts_all_the_same():
    assert said_alone(WITHOUT_A_MODEL) == ["serves"]

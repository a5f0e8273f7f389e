"""When the session of a closed tab ends; `tests/load` closes real ones."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from pages.shared import closed_tabs
from pages.shared.closed_tabs import let_closed_tabs_go


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
    server = SimpleNamespace(is_active_session=active.__contains__)
    monkeypatch.setattr(closed_tabs.asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr(closed_tabs.runtime, "get_instance", lambda: server)
    monkeypatch.setattr(closed_tabs.config, "get_option", {"server.disconnectedSessionTTL": 30}.get)
    monkeypatch.setattr(MemorySessionStorage, "save", closed_tabs._save)
    let_closed_tabs_go()
    let_closed_tabs_go()
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

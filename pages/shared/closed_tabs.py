"""A tab that was closed takes its pictures with it, also when nobody comes after it."""

import asyncio
import gc
from typing import Final

from streamlit import config, runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

_MARGIN: Final = 1.0
_save = MemorySessionStorage.save


def let_closed_tabs_go() -> None:
    """Ends sessions when their time is over, for the whole process; again does nothing new.

    Streamlit keeps the session of a closed tab for `server.disconnectedSessionTTL` seconds, in case
    the tab comes back. But what is overdue is dropped only when the next tab is closed, and the
    last session is held by a variable of Streamlit's main loop: on a server that is left alone, the
    pictures of its last visitors would stay for days.
    """
    MemorySessionStorage.save = _save_for_a_while  # type: ignore[method-assign]


def _save_for_a_while(self: MemorySessionStorage, session_info: SessionInfo) -> None:
    _save(self, session_info)
    seconds = config.get_option("server.disconnectedSessionTTL") + _MARGIN
    asyncio.get_running_loop().call_later(seconds, _end, self, session_info)


def _end(storage: MemorySessionStorage, session_info: SessionInfo) -> None:
    session = session_info.session
    came_back = runtime.get_instance().is_active_session(session.id)
    if came_back or storage.get(session.id) is not None:
        return
    # The uploads, the pictures made of them, the caches of the session; then what the pages keep.
    session.shutdown()
    session.session_state.clear()
    # The parts of a page that run alone hold what they draw. Streamlit has no public way to these.
    session._fragment_storage.clear()
    storage._cache.expire()  # type: ignore[attr-defined]
    # Streamlit collects after the run of a page, and there may be none for days.
    gc.collect()

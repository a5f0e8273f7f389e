"""What is set once for the whole process, and done once before the first visitor comes.

Some of it reaches into libraries where they offer no setting. Which of their private names it uses
stands here and nowhere else; `tests/pages/shared/test_server.py` fails when one of them changes.

References:
    mallopt(3) of the GNU C library.
"""

import asyncio
import ctypes
import functools
import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import numpy as np
from starlette.formparsers import MultiPartParser
from streamlit import config, runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.session_manager import SessionInfo

from model.errors import ArtefactError
from model.imaging.prepare import INPUT_SIZE

PICTURE_BYTES: Final = 128 * 1024
"""A block from this size on has pages of its own, which go back when it is freed. It is where glibc
starts; by itself it moves up to 32 MB with the first large block, and pictures leave holes."""

ARENAS: Final = 2
"""Heaps of small blocks. By default there are eight for each processor, and since every run of a
page is a thread, each of them grows to the size of the largest run."""

_VIEWS: Final = Path(__file__).resolve().parents[1] / "views"
_MEGABYTE: Final = 1024 * 1024
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_MOST_ARENAS: Final = -8
_MARGIN: Final = 1.0
_save = MemorySessionStorage.save


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """The life of the server: it says that it is healthy when the first answer would be quick."""
    set_up_process()
    put_router_in_charge()
    await asyncio.to_thread(warm_up)
    spare_the_collector()
    yield


def warm_up() -> None:
    """Loads what the pages are made of, and asks the network once.

    A server whose files of the model cannot be used starts all the same: the pages say so.
    """
    for path in sorted(_VIEWS.rglob("*.py")):
        inside = path.relative_to(_VIEWS.parents[1]).with_suffix("")
        importlib.import_module(".".join(inside.parts))
    # Streamlit imports it with the first table or text field, and the reader would wait a second.
    importlib.import_module("pandas")
    # Not before: a cache that is made while there is no server says so in the log.
    from pages.shared import engines

    try:
        engine = engines.engine()
    except ArtefactError:
        return
    engines.lung_finder()
    engine.run(np.zeros((1, INPUT_SIZE, INPUT_SIZE, 3), np.float32))


@functools.cache
def set_up_process() -> None:
    """Sets what no setting of Streamlit sets: uploads, closed tabs, the allocator."""
    hold_uploads_in_memory()
    let_closed_tabs_go()
    give_memory_back()


def put_router_in_charge() -> None:
    """A deep link goes through `streamlit_app.py` from the first visitor on.

    Beside a folder named `pages`, Streamlit runs the page of a deep link by itself, without the
    list of pages and without its menu, until that list has been named once.
    """
    PagesManager.uses_pages_directory = False


@functools.cache
def spare_the_collector() -> None:
    """Sets aside what is in memory now, once for the process, before anybody has uploaded anything.

    Streamlit collects after every run of a page, and nobody else can run meanwhile. With every
    module of the app looked at, that is a tenth of a second; without, a few milliseconds.
    """
    gc.collect()
    gc.freeze()


def hold_uploads_in_memory() -> None:
    """Keeps an upload off the disk while it arrives.

    Starlette, which takes uploads for Streamlit, writes one of more than a megabyte to a temporary
    file while it arrives. The file has no name and is gone when the upload is complete, but its
    blocks stay on the disk until something else overwrites them.
    """
    MultiPartParser.spool_max_size = (config.get_option("server.maxUploadSize") + 1) * _MEGABYTE


def give_memory_back() -> bool:
    """Memory goes back to the system when a picture goes.

    Measured with 100 uploads by five visitors: 319 MB when they have left instead of 569, 456 MB at
    the peak instead of 731.

    Returns:
        Whether there is such an allocator here; there is none but in Linux with glibc.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    settings = (
        (_MMAP_THRESHOLD, PICTURE_BYTES),
        (_TRIM_THRESHOLD, PICTURE_BYTES),
        (_MOST_ARENAS, ARENAS),
    )
    return all(mallopt(name, value) == 1 for name, value in settings)


def let_closed_tabs_go() -> None:
    """A tab that was closed takes its pictures with it, also when nobody comes after it.

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

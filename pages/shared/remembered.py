"""What was worked out in the explorer, so that no rerun works it out again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

import streamlit as st

from model.explain.lungs import Lungs
from pages.shared import engines
from pages.shared.study import Study

# Maps of 200 kB at the most: 50 MB for the samples, 25 MB for a session.
SHARED_ENTRIES = 256
SESSION_ENTRIES = 128

SESSION_KEY = "explorer_store"

T = TypeVar("T")
Key = tuple[Hashable, ...]


class Store:
    """A memory of limited length that forgets what was not asked for longest; thread-safe.

    `st.cache_data` will not do: it would replay the progress bar and the stop button of a function
    that draws them, and it keeps nothing of a function that was stopped.
    """

    def __init__(self, entries: int) -> None:
        """Makes an empty store.

        Args:
            entries: How much it holds.
        """
        self._entries = entries
        self._values: OrderedDict[Key, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Any:
        """What was kept under a key; None where nothing was."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Key, value: Any) -> None:
        """Keeps a value, which is not None."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._entries:
                self._values.popitem(last=False)

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._values.clear()


_SHARED = Store(SHARED_ENTRIES)


def store_of(study: Study) -> Store:
    """Where results are kept: a sample's with all others, a patient's in the session."""
    if study.case.is_sample:
        return _SHARED
    if SESSION_KEY not in st.session_state:
        st.session_state[SESSION_KEY] = Store(SESSION_ENTRIES)
    return cast(Store, st.session_state[SESSION_KEY])


def forget_shared() -> None:
    """Forgets what is kept of the samples; for tests, which change the network."""
    _SHARED.clear()


def remembered(study: Study, key: Key, make: Callable[[], T]) -> T:
    """Works something out once.

    Args:
        study: The radiograph that it is about.
        key: What it is, with every parameter.
        make: Works it out; never None.
    """
    store = store_of(study)
    full = (study.digest, *key)
    found = store.get(full)
    if found is None:
        found = make()
        store.put(full, found)
    return cast(T, found)


def lungs_of(study: Study) -> Lungs | None:
    """The lungs of a radiograph; None where this server has no lung finder."""
    finder = engines.lung_finder()
    if finder is None:
        return None
    found = remembered(study, ("lungs",), lambda: finder.find(study.picture))
    return Lungs(found.left, found.right, found.confident) if study.mirrored else found

"""The garbage collector looks at what sessions make, not at what the app is made of."""

import gc
from typing import Final

_done: Final[set[str]] = set()


def spare_the_collector() -> None:
    """Sets aside what is in memory now, once for the process, before anybody has uploaded anything.

    Streamlit collects after every run of a page, and nobody else can run meanwhile. With every
    module of the app looked at, that is a tenth of a second; without, a few milliseconds.
    """
    if not _done:
        _done.add("frozen")
        gc.collect()
        gc.freeze()

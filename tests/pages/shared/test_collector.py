"""What the garbage collector leaves out, in a process of its own: it cannot be undone."""

import subprocess
import sys

from tests.load.server import ROOT

TWICE = """
import gc
from pages.shared.collector import spare_the_collector
own = [[] for _ in range(1000)]
spare_the_collector()
first = gc.get_freeze_count()
of_a_session = [[] for _ in range(1000)]
spare_the_collector()
print(first > 1000, gc.get_freeze_count() == first)
"""


def test_only_what_is_there_at_the_start_is_set_aside():
    done = subprocess.run(
        [sys.executable, "-c", TWICE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True"]

"""Memory goes back to the system, in a process of its own: the settings cannot be undone."""

import platform
import subprocess
import sys

import pytest

from tests.load.server import ROOT

# As after a large picture: a block goes, many smaller ones come and go, and the last of them stays.
HELD_AND_LET_GO = """
import sys
import numpy as np
import psutil
from pages.shared.allocator import give_memory_back
if sys.argv[1] == "on":
    assert give_memory_back() and give_memory_back()
before = psutil.Process().memory_info().rss
del_me = np.ones(30_000_000, dtype=np.uint8)
del del_me
blocks = [np.ones(1_000_000, dtype=np.uint8) for _ in range(200)]
blocks = blocks[-1:]
print((psutil.Process().memory_info().rss - before) >> 20)
"""


def kept_megabytes(setting):
    command = [sys.executable, "-c", HELD_AND_LET_GO, setting]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an allocator of glibc")
def test_blocks_that_are_freed_go_back_to_the_system():
    assert kept_megabytes("off") > 100
    assert kept_megabytes("on") < 20

import subprocess
import sys

import pytest

SKIPPING = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="no browser")
def test_marked():
    pass

def test_says_so_while_running():
    pytest.skip("no codec")

@pytest.mark.xfail(reason="known")
def test_known():
    assert False
"""

SKIPPING_MODULE = """
import pytest

pytest.importorskip("a_module_that_is_not_there")
"""


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    def run(source, ci):
        (tmp_path / "test_it.py").write_text(source)
        monkeypatch.setenv("CI", ci)
        command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", "/dev/null", "-q"]
        command += ["-p", "no:cacheprovider", f"--rootdir={tmp_path}", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip().splitlines()[-1].partition(" in ")[0]

    return run


def test_skips_are_failures_in_ci(outcome):
    assert outcome(SKIPPING, "true") == (1, "1 failed, 1 passed, 1 xfailed, 1 error")


def test_skips_are_skips_elsewhere(outcome):
    assert outcome(SKIPPING, "") == (0, "1 passed, 2 skipped, 1 xfailed")


def test_a_module_that_skips_itself_is_an_error_in_ci(outcome):
    assert outcome(SKIPPING_MODULE, "true") == (2, "1 error")

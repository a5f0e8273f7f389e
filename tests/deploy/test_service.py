"""The systemd unit: it is valid, it runs what there is, and it shuts everything that it can."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "negatoscope@.service"
INSTALLED = "/opt/negatoscope/"
# `systemd-analyze security`: 0 for a service that may do nothing, 10 for one that may do all.
MOST_EXPOSED = 1.5


@pytest.fixture(scope="module")
def unit():
    # A key may come several times; the last one is enough here but for those that a test looks at.
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(UNIT.read_text("utf-8"))
    return parser["Service"]


def test_it_runs_programs_that_the_bundle_installs(unit):
    assert unit["WorkingDirectory"] == INSTALLED.rstrip("/")
    commands = [unit[name] for name in ("ExecStartPre", "ExecStart", "ExecStartPost")]
    for command in commands:
        program, *words = command.split()
        assert program == f"{INSTALLED}.venv/bin/python"
        files = [word for word in words if re.search(r"\.(py|png)$", word)]
        assert files
        assert [file for file in files if not (ROOT / file).is_file()] == []


def test_it_calls_nobody_and_writes_nowhere(unit):
    assert unit["IPAddressDeny"] == "any"
    assert unit["IPAddressAllow"] == "localhost"
    assert unit["ProtectSystem"] == "strict"
    assert unit["ProtectHome"] == "yes"
    assert unit["DynamicUser"] == "yes"
    assert unit["MemorySwapMax"] == "0"
    assert unit["LimitCORE"] == "0"
    assert not [name for name in unit if name.endswith("Directory") and name != "WorkingDirectory"]


@pytest.fixture(scope="module")
def systemd_analyze():
    path = shutil.which("systemd-analyze")
    if path is None:
        pytest.skip("no systemd-analyze; the package systemd has it")
    return path


def test_systemd_finds_it_hardened(systemd_analyze, tmp_path):
    copy = tmp_path / UNIT.name
    shutil.copy(UNIT, copy)
    done = subprocess.run(
        [systemd_analyze, "security", "--offline=yes", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= MOST_EXPOSED


def test_systemd_understands_every_line(systemd_analyze, tmp_path):
    # The programs are where this machine has them; that they exist is looked at above.
    copy = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8").replace(f"{INSTALLED}.venv/bin/python", "/bin/true")
    copy.write_text(text, "utf-8")
    done = subprocess.run(
        [systemd_analyze, "verify", str(copy)], capture_output=True, text=True, check=False
    )
    # Something may be wrong with a unit of the system; what is said of this one counts.
    assert [line for line in done.stderr.splitlines() if "negatoscope" in line] == []

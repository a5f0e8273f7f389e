"""A short run of the fuzzer, always the same; `make fuzz` is the long one."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from model.errors import ReadingError
from tests.fuzz.mutations import LONGEST, mutated
from tests.fuzz.oracle import BrokenPromiseError, judge
from tests.fuzz.seeds import seeds

ROOT = Path(__file__).resolve().parents[2]
CASES, PART = 2_000, 500
# For a process that hangs on a busy machine; a case that takes long is found by `judge`.
SECONDS = 300


def replay(first, last):
    """What a process of its own says of some cases: a crash of a codec ends it, not the tests."""
    command = [sys.executable, "-m", "tests.fuzz.replay", str(first), str(last)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, f"ended by {done.returncode}: {done.stderr[-2000:]}"
    return json.loads(done.stdout)


@pytest.mark.parametrize("first", range(0, CASES, PART))
def test_damaged_files_end_in_a_radiograph_or_a_coded_error(first):
    found = replay(first, first + PART)
    assert found["broken"] == []
    assert sum(found["outcomes"].values()) == PART
    # The damage is neither fatal throughout nor harmless throughout.
    assert 100 < found["outcomes"]["radiograph"] < 400
    assert len(found["outcomes"]) > 5


def test_seeds_are_valid_and_the_same_every_time():
    assert seeds() == seeds()
    assert len(seeds()) > 50
    for name, data in seeds().items():
        assert judge(data).outcome == "radiograph", name


def test_damage_is_known_by_its_number():
    data = seeds()["dicom-windows"]
    damaged = [mutated(data, number) for number in range(50)]
    assert damaged == [mutated(data, number) for number in range(50)]
    assert len(set(damaged)) > 40
    assert all(len(found) <= LONGEST for found in damaged)


@pytest.mark.parametrize(
    ("reader", "why"),
    [
        (lambda data: 1 / 0, "ZeroDivisionError escaped"),
        (lambda data: None, "AttributeError escaped"),
        (lambda data: warnings.warn("Nemo", stacklevel=1), "UserWarning escaped"),
        (lambda data: (_ for _ in ()).throw(ReadingError()), None),
    ],
)
def test_promise_that_is_broken_is_seen(reader, why, monkeypatch):
    monkeypatch.setattr("tests.fuzz.oracle.read_radiograph", reader)
    if why is None:
        assert judge(b"").outcome == "unreadable"
        return
    with pytest.raises(BrokenPromiseError, match=why):
        judge(b"")


def test_memory_of_a_case_is_what_it_adds_however_large_the_process_was(monkeypatch):
    def greedy(data):
        np.ones(60 << 20, dtype=np.uint8)
        raise ReadingError

    large = np.ones(100 << 20, dtype=np.uint8)
    monkeypatch.setattr("tests.fuzz.oracle.read_radiograph", greedy)
    del large
    assert 55 < judge(b"").megabytes < 70
    monkeypatch.setattr("tests.fuzz.oracle.MEGABYTES", 50)
    with pytest.raises(BrokenPromiseError, match=r"6\d MB of memory: unreadable"):
        judge(b"")

"""Appending: chained, from many threads and processes, whole or not at all."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from model.audit import log
from model.audit.line import FIRST, hash_of
from model.audit.log import append
from model.audit.verify import verify
from model.errors import AuditUnwritableError
from tests.model.audit.test_line import LINE

ROOT = Path(__file__).resolve().parents[3]

WRITER = """
import sys
from pathlib import Path
from model.audit.log import append
from tests.model.audit.test_line import LINE
for _ in range(40):
    append(Path(sys.argv[1]), LINE)
"""


def test_each_line_holds_the_hash_of_the_one_before(tmp_path):
    path = tmp_path / "audit.jsonl"
    hashes = [append(path, replace(LINE, role=role)) for role in ("learner", "lecturer", "learner")]
    lines = path.read_bytes().splitlines(keepends=True)
    assert [hash_of(line) for line in lines] == hashes
    assert [json.loads(line)["previous"] for line in lines] == [FIRST, *hashes[:2]]


def test_only_its_owner_may_read_it(tmp_path):
    append(tmp_path / "audit.jsonl", LINE)
    assert stat.S_IMODE((tmp_path / "audit.jsonl").stat().st_mode) == 0o600


def test_a_line_longer_than_a_block_is_followed(tmp_path):
    path = tmp_path / "audit.jsonl"
    append(path, LINE)
    append(path, replace(LINE, reasons=("long",) * 3000))
    append(path, LINE)
    assert verify(path).lines == 3


def test_threads_and_processes_write_one_chain(tmp_path):
    path = tmp_path / "audit.jsonl"
    command = [sys.executable, "-c", WRITER, str(path)]
    others = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: append(path, LINE), range(80)))
    assert [other.wait(timeout=120) for other in others] == [0, 0, 0]
    assert verify(path).lines == 80 + 3 * 40


@pytest.mark.parametrize("path", ["/dev/full", "/no/such/folder/audit.jsonl", "/tmp"])
def test_a_full_disk_or_a_place_that_cannot_be_written_is_said(path):
    with pytest.raises(AuditUnwritableError):
        append(Path(path), LINE)


def test_half_a_line_is_taken_back(tmp_path, monkeypatch):
    path = tmp_path / "audit.jsonl"
    append(path, LINE)
    before = path.read_bytes()
    write = os.write
    calls = []

    def full_after_ten_bytes(file, data):
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return write(file, data[:10])

    monkeypatch.setattr(log.os, "write", full_after_ten_bytes)
    with pytest.raises(AuditUnwritableError):
        append(path, LINE)
    assert len(calls) == 2
    assert path.read_bytes() == before
    monkeypatch.undo()
    append(path, LINE)
    assert verify(path).lines == 2


@pytest.mark.parametrize("cut", [1, 20])
def test_a_log_that_ends_in_the_middle_of_a_line_is_not_gone_on_with(tmp_path, cut):
    path = tmp_path / "audit.jsonl"
    append(path, LINE)
    append(path, LINE)
    path.write_bytes(path.read_bytes()[:-cut])
    before = path.read_bytes()
    with pytest.raises(AuditUnwritableError):
        append(path, LINE)
    assert path.read_bytes() == before

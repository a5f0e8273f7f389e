"""A line of the log: its bytes, its hash, and what it says of an examination."""

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
from model.audit.log import FIRST, KEYS, AuditLine, Chain, append, hash_of, verify
from model.errors import (
    AuditBrokenError,
    AuditShortenedError,
    AuditUnwritableError,
    PathUnreadableError,
)

LINE = AuditLine(
    time="2026-11-21T12:00:00.000+00:00",
    role="learner",
    file="ab" * 32,
    model="cd" * 32,
    gate="refused",
    reasons=("lateral-view",),
)


def test_the_bytes_of_a_line():
    assert LINE.encode(FIRST).decode() == (
        '{"time":"2026-11-21T12:00:00.000+00:00","role":"learner","file":"' + "ab" * 32 + '",'
        '"model":"' + "cd" * 32 + '","gate":"refused","reasons":["lateral-view"],"class":null,'
        '"previous":"' + "0" * 64 + '"}\n'
    )


def test_a_line_has_these_keys_and_no_others():
    assert tuple(json.loads(LINE.encode(FIRST))) == KEYS


def test_the_hash_leaves_the_line_feed_out():
    assert hash_of(b"abc\n") == hash_of(b"abc")
    assert hash_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


ROOT = Path(__file__).resolve().parents[3]

WRITER = """
import sys
from pathlib import Path
from model.audit.log import append
from tests.model.audit.test_log import LINE
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


@pytest.fixture
def written(tmp_path):
    """A log of four lines and their hashes."""
    path = tmp_path / "audit.jsonl"
    return path, [append(path, replace(LINE, file=f"{number:064x}")) for number in range(4)]


def test_a_log_as_it_was_written_holds(written):
    path, hashes = written
    assert verify(path) == Chain(4, hashes[-1])
    assert all(verify(path, noted) for noted in (*hashes, FIRST))


def test_an_empty_log_holds(tmp_path):
    path = tmp_path / "audit.jsonl"
    path.touch()
    assert verify(path) == Chain(0, FIRST)


def changed(lines):
    return [lines[0], lines[1].replace(b"learner", b"nobody!"), *lines[2:]]


def blank_added(lines):
    return [lines[0], lines[1].replace(b'"role"', b' "role"'), *lines[2:]]


@pytest.mark.parametrize(
    ("forge", "line"),
    [
        (changed, 3),
        (blank_added, 3),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], *lines[2:]], 2),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
        (lambda lines: [lines[0], lines[0], *lines[1:]], 2),
        (lambda lines: [*lines, lines[3]], 5),
        (lambda lines: [*lines, b"\n"], 5),
        (lambda lines: [*lines, b"[]\n"], 5),
        (lambda lines: [*lines, b'{"time":1}\n'], 5),
        (lambda lines: [*lines, b"\xff\n"], 5),
        (lambda lines: [*lines[:3], lines[3][:-1]], 4),
        (lambda lines: [*lines[:3], lines[3].replace(b'"role":"learner",', b"")], 4),
    ],
)
def test_the_first_line_that_does_not_follow_is_named(written, forge, line):
    path, _hashes = written
    path.write_bytes(b"".join(forge(path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(AuditBrokenError) as caught:
        verify(path)
    assert caught.value.notice.values == {"line": line}


def test_an_end_that_was_cut_off_shows_by_a_hash_that_was_noted(written):
    path, hashes = written
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    assert verify(path, hashes[1]) == Chain(2, hashes[1])
    with pytest.raises(AuditShortenedError):
        verify(path, hashes[3])


def test_a_log_that_is_not_there_is_said(tmp_path):
    with pytest.raises(PathUnreadableError):
        verify(tmp_path / "none.jsonl")

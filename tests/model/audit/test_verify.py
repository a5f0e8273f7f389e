"""Whatever is done to a log in the middle shows; its end needs a hash that was noted."""

from dataclasses import replace

import pytest

from model.audit.line import FIRST
from model.audit.log import append
from model.audit.verify import Chain, verify
from model.errors import AuditBrokenError, AuditShortenedError, PathUnreadableError
from tests.model.audit.test_line import LINE


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

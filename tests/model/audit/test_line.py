"""A line of the log: its bytes, its hash, and what it says of an examination."""

import json

from model.audit.line import FIRST, KEYS, AuditLine, hash_of

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

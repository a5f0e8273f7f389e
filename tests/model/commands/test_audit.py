"""`python -m model audit verify`: one line where the chain holds, status 1 where it does not."""

import pytest

from model.__main__ import main
from model.audit.log import append
from tests.model.audit.test_log import LINE


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "audit.jsonl"
    append(path, LINE)
    return path, append(path, LINE)


def test_it_counts_the_lines_and_prints_the_last_hash(log, capsys):
    path, last = log
    assert main(["audit", "verify", str(path)]) == 0
    assert capsys.readouterr().out == f"2 lines, unbroken. The last has the SHA-256 {last}\n"


def test_a_broken_chain_ends_with_its_code(log, capsys):
    path, _last = log
    path.write_bytes(path.read_bytes().replace(b"learner", b"visitor", 1))
    assert main(["audit", "verify", str(path)]) == 1
    assert capsys.readouterr().err.endswith("[audit-broken]\n")


def test_a_noted_hash_that_is_gone_ends_with_its_code(log, capsys):
    path, last = log
    assert main(["audit", "verify", str(path), "--noted", last]) == 0
    assert main(["audit", "verify", str(path), "--noted", "ab" * 32]) == 1
    assert capsys.readouterr().err.endswith("[audit-shortened]\n")

import json

import numpy as np
import pytest

from scripts.samples.__main__ import describe, main
from scripts.samples.composite import Candidate
from scripts.samples.produce import Sample, Verdict
from scripts.samples.recipes import RECIPES


def sample(recipe, verdict):
    pixels = np.random.default_rng(1).random((70, 64), dtype=np.float32)
    made = Candidate(7, pixels, 12, 0.171, 0.9, frozenset({"rsna"}))
    return Sample(recipe, made, b"bytes", 0.9412, verdict)


def test_a_sample_is_described_in_one_line():
    accepted = Verdict(True, (), {"healthy": 0.93, "viral": 0.07})
    assert describe(sample(RECIPES[0], accepted)) == (
        "healthy-adult-1.dcm; seed 7; 12 films; largest share 0.17; "
        "largest correlation 0.941; probability 0.93"
    )
    refused = Verdict(False, ("lateral-view",), {})
    assert describe(sample(RECIPES[-1], refused)).endswith("correlation 0.941; lateral-view")


def test_the_command_writes_what_was_made(monkeypatch, tmp_path, capsys):
    asked = {}

    def produce(archive, judge, candidates):
        asked.update(archive=archive, judge=judge, candidates=candidates)
        yield sample(RECIPES[0], None)

    monkeypatch.setattr("scripts.samples.films.read_archive", lambda folder: folder)
    monkeypatch.setattr("scripts.samples.produce.produce", produce)
    words = ["--data", str(tmp_path), "--output", str(tmp_path / "out")]
    assert main([*words, "--unjudged", "--candidates", "3"]) == 0
    assert asked == {"archive": tmp_path, "judge": None, "candidates": 3}
    assert (tmp_path / "out" / "healthy-adult-1.dcm").read_bytes() == b"bytes"
    assert len(json.loads((tmp_path / "out" / "samples.json").read_text())) == 1
    assert capsys.readouterr().err.startswith("healthy-adult-1.dcm; seed 7")


def test_missing_radiographs_are_one_line_on_standard_error(tmp_path, capsys):
    assert main(["--unjudged", "--data", str(tmp_path)]) == 1
    assert "[data-unavailable]" in capsys.readouterr().err


def test_no_candidates_at_all_is_a_usage_error(capsys):
    with pytest.raises(SystemExit):
        main(["--candidates", "none"])
    assert "invalid int value" in capsys.readouterr().err

"""The index of the samples."""

import json

import pytest

from pages.shared.upload import samples


@pytest.fixture(autouse=True)
def fresh():
    samples.all_samples.cache_clear()
    yield
    samples.all_samples.cache_clear()


def test_the_index_is_read_in_its_order(tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "SAMPLES", tmp_path)
    entries = [
        {"file": "b.png", "label": "viral", "population": "child", "format": "png", "more": 1},
        {"file": "a.dcm", "label": "lateral"},
    ]
    (tmp_path / "samples.json").write_text(json.dumps(entries), encoding="utf-8")
    (tmp_path / "a.dcm").write_bytes(b"bytes")
    first, second = samples.all_samples()
    assert (first.file, first.label, first.population, first.format) == (
        "b.png",
        "viral",
        "child",
        "png",
    )
    assert (second.label, second.population, second.format) == ("lateral", "", "dcm")
    assert second.data() == b"bytes"


def test_without_an_index_there_are_no_samples(tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "SAMPLES", tmp_path)
    assert samples.all_samples() == ()

import json
import sys
from types import SimpleNamespace

import pytest

from model.__main__ import main
from model.commands.evaluate import PARTS, measure_part


@pytest.fixture
def folder(tmp_path):
    """A folder of artefacts with a manifest that holds one threshold of the lungs."""
    place = tmp_path / "weights"
    place.mkdir()
    manifest = {
        "labels": ["healthy"],
        "temperature": 1.0,
        "conformal": {"coverage": 0.9, "thresholds": {"healthy": 0.5}},
        "gate": {},
        "training": {},
        "figures": {},
        "files": {},
        "explanation": {"lungs": {"thresholds": {"area": 0.05}, "films": 1}, "verdict": {"n": 2}},
    }
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return place


def test_a_part_replaces_its_figures_and_keeps_what_it_does_not_measure(
    folder, tmp_path, monkeypatch
):
    asked = []

    def measure(place, data):
        asked.append((place, data))
        return {"films": 3}

    monkeypatch.setitem(sys.modules, PARTS["lungs"][0], SimpleNamespace(measure=measure))
    measure_part("lungs", folder, tmp_path)
    assert asked == [(folder, tmp_path)]
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["explanation"] == {
        "lungs": {"thresholds": {"area": 0.05}, "films": 3},
        "verdict": {"n": 2},
    }


@pytest.mark.parametrize("part", PARTS)
def test_a_part_and_the_whole_cannot_be_asked_for_at_once(part, capsys):
    with pytest.raises(SystemExit) as left:
        main(["evaluate", f"--{part}", "--from-predictions"])
    assert left.value.code == 2
    assert "not allowed with" in capsys.readouterr().err

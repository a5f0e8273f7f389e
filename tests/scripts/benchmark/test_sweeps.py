import json
from pathlib import Path

from model.augment.registry import TRANSFORMS
from model.classifier.engine import Engine
from scripts.benchmark.__main__ import main
from scripts.benchmark.sweeps import as_lines
from tests.pages.fake_engine import FakeEngine

ROOT = Path(__file__).resolve().parents[3]


def test_every_transform_with_a_parameter_is_swept(capsys, monkeypatch):
    monkeypatch.setattr(Engine, "load", FakeEngine)
    picture = ROOT / "assets" / "samples" / "covid-1.png"
    command = ["--sweeps", "--rounds", "1", "--json", "--picture", str(picture)]
    assert main(command) == 0
    found = json.loads(capsys.readouterr().out)
    names = {one.name for one in TRANSFORMS.values() if one.parameters and not one.mix}
    assert {one["transform"] for one in found["sweeps"]} == names
    ratios = [one["ratio"] for one in found["sweeps"]]
    assert ratios == sorted(ratios, reverse=True)
    assert found["points"] == 21


def test_the_lines_name_the_passes_and_the_ratio():
    text = as_lines(
        {
            "points": 21,
            "batch_ms": 200.0,
            "single_ms": 250.0,
            "sweeps": [{"transform": "gamma", "ms": 210.0, "ratio": 1.05}],
        }
    )
    assert text.splitlines() == [
        "21 forward passes in one batch    200.0 ms, one by one 250.0 ms",
        "  gamma                      210.0 ms   1.05 times the batch",
    ]

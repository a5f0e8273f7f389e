import json
from pathlib import Path

import pytest

from scripts.benchmark.__main__ import main
from scripts.benchmark.rise import as_lines

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.tensorflow
def test_both_ways_make_the_same_map(capsys):
    picture = ROOT / "assets" / "samples" / "covid-1.png"
    assert main(["--rise", "--masks", "48", "--json", "--picture", str(picture)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["masks"] == 48
    assert found["label"] == "covid"
    assert found["rank_correlation"] > 0.9
    assert found["ratio"] == pytest.approx(
        found["seconds"]["keras"] / found["seconds"]["engine"], rel=0.05
    )


def test_the_lines_name_masks_seconds_and_ratio():
    text = as_lines(
        {
            "masks": 1000,
            "label": "viral",
            "seconds": {"engine": 5.0, "keras": 30.0},
            "ratio": 6.0,
            "rank_correlation": 0.98,
        }
    )
    assert "RISE, 1000 masks, class viral" in text
    assert "30.00 s   6.0 times as long" in text

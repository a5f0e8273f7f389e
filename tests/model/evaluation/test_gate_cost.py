"""What the gate costs, without a clock."""

import itertools
import zipfile

import cv2
import numpy as np
import pytest

from model.evaluation import gate_cost
from tests.model.classifier.test_gate import radiograph
from tests.model.classifier.test_prediction import FixedEngine


def test_medians_of_both_side_by_side(monkeypatch):
    engine = FixedEngine(age=0.0)
    # Each is timed from a tick to the next: forward passes take 4 ms, 4 ms and 40 ms.
    ticks = itertools.chain.from_iterable(
        [0.0, forward, forward, forward + 0.0005] for forward in (0.004, 0.004, 0.04)
    )
    monkeypatch.setattr(gate_cost.time, "perf_counter", lambda: next(ticks))
    assert gate_cost.gate_cost(engine, radiograph(size=(2500, 2048)), rounds=3) == {
        "forward_ms": 4.0,
        "gate_ms": 0.5,
        "added": 0.125,
        "rounds": 3,
        "rows": 2500,
        "columns": 2048,
    }
    # One pass for the features, one to warm up, three that are timed.
    assert engine.calls == 5


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.csv").write_text(
        "file,split,label,source,population,group\n"
        "a.png,val,healthy,rsna,adult,a\nb.png,test,healthy,rsna,adult,b\n",
        encoding="utf-8",
    )
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for name, grey in (("a", 40), ("b", 200)):
            film = np.full((32, 32), grey, np.uint8)
            archive.writestr(f"{name}.png", cv2.imencode(".png", film)[1].tobytes())
    return tmp_path


def test_the_film_is_of_the_size_that_a_detector_delivers(folder):
    film = gate_cost.usual_film(folder)
    assert film.size == (2500, 2048)
    assert film.pixels.mean() == pytest.approx(40 / 255, abs=0.001)

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model.errors import BenchmarkFailedError, PathUnreadableError
from scripts.benchmark import race as race_module
from scripts.benchmark import report
from scripts.benchmark.__main__ import first_sample, main
from scripts.benchmark.contenders import CONTENDERS
from scripts.benchmark.race import Record, race

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 2**20

ENGINE = Record(
    start_seconds=[0.9, 1.0, 5.0],
    peak_bytes=[200 * MEGABYTE] * 3,
    milliseconds=[8.0, 10.0, 12.0, 90.0, 9.0],
    probabilities=[0.1, 0.2, 0.3, 0.4],
    heatmap=[0.0, 1.0, 2.0],
)
KERAS = Record(
    start_seconds=[7.0, 6.0, 8.0],
    peak_bytes=[700 * MEGABYTE, 800 * MEGABYTE, 900 * MEGABYTE],
    milliseconds=[150.0, 250.0, 200.0],
    probabilities=[0.1, 0.2, 0.28, 0.42],
    heatmap=[1.0, 3.0, 5.0],
)
ABSENT = Record(absent="not installed: onnx")


@pytest.fixture
def summary():
    return report.summarise({"engine": ENGINE, "keras": KERAS, "onnxruntime": ABSENT})


class TestSummary:
    def test_ratios_are_keras_over_engine_of_medians(self, summary):
        assert summary["ratio"] == 20.0
        assert summary["start_ratio"] == 7.0
        assert summary["memory_ratio"] == 4.0

    def test_raw_figures_are_beside_them(self, summary):
        keras = summary["contenders"]["keras"]
        assert keras["images"] == 3
        assert keras["starts_s"] == [7.0, 6.0, 8.0]
        assert keras["peak_mb"] == 800.0
        assert keras["probability_difference"] == pytest.approx(0.02)
        assert keras["heatmap_correlation"] == pytest.approx(1.0)

    def test_who_did_not_run_says_why(self, summary):
        assert summary["contenders"]["onnxruntime"] == {"absent": "not installed: onnx"}

    def test_it_is_json(self, summary):
        assert json.loads(json.dumps(summary)) == summary

    def test_a_flat_map_has_no_correlation(self):
        flat = Record([1.0], [1], [1.0], [0.1, 0.2, 0.3, 0.4], [0.0, 0.0, 0.0])
        figures = report.summarise({"engine": ENGINE, "keras": flat})["contenders"]["keras"]
        assert figures["heatmap_correlation"] is None

    def test_the_table(self, summary):
        assert report.as_table(summary, Path("samples/film.png")).splitlines()[1:] == [
            "",
            "                                image, ms   first, s   peak, MB",
            "this engine                          10.0       1.00        200",
            "Keras predict + GradientTape        200.0       7.00        800",
            "ONNX Runtime                  not installed: onnx",
            "Keras over this engine              20.0×       7.0×       4.0×",
        ]


class TestRace:
    @pytest.fixture
    def started(self, monkeypatch):
        """What was started, without starting it; names in `failing` fail."""
        names, failing = [], set()

        def run(order, record):
            names.append(order["contender"])
            return order["contender"] not in failing

        monkeypatch.setattr(race_module, "_run", run)
        monkeypatch.setattr(race_module, "NEEDS", {})
        return names, failing

    def go(self, *contenders):
        return race(
            Path("film.png"),
            contenders,
            precision="auto",
            images=1,
            rounds=2,
            on_start=lambda name: None,
        )

    def test_contenders_take_turns(self, started):
        self.go("engine", "keras", "onnxruntime")
        round_ = ["engine", "keras", "onnxruntime"]
        assert started[0] == ["export", *round_, *round_]

    @pytest.mark.parametrize("name", ["engine", "keras"])
    def test_it_is_no_benchmark_without(self, started, name):
        started[1].add(name)
        with pytest.raises(BenchmarkFailedError, match=name):
            self.go("engine", "keras")

    def test_another_may_fail_and_is_not_tried_again(self, started):
        started[1].add("tf_function")
        records = self.go("engine", "keras", "tf_function")
        assert records["tf_function"].absent == "it ended without an answer"
        assert started[0].count("tf_function") == 1

    def test_without_an_export_onnx_runtime_does_not_start(self, started):
        started[1].add("export")
        assert self.go("engine", "onnxruntime")["onnxruntime"].absent
        assert "onnxruntime" not in started[0]

    def test_a_package_that_is_missing_is_named(self, monkeypatch):
        monkeypatch.setattr(race_module, "NEEDS", {"onnxruntime": ("numpy", "no_such_package")})
        assert race_module._absence("onnxruntime") == "not installed: no_such_package"


FAKE_CONTENDER = """
import sys, os
import numpy as np
from scripts.benchmark import contenders, worker

def start(setup):
    print("a library that is proud of its version")
    os.write(1, b"and one that writes past Python")
    heatmap = np.arange(224 * 224, dtype=np.float32).reshape(224, 224)
    return lambda: contenders.Result(np.array([0.1, 0.2, 0.3, 0.4]), heatmap)

worker.CONTENDERS = {"fake": start}
sys.exit(worker.main(sys.argv[1:]))
"""


class TestWorker:
    def test_it_says_two_lines_whatever_libraries_print(self):
        order = {"contender": "fake", "picture": "x", "precision": "auto", "onnx": "", "images": 4}
        done = subprocess.run(
            [sys.executable, "-c", FAKE_CONTENDER, json.dumps(order)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        first, second = map(json.loads, done.stdout.splitlines())
        assert first["probabilities"] == [0.1, 0.2, 0.3, 0.4]
        assert first["heatmap"][:2] == [8 * 224 + 8, 8 * 224 + 24]
        assert len(first["heatmap"]) == 14 * 14
        assert len(second["milliseconds"]) == 4
        assert "proud of its version" in done.stderr

    def test_the_peak_stays_when_memory_is_given_back(self):
        code = """
import numpy as np
from scripts.benchmark.worker import peak_memory
np.ones(32 * 2**20)  # 256 MB, gone at once
print(peak_memory())
"""
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert 256 * MEGABYTE < int(done.stdout) < 400 * MEGABYTE


class TestCommand:
    @pytest.fixture
    def recorded(self, monkeypatch):
        asked = {}

        def fake_race(picture, contenders, **options):
            asked.update(options, picture=picture, contenders=contenders)
            return {"engine": ENGINE, "keras": KERAS}

        monkeypatch.setattr("scripts.benchmark.race.race", fake_race)
        return asked

    def test_json(self, recorded, capsys):
        picture = ["--picture", "film.png", "--images", "7", "--rounds", "2"]
        assert main(["--json", *picture]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert (printed["ratio"], printed["start_ratio"], printed["memory_ratio"]) == (20, 7, 4)
        assert (printed["picture"], printed["rounds"], printed["precision"]) == (
            "film.png",
            2,
            "auto",
        )
        assert len(printed["model"]) == 64
        assert (recorded["images"], recorded["rounds"]) == (7, 2)
        assert recorded["contenders"] == ("engine", "keras", "tf_function", "onnxruntime")

    def test_none_is_no_number_of_rounds(self, capsys):
        with pytest.raises(SystemExit):
            main(["--rounds", "0"])
        assert "at least 1" in capsys.readouterr().err

    def test_it_starts_from_the_first_sample_of_a_class(self, tmp_path, monkeypatch):
        listed = [{"file": "side.png", "label": "lateral"}, {"file": "b.png", "label": "covid"}]
        (tmp_path / "samples.json").write_text(json.dumps(listed))
        monkeypatch.setattr("scripts.benchmark.__main__.SAMPLES", tmp_path)
        assert first_sample() == tmp_path / "b.png"

    def test_without_samples_it_says_so(self, tmp_path, monkeypatch):
        monkeypatch.setattr("scripts.benchmark.__main__.SAMPLES", tmp_path)
        with pytest.raises(PathUnreadableError):
            first_sample()


@pytest.mark.tensorflow
def test_contenders_give_the_same_answer():
    from scripts.benchmark.contenders import Setup

    setup = Setup(first_sample(), "fp32", None)
    engine, keras = (CONTENDERS[name](setup)() for name in ("engine", "keras"))
    np.testing.assert_allclose(keras.probabilities, engine.probabilities, atol=0.02)
    assert np.corrcoef(keras.heatmap.ravel(), engine.heatmap.ravel())[0, 1] >= 0.999
    assert keras.heatmap.shape == engine.heatmap.shape == (224, 224)

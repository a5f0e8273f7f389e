"""What the gate would refuse elsewhere, what it costs (without a clock), what headers tell it."""

import dataclasses
import io
import itertools
import zipfile

import cv2
import numpy as np
import pydicom
import pytest

from model.evaluation.figures import gate
from model.evaluation.figures.gate import MODALITIES, disguise, disguised_figures, refused_at
from model.evaluation.measure.metrics import Cohort
from model.imaging.read import read_radiograph
from tests.model.classifier.test_gate import radiograph
from tests.model.classifier.test_prediction import FixedEngine

LIMITS = {"distance": 0.9, "view": 0.0}


@pytest.fixture
def films(make_table):
    """Twenty films of test, the likelier another view the later; two lateral views."""
    rows = [("test", "healthy", "rsna", "adult", n, "healthy", "") for n in range(20)]
    rows += [("lateral", "lateral", "ieee8023", "adult", 30 + n, "covid", "") for n in range(2)]
    table = make_table(rows)
    views = np.full((22, 7), -9.0, np.float32)
    views[:, 0] = [*range(-20, 0), -2, -0.5]
    return dataclasses.replace(table, views=views)


@pytest.fixture
def cohorts(films):
    return {
        split: Cohort(films.group[films.split == split], np.ones((3, n)))
        for split, n in (("test", 20), ("lateral", 2))
    }


def test_the_threshold_moves_until_so_many_of_test_pass(films, cohorts):
    found = refused_at(films, cohorts, LIMITS, accepted=0.9)
    assert found["view"] == -3.0
    assert found["test"]["value"] == 0.1
    assert found["kinds"]["lateral"]["value"] == 1.0
    assert refused_at(films, cohorts, LIMITS, accepted=0.95)["kinds"]["lateral"]["value"] == 0.5


def test_what_is_stopped_for_another_reason_is_counted_first(films, cohorts):
    distance = films.distance.copy()
    distance[0] = 1.0
    refusals = films.refusals.astype("<U30")
    refusals[1] = "too-small"
    moved = dataclasses.replace(films, distance=distance, refusals=refusals)
    found = refused_at(moved, cohorts, LIMITS, accepted=0.9)
    assert found["view"] == -1.0
    assert found["test"]["value"] == 0.1


def test_kinds_that_are_not_there_are_left_out(films, cohorts):
    assert list(refused_at(films, cohorts, LIMITS)["kinds"]) == ["lateral"]


def test_medians_of_both_side_by_side(monkeypatch):
    engine = FixedEngine(age=0.0)
    # Each is timed from a tick to the next: forward passes take 4 ms, 4 ms and 40 ms.
    ticks = itertools.chain.from_iterable(
        [0.0, forward, forward, forward + 0.0005] for forward in (0.004, 0.004, 0.04)
    )
    monkeypatch.setattr(gate.time, "perf_counter", lambda: next(ticks))
    assert gate.gate_cost(engine, radiograph(size=(2500, 2048)), rounds=3) == {
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
    film = gate.usual_film(folder)
    assert film.size == (2500, 2048)
    assert film.pixels.mean() == pytest.approx(40 / 255, abs=0.001)


FILM = np.arange(35, dtype=np.uint8).reshape(5, 7)


@pytest.mark.parametrize("modality", MODALITIES)
def test_the_file_is_of_that_modality_and_keeps_the_pixels(modality):
    data = disguise(FILM, modality)
    image = pydicom.dcmread(io.BytesIO(data))
    assert image.Modality == modality
    assert image.SOPClassUID == MODALITIES[modality]
    assert (image.pixel_array == FILM).all()
    assert "PatientName" not in image
    assert read_radiograph(data).technical["Modality"] == modality
    assert disguise(FILM, modality) == data


def test_refusals_are_counted_by_their_reason(tmp_path, monkeypatch):
    rows = ["file,split,label,source,population,group"]
    with zipfile.ZipFile(tmp_path / "radiographs.zip", "w") as archive:
        for name in ("a", "b", "c"):
            rows.append(f"{name}.png,test,healthy,rsna,adult,{name}")
            archive.writestr(f"{name}.png", cv2.imencode(".png", FILM)[1].tobytes())
    (tmp_path / "index.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(gate, "FILMS", 2)
    found = disguised_figures(FixedEngine(), tmp_path)
    assert found == {name: {"n": 2, "refused": 2} for name in ("CT", "MR", "US")}
    # Refused all the same, for their size: that does not count.
    monkeypatch.setattr(
        gate, "disguise", lambda pixels, _: cv2.imencode(".png", pixels)[1].tobytes()
    )
    assert disguised_figures(FixedEngine(), tmp_path)["CT"] == {"n": 2, "refused": 0}

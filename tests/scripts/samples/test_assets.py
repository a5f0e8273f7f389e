"""The committed samples are what their list says, and the light box takes them as it should."""

import io
import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pydicom
import pytest

from model.classifier.classes import CLASSES
from model.classifier.engine import Engine
from model.classifier.prediction import examine
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from scripts.samples.produce import LIST_NAME, MAX_CORRELATION, MAX_SHARE
from scripts.samples.recipes import RECIPES, SOURCES

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "samples"
LISTED = json.loads((FOLDER / LIST_NAME).read_text(encoding="utf-8"))
FILES = [entry["file"] for entry in LISTED]


@pytest.fixture(scope="module")
def radiographs():
    return {name: read_radiograph((FOLDER / name).read_bytes()) for name in FILES}


@pytest.fixture(scope="module", params=["auto", "fp32"])
def engine(request):
    return Engine.load(request.param)


def test_the_list_names_every_file_and_no_other():
    assert {path.name for path in FOLDER.iterdir()} == {*FILES, LIST_NAME, "README.md"}
    assert [recipe.file for recipe in RECIPES] == FILES


def test_all_samples_together_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_000_000


def test_there_are_two_samples_of_each_class_and_a_side_view():
    count = Counter(entry["label"] for entry in LISTED)
    assert all(count[label] >= 2 for label in CLASSES)
    assert count["lateral"] == 1


@pytest.mark.parametrize("entry", LISTED, ids=FILES)
def test_an_entry_says_how_its_sample_was_made(entry):
    assert entry["composed_of"] >= 8
    assert entry["max_share"] <= MAX_SHARE
    assert entry["max_correlation"] < MAX_CORRELATION
    known = [vars(source) for source in SOURCES.values()]
    assert entry["sources"]
    assert all(source in known for source in entry["sources"])


@pytest.mark.parametrize("entry", LISTED, ids=FILES)
def test_a_sample_is_large_enough_to_look_at(entry, radiographs):
    radiograph = radiographs[entry["file"]]
    assert radiograph.format == entry["format"]
    assert radiograph.size == (entry["rows"], entry["columns"])
    assert radiograph.size[0] >= 512
    assert radiograph.chroma == 0
    assert not radiograph.looks_inverted


def test_the_dicom_sample_is_a_16_bit_negative_without_a_patient():
    (name,) = [entry["file"] for entry in LISTED if entry["format"] == "dicom"]
    image = pydicom.dcmread(io.BytesIO((FOLDER / name).read_bytes()))
    assert image.PhotometricInterpretation == "MONOCHROME1"
    assert image.BitsStored == 16
    assert not image.PatientName
    assert not image.PatientID


def test_no_two_samples_are_the_same_picture(radiographs):
    planes = {name: network_input(r.pixels)[..., 0].ravel() for name, r in radiographs.items()}
    for one, other in combinations(planes, 2):
        found = np.corrcoef(planes[one], planes[other])[0, 1]
        assert found < MAX_CORRELATION, (one, other)


@pytest.mark.parametrize("entry", LISTED, ids=FILES)
def test_the_light_box_takes_it_as_what_it_shows(entry, radiographs, engine):
    examination = examine(radiographs[entry["file"]], engine)
    if entry["label"] == "lateral":
        assert "lateral-view" in [notice.code for notice in examination.refusals]
        assert examination.answer is None
    else:
        assert examination.accepted, [notice.code for notice in examination.refusals]
        assert examination.answer.predicted == entry["label"]


def test_the_readme_credits_every_source():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for source in SOURCES.values():
        for reference in re.findall(r"(?:doi:|arXiv:)[^\s;,]+", source.attribution):
            assert reference in readme

"""What a reader takes along."""

import json
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from model.classifier.prediction import examine
from model.imaging.read import read_radiograph
from pages.shared import i18n
from pages.shared.pictures import report
from pages.shared.pictures.display import EVIDENCE_TOP
from pages.shared.pictures.layers import HeatLayer
from pages.shared.upload.cases import HowToRead
from tests.pages.fake_engine import MODEL_SHA256, FakeEngine
from tests.pages.test_catalogues import catalogue, texts


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: "en")


def heat(mode, value=EVIDENCE_TOP):
    evidence = np.zeros((224, 224), np.float32)
    evidence[:112] = value
    return HeatLayer(evidence, "viral", mode, 0.5)


def opened(data):
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.mode) == ("PNG", "RGB")
        return np.asarray(image).astype(int)


def test_the_json_has_the_fields_of_the_command_line(radiograph):
    examination = examine(read_radiograph(radiograph), FakeEngine())
    record = json.loads(report.record_json("röntgen.png", examination, HowToRead()))
    assert list(record) == [
        "file",
        "accepted",
        "refusals",
        "warnings",
        "predicted",
        "probabilities",
        "prediction_set",
        "looks_like",
        "model",
        "elapsed_ms",
    ]
    assert (record["file"], record["predicted"]) == ("röntgen.png", "bacterial")
    assert record["prediction_set"] == ["bacterial", "viral"]
    assert record["model"] == MODEL_SHA256
    assert sum(record["probabilities"].values()) == pytest.approx(1.0, abs=1e-5)


def test_the_json_of_a_refusal_has_the_reason_and_no_class(radiograph):
    examination = examine(read_radiograph(radiograph), FakeEngine(lateral=1.0))
    record = json.loads(report.record_json("a.png", examination, HowToRead()))
    assert (record["accepted"], record["refusals"]) == (False, ["lateral-view"])
    assert not {"predicted", "probabilities", "prediction_set"} & set(record)


def test_what_the_reader_did_to_the_film_goes_into_the_result(radiograph):
    examination = examine(read_radiograph(radiograph), FakeEngine(child=-1.0))
    record = json.loads(report.record_json("a.png", examination, HowToRead(turn=3, invert=True)))
    assert list(record)[-2:] == ["turned", "inverted"]
    assert (record["turned"], record["inverted"]) == (270, True)
    assert record["looks_like"] == "adult"


def test_what_the_reader_did_to_the_film_stands_under_the_picture():
    assert report.how_corrected(HowToRead(frame=2, window=1)) == []
    lines = report.how_corrected(HowToRead(turn=2, invert=True))
    assert lines == ["Turned by 180° clockwise, as you asked.", "Inverted, as you asked."]
    grey = np.zeros((64, 64), np.uint8)
    plain = opened(report.overlay_png(grey, heat("off")))
    said = opened(report.overlay_png(grey, heat("off"), lines))
    assert said.shape[0] == plain.shape[0] + 2 * (report.FONT_SIZE + 6)
    assert (said == 255).sum() > (plain == 255).sum()


def test_the_picture_carries_the_heat_map_where_the_evidence_is():
    grey = np.full((800, 900), 100, np.uint8)
    sheet = opened(report.overlay_png(grey, heat("colour")))
    assert sheet.shape[1] == 900
    # Half yellow (254, 232, 56), half grey.
    assert sheet[200, 450].tolist() == [177, 166, 78]
    assert sheet[600, 450].tolist() == [100, 100, 100]
    assert opened(report.overlay_png(grey, heat("off")))[200, 450].tolist() == [100, 100, 100]


def test_contours_leave_the_picture_within_them_as_it_is():
    grey = np.full((800, 900), 100, np.uint8)
    sheet = opened(report.overlay_png(grey, heat("contours")))
    assert sheet[200, 450].tolist() == [100, 100, 100]
    assert (sheet[390:410, 450] != 100).any()


def test_a_small_picture_is_enlarged_and_the_scale_is_under_it():
    sheet = opened(report.overlay_png(np.zeros((64, 64), np.uint8), heat("off")))
    assert sheet.shape[1] == report.SMALLEST_SIDE
    bar = sheet[report.SMALLEST_SIDE + report.FONT_SIZE // 2 + 2]
    assert bar[report.MARGIN + 1].tolist() == pytest.approx([0, 34, 78], abs=2)
    assert bar[-report.MARGIN - 2].tolist() == pytest.approx([254, 232, 56], abs=2)


@pytest.mark.parametrize("language", ["en", "pt_BR", "zh_CN"])
def test_every_language_can_be_written_under_the_picture(language, monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: language)
    sheet = opened(report.overlay_png(np.zeros((64, 64), np.uint8), heat("off")))
    foot = sheet[report.SMALLEST_SIDE + 3 * report.FONT_SIZE :]
    assert (foot == 255).any()


def test_every_chinese_character_of_the_app_can_be_written_on_any_machine():
    def drawn(character):
        paper = np.zeros((32, 32, 3), np.uint8)
        cv2.putText(paper, character, (4, 26), (255,) * 3, report.font(), report.FONT_SIZE, 400)
        return paper.tobytes()

    words = "".join(map(str, texts(catalogue("zh_CN")).values()))
    characters = {one for one in words if ord(one) > 0x2E80}
    assert len(characters) > 500
    # OpenCV writes a question mark for what the font does not have.
    missing = drawn("?")
    assert {one for one in characters if drawn(one) == missing} == set()
    assert drawn("\U0001fae5") == missing


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("a.b.png", ("a.b-result.json", "a.b-heat-map.png")),
        ("noextension", ("noextension-result.json", "noextension-heat-map.png")),
        ("../../etc/passwd", ("passwd-result.json", "passwd-heat-map.png")),
    ],
)
def test_files_are_named_after_the_picture(name, files):
    assert (report.record_name(name), report.overlay_name(name)) == files

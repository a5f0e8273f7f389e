import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.__main__ import main
from model.classifier.classes import CLASSES
from model.classifier.engine import Engine
from model.classifier.evidence import EvidenceMaps
from model.classifier.prediction import Answer, Examination
from model.commands.classify import HeatmapFolder, find_files
from model.errors import ArtefactMissingError
from model.messages import Notice

PROBABILITIES = {"healthy": 0.02, "covid": 0.08, "bacterial": 0.6, "viral": 0.3}
FIELDS = ["file", "accepted", "refusals", "warnings"]
ANSWER_FIELDS = ["predicted", "probabilities", "prediction_set", "looks_like"]


def make_answer():
    return Answer(
        predicted="bacterial",
        probabilities=PROBABILITIES,
        prediction_set=("bacterial", "viral"),
        evidence=EvidenceMaps(np.arange(196, dtype=np.float32).reshape(4, 7, 7)),
    )


@pytest.fixture
def examined(monkeypatch):
    """The engine replaced: grey pictures are accepted, pictures 65 pixels wide are refused."""
    asked = []

    def examine(radiograph, engine, *, force=False):
        refused = radiograph.size[1] == 65
        return Examination(
            accepted=not refused,
            refusals=(Notice("not-radiograph"),) if refused else (),
            warnings=(Notice("looks-inverted"),) if radiograph.size[1] == 66 else (),
            answer=make_answer() if force or not refused else None,
            logits=dict.fromkeys(CLASSES, 0.0),
            gate={},
            population="child" if radiograph.size[1] == 64 else "adult",
            model_sha256="ab" * 32,
            elapsed_ms=1.0,
        )

    def load(precision="auto", folder=None):
        asked.append(precision)
        return object()

    monkeypatch.setattr("model.classifier.prediction.examine", examine)
    monkeypatch.setattr(Engine, "load", load)
    return asked


@pytest.fixture
def picture(tmp_path):
    def write(name, width=64):
        ramp = np.tile(np.linspace(0, 255, width).astype(np.uint8), (64, 1))
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(ramp).save(path, format="PNG")
        return path

    return write


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


class TestJson:
    def test_an_accepted_file(self, examined, picture, capsys):
        path = picture("film.png")
        assert main(["classify", "--json", str(path)]) == 0
        (line,) = lines(capsys)
        assert list(line) == [*FIELDS, *ANSWER_FIELDS, "model", "elapsed_ms"]
        assert line["elapsed_ms"] > 0
        del line["elapsed_ms"]
        assert line == {
            "file": str(path),
            "accepted": True,
            "refusals": [],
            "warnings": [],
            "predicted": "bacterial",
            "probabilities": PROBABILITIES,
            "prediction_set": ["bacterial", "viral"],
            "looks_like": "child",
            "model": "ab" * 32,
        }

    def test_a_refused_file_has_no_answer(self, examined, picture, capsys):
        assert main(["classify", "--json", str(picture("cat.png", width=65))]) == 0
        (line,) = lines(capsys)
        assert list(line) == [*FIELDS, "model", "elapsed_ms"]
        assert line["accepted"] is False
        assert line["refusals"] == ["not-radiograph"]

    def test_a_refused_file_has_an_answer_under_force(self, examined, picture, capsys):
        assert main(["classify", "--json", "--force", str(picture("cat.png", width=65))]) == 0
        (line,) = lines(capsys)
        assert line["accepted"] is False
        assert line["probabilities"] == PROBABILITIES

    def test_a_warning(self, examined, picture, capsys):
        main(["classify", "--json", str(picture("negative.png", width=66))])
        assert lines(capsys)[0]["warnings"] == ["looks-inverted"]

    def test_bad_files_do_not_stop_the_rest(self, examined, picture, tmp_path, capsys):
        (tmp_path / "a.dcm").write_text("not a picture, whatever it is called\n")
        (tmp_path / "b.png").write_bytes(b"")
        picture("c.png")
        missing = tmp_path / "nowhere.png"
        assert main(["classify", "--json", str(missing), str(tmp_path)]) == 0
        found = lines(capsys)
        assert [line.get("error") for line in found] == [
            "path-unreadable",
            "not-an-image",
            "file-empty",
            None,
        ]
        assert list(found[0]) == ["file", "error"]

    def test_a_file_too_large_is_not_opened(self, examined, tmp_path, capsys):
        path = tmp_path / "huge.dcm"
        with path.open("wb") as stream:
            stream.truncate(64 * 2**20 + 1)
        assert main(["classify", "--json", str(path)]) == 0
        assert lines(capsys) == [{"file": str(path), "error": "file-too-large"}]

    def test_any_file_name_is_one_line_of_ascii(self, examined, tmp_path, capsys):
        name = os.fsdecode(b"\xff\xe8\x82\xba\n\x1b[31m.png")
        (tmp_path / name).write_bytes(b"")
        main(["classify", "--json", str(tmp_path)])
        out = capsys.readouterr().out
        assert out.isascii()
        assert json.loads(out)["file"] == str(tmp_path / name)

    def test_the_precision_is_passed_on(self, examined, picture, capsys):
        main(["classify", "--precision", "fp32", str(picture("film.png"))])
        main(["classify", str(picture("film.png"))])
        assert examined == ["fp32", "auto"]


class TestTable:
    def test_an_accepted_file(self, examined, picture, capsys):
        path = picture("film.png")
        assert main(["classify", str(path)]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f" 60.0%  bacterial pneumonia  {path}",
            "    It cannot separate: bacterial pneumonia or viral pneumonia.",
            "For education and quick checks; not a diagnosis.",
        ]

    def test_a_refused_file(self, examined, picture, capsys):
        path = picture("cat.png", width=65)
        main(["classify", str(path)])
        first, second, _ = capsys.readouterr().out.splitlines()
        assert first == f"no answer                    {path}"
        assert second == f"    Refused: {english('not-radiograph')} [not-radiograph]"

    def test_an_error(self, examined, tmp_path, capsys):
        path = tmp_path / "empty.png"
        path.write_bytes(b"")
        main(["classify", str(path)])
        first, second, _ = capsys.readouterr().out.splitlines()
        assert first == f"not read                     {path}"
        assert second.startswith("    The file is empty")
        assert second.endswith(" [file-empty]")

    def test_a_file_name_cannot_speak_to_the_terminal(self, examined, tmp_path, capsys):
        (tmp_path / "\x1b[31m肺\n.png").write_bytes(b"")
        main(["classify", str(tmp_path)])
        assert capsys.readouterr().out.splitlines()[0].endswith("/?[31m肺?.png")

    def test_a_folder_without_files(self, examined, tmp_path, capsys):
        assert main(["classify", str(tmp_path)]) == 0
        captured = capsys.readouterr()
        assert (captured.out, captured.err) == ("", "No files found.\n")


def english(code):
    notice = Notice(code)
    return f"{notice.english()} {notice.advice}"


class TestFindFiles:
    def test_folders_are_walked_in_order_without_hidden_files(self, tmp_path):
        for name in ("b/2", "b/1.dcm", "a.png", ".hidden", "b/.git/config", "c/d/e.png"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]
        assert found == ["a.png", "b/1.dcm", "b/2", "c/d/e.png"]

    def test_a_circle_of_links_ends(self, tmp_path):
        (tmp_path / "a.png").touch()
        (tmp_path / "again").symlink_to(tmp_path)
        assert list(find_files([tmp_path])) == [tmp_path / "a.png"]

    def test_a_link_that_is_named_is_followed(self, tmp_path):
        (tmp_path / "films").mkdir()
        (tmp_path / "films" / "a.png").touch()
        link = tmp_path / "link"
        link.symlink_to(tmp_path / "films")
        assert list(find_files([link])) == [link / "a.png"]

    def test_what_is_not_there_is_handed_on(self):
        assert list(find_files([Path("/nowhere/at/all")])) == [Path("/nowhere/at/all")]


class TestHeatmaps:
    def test_the_evidence_of_the_predicted_class(self, examined, picture, tmp_path, capsys):
        picture("films/film.1.png")
        target = tmp_path / "new" / "maps"
        assert main(["classify", "--heatmaps", str(target), str(tmp_path / "films")]) == 0
        written = np.load(target / "film.1.npy", allow_pickle=False)
        assert written.dtype == np.float32
        assert written.shape == (224, 224)
        np.testing.assert_array_equal(written, make_answer().evidence.upsampled("bacterial"))

    def test_a_refused_file_has_none(self, examined, picture, tmp_path, capsys):
        target = tmp_path / "maps"
        main(["classify", "--heatmaps", str(target), str(picture("cat.png", width=65))])
        assert list(target.iterdir()) == []

    def test_no_map_replaces_another_of_the_same_run(self, tmp_path):
        folder = HeatmapFolder(tmp_path)
        paths = [folder.write(Path(f"{part}/film.png"), make_answer()) for part in "abc"]
        assert [path.name for path in paths] == ["film.npy", "film-2.npy", "film-3.npy"]

    def test_a_folder_that_cannot_be_made(self, examined, picture, capsys):
        path = picture("film.png")
        assert main(["classify", "--heatmaps", str(path / "maps"), str(path)]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.endswith("[output-unwritable]\n")


class TestProgress:
    def test_there_is_a_bar_on_a_terminal(self, examined, picture, tmp_path, capsys, monkeypatch):
        picture("films/a.png")
        picture("films/b.png")
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        main(["classify", "--json", str(tmp_path / "films")])
        captured = capsys.readouterr()
        assert "2/2" in captured.err
        assert len(captured.out.splitlines()) == 2

    def test_there_is_none_in_a_pipe(self, examined, picture, tmp_path, capsys):
        picture("films/a.png")
        picture("films/b.png")
        main(["classify", "--json", str(tmp_path / "films")])
        assert capsys.readouterr().err == ""


def test_without_a_model_it_says_so_and_fails(monkeypatch, picture, capsys):
    def load(precision="auto", folder=None):
        raise ArtefactMissingError(file="manifest.json")

    monkeypatch.setattr(Engine, "load", load)
    assert main(["classify", str(picture("film.png"))]) == 1
    assert capsys.readouterr().err.endswith("[artefact-missing]\n")

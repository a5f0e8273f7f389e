"""A server that keeps a log of answers gives none without its line."""

import hashlib
import json

import pytest

from model.audit.log import KEYS, verify
from tests.pages.fake_engine import MODEL_SHA256


@pytest.fixture
def log(tmp_path, configure):
    """The log of a server that keeps one."""
    path = tmp_path / "audit.jsonl"
    configure(NEGATOSCOPE_AUDIT_LOG=str(path))
    return path


def upload(app, *files):
    for name, data in files:
        app.file_uploader(key="uploads").upload(name, data)
    return app.run()


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def test_an_answer_has_a_line_and_a_rerun_has_none(start, log, fake, radiograph, words):
    app = upload(start(), ("Nemo.png", radiograph))
    assert not app.exception
    (line,) = lines(log)
    assert tuple(line) == KEYS
    assert line["file"] == hashlib.sha256(radiograph).hexdigest()
    assert line["model"] == MODEL_SHA256
    assert (line["role"], line["gate"], line["reasons"]) == ("learner", "accepted", [])
    assert line["class"] == "bacterial"
    assert "Nemo" not in log.read_text(encoding="ascii")
    app.run()
    app.switch_page("pages/gradcam.py").run()
    assert verify(log).lines == 1
    assert "(SHA-256), never the picture or a name" in words(app)


def test_another_session_has_a_line_of_its_own(start, log, fake, radiograph):
    for _ in range(2):
        upload(start(), ("a.png", radiograph))
    assert verify(log).lines == 2
    assert len({line["file"] for line in lines(log)}) == 1


def test_refused_and_unreadable_files_and_samples_have_lines(start, log, use_engine, radiograph):
    upload(start(), ("bad.dcm", b"not a picture"))
    assert [(line["gate"], line["reasons"], line["class"]) for line in lines(log)] == [
        ("unreadable", ["not-an-image"], None)
    ]
    start(sample="bacterial-1.png")
    assert verify(log).lines == 2


def test_every_file_of_a_list_has_its_line(start, log, fake, radiograph):
    app = upload(start(), ("a.png", radiograph), ("b.png", b"no picture"))
    assert not app.exception
    assert [line["gate"] for line in lines(log)] == ["accepted", "unreadable"]


def test_without_its_line_there_is_no_answer(start, log, fake, radiograph, words):
    app = start()
    log.mkdir()
    app = upload(app, ("a.png", radiograph))
    assert not app.exception
    assert [error.value.rpartition(" ")[2] for error in app.error] == ["`audit-unwritable`"]
    assert "Bacterial pneumonia ·" not in words(app)
    assert len(app.get("plotly_chart")) == 0
    for page in ("gradcam", "augment"):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert len(app.get("plotly_chart")) == 0
    log.rmdir()
    app.run()
    assert verify(log).lines == 1
    assert len(app.get("plotly_chart")) > 0


def test_a_list_ends_where_a_line_cannot_be_written(start, log, fake, radiograph):
    app = start()
    log.mkdir()
    app = upload(app, ("a.png", radiograph), ("b.png", radiograph))
    assert not app.exception
    assert "`audit-unwritable`" in app.error[0].value


def test_without_the_setting_nothing_is_written_and_nothing_said(start, fake, radiograph, words):
    app = upload(start(), ("a.png", radiograph))
    assert "SHA-256" not in words(app)

import hashlib
import json

import pytest

from model.__main__ import main
from model.classifier.artefacts import load_manifest
from model.evaluation import run
from model.evaluation.markdown import render_card
from model.evaluation.predictions import PREDICTIONS, write_predictions
from model.evaluation.run import data_figures
from model.training.dataset import read_index

DATA = {"counts": [], "licences": {}}
COST = {
    "forward_ms": 9.0, "gate_ms": 0.9, "added": 0.1, "rounds": 3, "rows": 25, "columns": 20,
}  # fmt: skip


@pytest.fixture
def folder(table, manifest, tmp_path):
    """Artefacts as they are after an evaluation, but with figures that are out of date."""
    place = tmp_path / "weights"
    place.mkdir()
    write_predictions(table, place / PREDICTIONS)
    content = (place / PREDICTIONS).read_bytes()
    document = {
        "labels": list(manifest.labels),
        "temperature": manifest.temperature,
        "conformal": {"coverage": 0.9, "thresholds": dict(manifest.conformal_thresholds)},
        "gate": dict(manifest.gate),
        "training": dict(manifest.training),
        "figures": {"data": DATA, "gate_cost": COST, "method": {"precision": "fp32"}},
        "files": {
            "negatoscope.bin": {"sha256": "ab" * 32, "size": 1000},
            PREDICTIONS: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)},
        },
    }
    (place / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    return place


def evaluate(folder, *options):
    return main(["evaluate", "--folder", str(folder), *options])


def test_figures_and_card_come_from_the_stored_predictions(folder, capsys, monkeypatch):
    monkeypatch.setattr(run, "data_folder", None)  # No image is touched.
    assert evaluate(folder, "--from-predictions") == 0
    figures = load_manifest(folder).figures
    assert figures["test"]["macro_recall"]["value"] == 0.6875
    assert figures["method"]["bootstrap"]["replicates"] == 1000
    assert (figures["method"]["precision"], figures["data"]) == ("fp32", DATA)
    assert figures["gate_cost"] == COST
    assert "gate_dicom" not in figures
    assert (folder.parent / "MODEL_CARD.md").read_text() == render_card(load_manifest(folder))
    assert "test: 12 films, mean sensitivity 0.688 (" in capsys.readouterr().out
    # The card alone, again: not a byte changes, neither there nor in the manifest.
    before = (folder / "manifest.json").read_bytes(), (folder.parent / "MODEL_CARD.md").read_bytes()
    (folder.parent / "MODEL_CARD.md").write_text("lost")
    assert evaluate(folder, "--card-only") == 0
    after = (folder / "manifest.json").read_bytes(), (folder.parent / "MODEL_CARD.md").read_bytes()
    assert after == before


def test_predictions_that_were_tampered_with_are_refused(folder, capsys):
    with (folder / PREDICTIONS).open("ab") as stream:
        stream.write(b" ")
    assert evaluate(folder, "--from-predictions") == 1
    assert "[artefact-damaged]" in capsys.readouterr().err


def test_the_gate_is_shown_with_what_was_asked_of_it(folder, capsys, monkeypatch):
    assert evaluate(folder, "--from-predictions") == 0
    figures = load_manifest(folder).figures
    disguised = {"CT": {"n": 5, "refused": 5}}
    monkeypatch.setattr(run, "evaluate", lambda *_: {**figures, "gate_dicom": disguised})
    capsys.readouterr()
    assert evaluate(folder, "--gate") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("test: refused 8.3 % (")
    assert lines[3].startswith("Photographs: refused 100.0 % (")
    assert lines[4].startswith("    where 95 % of test are accepted: 100.0 % (")
    assert "CT by the header: refused 5 of 5" in lines
    assert "forward pass 9.0 ms, gate 0.9 ms" in lines


def test_card_and_predictions_exclude_one_another(folder, capsys):
    with pytest.raises(SystemExit):
        evaluate(folder, "--from-predictions", "--card-only")
    assert "not allowed with" in capsys.readouterr().err


def test_without_the_data_set_nothing_is_written(folder, tmp_path, capsys):
    before = (folder / "manifest.json").read_bytes()
    assert evaluate(folder, "--data", str(tmp_path)) == 1
    assert "[data-unavailable]" in capsys.readouterr().err
    assert (folder / "manifest.json").read_bytes() == before


INDEX = """file,split,label,source,population,patient,group,view,original,width,height,license
a,test,viral,kermany,pediatric,,g1,,,1,1,CC BY 4.0
b,train,covid,ieee8023,adult,p1,p1,,,1,1,CC BY-NC-SA
c,train,covid,ieee8023,adult,p1,p1,,,1,1,
d,train,covid,ieee8023,adult,p2,p2,,,1,1,CC BY-NC-SA
e,unlabelled,nodule,jsrt,adult,p3,p3,,,1,1,JSRT terms
"""


@pytest.fixture
def figures(tmp_path):
    (tmp_path / "index.csv").write_text(INDEX, encoding="utf-8")
    return data_figures(tmp_path)


def test_films_and_groups_are_counted_with_training_first(figures):
    assert figures["counts"] == [
        {"split": "train", "label": "covid", "source": "ieee8023", "population": "adult",
         "n": 3, "groups": 2},
        {"split": "test", "label": "viral", "source": "kermany", "population": "pediatric",
         "n": 1, "groups": 1},
    ]  # fmt: skip


def test_licences_are_counted_and_a_missing_one_is_said(figures):
    assert figures["licences"] == {
        "ieee8023": {"CC BY-NC-SA": 2, "not stated": 1},
        "kermany": {"CC BY 4.0": 1},
    }


@pytest.mark.data
def test_no_group_is_in_two_of_the_splits_that_the_card_names(data_folder):
    splits = ("train", "val", "test", "adult")
    groups = [{film.group for film in read_index(data_folder, [split])} for split in splits]
    assert all(groups)
    assert len(set.union(*groups)) == sum(len(own) for own in groups)

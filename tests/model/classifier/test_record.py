import hashlib
import json

import pytest

from model.classifier.record import (
    card_path,
    record,
    recorded_figures,
    write_text,
)
from model.errors import ArtefactMissingError, ManifestInvalidError, OutputUnwritableError

MANIFEST = {
    "labels": ["healthy", "covid", "bacterial", "viral"],
    "input_size": 224,
    "temperature": 1.25,
    "conformal": {
        "coverage": 0.9,
        "thresholds": {"healthy": 0.5, "covid": 0.4, "bacterial": 0.3, "viral": 0.2},
    },
    "gate": {"distance": 0.9},
    "training": {"history": []},
    "figures": {},
    "files": {"negatoscope.bin": {"sha256": "ab" * 32, "size": 1}},
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "weights"
    place.mkdir()
    (place / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    (place / "predictions.csv.gz").write_bytes(b"stored")
    return place


def stored(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_only_the_figures_and_the_predictions_change(folder):
    record(folder, {"figures": {"test": {"n": 3}}}, ["predictions.csv.gz"])
    found = stored(folder)
    assert found["files"].pop("predictions.csv.gz") == {
        "sha256": hashlib.sha256(b"stored").hexdigest(),
        "size": 6,
    }
    assert found.pop("figures") == {"test": {"n": 3}}
    assert found == {name: value for name, value in MANIFEST.items() if name != "figures"}
    assert list(stored(folder)) == list(MANIFEST)


def test_attempts_are_kept_beside_everything_else(folder):
    record(folder, {"attempts": [{"name": "shipped", "chosen": True}]})
    found = stored(folder)
    assert found.pop("attempts") == [{"chosen": True, "name": "shipped"}]
    assert found == MANIFEST


def test_a_part_is_replaced_where_it_stands_and_a_new_one_goes_by_the_alphabet(folder):
    record(folder, {"explanation.verdict": 1, "explanation.lungs": 2, "training.history": [3]})
    record(folder, {"explanation.verdict": 4})
    found = stored(folder)
    assert list(found.pop("explanation").items()) == [("lungs", 2), ("verdict", 4)]
    assert found == {**MANIFEST, "training": {"history": [3]}}


def test_equal_figures_are_equal_bytes_in_any_order(folder):
    record(folder, {"figures": {"b": 1, "a": {"d": 2, "c": 3}}})
    first = (folder / "manifest.json").read_bytes()
    record(folder, {"figures": {"a": {"c": 3, "d": 2}, "b": 1}})
    assert (folder / "manifest.json").read_bytes() == first
    assert list(stored(folder)["figures"]) == ["a", "b"]


def test_a_figure_that_is_no_number_is_refused(folder):
    with pytest.raises(ValueError, match="JSON compliant"):
        record(folder, {"figures": {"auc": float("nan")}})
    assert stored(folder) == MANIFEST


def test_figures_need_a_manifest(tmp_path):
    with pytest.raises(ArtefactMissingError, match=r"manifest\.json is missing"):
        record(tmp_path, {"figures": {}})


def test_a_manifest_that_was_never_evaluated_has_no_figures(folder):
    with pytest.raises(ManifestInvalidError, match="not valid at figures"):
        recorded_figures(folder)


def test_the_card_lies_beside_the_folder_of_the_artefacts(tmp_path):
    assert card_path(tmp_path / "weights") == tmp_path / "MODEL_CARD.md"
    assert card_path().parts[-2:] == ("model", "MODEL_CARD.md")


def test_a_text_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path):
    write_text(tmp_path / "card.md", "old\n")
    write_text(tmp_path / "card.md", "new ≥ old\n")
    assert (tmp_path / "card.md").read_bytes() == "new ≥ old\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["card.md"]


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path):
    with pytest.raises(OutputUnwritableError, match="cannot be written"):
        write_text(tmp_path / "absent" / "card.md", "text")

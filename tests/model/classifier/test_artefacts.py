import json

import pytest

from model.classifier.artefacts import checked_path, load_manifest
from model.errors import ArtefactDamagedError, ArtefactMissingError, ManifestInvalidError

VALID = {
    "labels": ["healthy", "covid", "bacterial", "viral"],
    "temperature": 1.25,
    "conformal": {
        "coverage": 0.9,
        "thresholds": {"healthy": 0.4, "covid": 0.3, "bacterial": 0.2, "viral": 0.1},
    },
    "gate": {"distance": 0.7},
    "training": {},
    "figures": {},
    "files": {
        "negatoscope.bin": {
            "sha256": "ab" * 32,
            "size": 5,
        }
    },
}


def write(folder, document):
    text = document if isinstance(document, str) else json.dumps(document)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


def test_a_valid_manifest(tmp_path):
    manifest = load_manifest(write(tmp_path, VALID))
    assert manifest.labels == ("healthy", "covid", "bacterial", "viral")
    assert manifest.temperature == 1.25
    assert manifest.conformal_thresholds["viral"] == 0.1
    assert manifest.model_sha256 == VALID["files"]["negatoscope.bin"]["sha256"]


def test_no_manifest(tmp_path):
    with pytest.raises(ArtefactMissingError, match=r"manifest\.json"):
        load_manifest(tmp_path)


@pytest.mark.parametrize(
    ("document", "entry"),
    [
        ("{", "JSON"),
        ({**VALID, "temperature": "warm"}, "values"),
        ({**VALID, "files": []}, "values"),
        ({key: value for key, value in VALID.items() if key != "gate"}, "gate"),
        ({**VALID, "labels": ["healthy", "flu"]}, "flu"),
    ],
)
def test_an_invalid_manifest_names_the_entry(tmp_path, document, entry):
    with pytest.raises(ManifestInvalidError, match=entry):
        load_manifest(write(tmp_path, document))


def test_files_are_checked_against_the_manifest(tmp_path):
    import hashlib

    document = json.loads(json.dumps(VALID))
    document["files"]["negatoscope.bin"]["sha256"] = hashlib.sha256(b"graph").hexdigest()
    manifest = load_manifest(write(tmp_path, document))
    with pytest.raises(ArtefactMissingError):
        checked_path("negatoscope.bin", manifest, tmp_path)
    (tmp_path / "negatoscope.bin").write_bytes(b"graph")
    assert checked_path("negatoscope.bin", manifest, tmp_path) == tmp_path / "negatoscope.bin"
    (tmp_path / "negatoscope.bin").write_bytes(b"grapf")
    with pytest.raises(ArtefactDamagedError, match=r"negatoscope\.bin"):
        checked_path("negatoscope.bin", manifest, tmp_path)
    (tmp_path / "stranger.bin").write_bytes(b"x")
    with pytest.raises(ArtefactDamagedError, match=r"stranger\.bin"):
        checked_path("stranger.bin", manifest, tmp_path)


def test_no_committed_artefact_is_too_large_for_the_history():
    manifest = load_manifest()
    sizes = {name: checked_path(name, manifest).stat().st_size for name in manifest.files}
    assert max(sizes.values()) < 50_000_000, sizes

"""A header that says CT is believed, whatever the picture shows."""

import io
import zipfile

import cv2
import numpy as np
import pydicom
import pytest

from model.evaluation import gate_dicom
from model.evaluation.gate_dicom import MODALITIES, disguise, disguised_figures
from model.imaging.read import read_radiograph
from tests.model.classifier.test_prediction import FixedEngine

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
    monkeypatch.setattr(gate_dicom, "FILMS", 2)
    found = disguised_figures(FixedEngine(), tmp_path)
    assert found == {name: {"n": 2, "refused": 2} for name in ("CT", "MR", "US")}
    # Refused all the same, for their size: that does not count.
    monkeypatch.setattr(
        gate_dicom, "disguise", lambda pixels, _: cv2.imencode(".png", pixels)[1].tobytes()
    )
    assert disguised_figures(FixedEngine(), tmp_path)["CT"] == {"n": 2, "refused": 0}

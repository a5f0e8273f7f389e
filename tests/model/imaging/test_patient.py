"""A server that takes no patient's file finds out without reading whom it names."""

import numpy as np
import pytest
from pydicom.dataset import Dataset

from model.errors import DicomNamesPatientError, DicomWithoutPixelsError
from model.imaging.patient import PATIENT, refuse_patient
from tests.dicom_factory import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT,
    IMPLICIT,
    make_dataset,
    make_dicom,
    png,
    to_bytes,
)

FILM = np.arange(4096, dtype=np.uint16).reshape(64, 64)
ANONYMOUS = dict.fromkeys(("PatientName", "PatientID", "PatientBirthDate", "InstitutionName"))


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED])
def test_a_file_with_a_name_is_refused_and_one_without_is_not(syntax):
    with pytest.raises(DicomNamesPatientError) as caught:
        refuse_patient(make_dicom(FILM, syntax=syntax))
    assert "Nemo" not in str(caught.value)
    refuse_patient(make_dicom(FILM, syntax=syntax, **ANONYMOUS))


def a_value(keyword):
    if keyword.endswith("Sequence"):
        item = Dataset()
        item.PatientID = "7"
        return [item]
    return {"Date": "19990101", "Time": "101500"}.get(keyword[-4:], "7")


@pytest.mark.parametrize("keyword", PATIENT)
@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT])
def test_each_of_the_attributes_is_enough(keyword, syntax):
    with pytest.raises(DicomNamesPatientError):
        refuse_patient(make_dicom(FILM, syntax=syntax, **ANONYMOUS | {keyword: a_value(keyword)}))


def test_empty_and_blank_attributes_say_nothing():
    refuse_patient(make_dicom(FILM, **ANONYMOUS | {"PatientName": "", "PatientID": "  "}))


def test_a_file_that_says_its_identity_was_removed_may_keep_invented_values():
    refuse_patient(make_dicom(FILM, PatientName="Case^1", PatientIdentityRemoved="YES"))
    with pytest.raises(DicomNamesPatientError):
        refuse_patient(make_dicom(FILM, PatientName="Case^1", PatientIdentityRemoved="NO"))


def test_burned_in_text_is_refused_whatever_the_attributes_say():
    removed = {"PatientIdentityRemoved": "YES"}
    with pytest.raises(DicomNamesPatientError):
        refuse_patient(make_dicom(FILM, BurnedInAnnotation="YES", **ANONYMOUS, **removed))


def test_other_formats_pass_and_a_bad_file_is_said_as_ever():
    refuse_patient(png(FILM.astype(np.uint8)))
    refuse_patient(b"nothing at all")
    dataset = make_dataset(FILM)
    del dataset.PixelData
    with pytest.raises(DicomWithoutPixelsError):
        refuse_patient(to_bytes(dataset))

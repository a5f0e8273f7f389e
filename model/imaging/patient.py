"""Whether a DICOM file carries data of a patient, for a server that takes no such file.

Only whether there is something is found out. What it says stays bytes and goes nowhere.

References:
    DICOM PS3.3 C.2.2 and C.2.3 (Patient Identification and Demographic), C.7.1.1 (Patient), C.7.2.1
    (General Study); PS3.15 E.1.1, by which a de-identified object says so in (0012,0062) Patient
    Identity Removed, and table E.1-1, from which the attributes are taken.
"""

from typing import Final

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

from model.errors import DicomNamesPatientError
from model.imaging import values
from model.imaging.damage import DAMAGE
from model.imaging.dicom_file import open_dicom
from model.imaging.sniff import sniff

PATIENT: Final = (
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientBirthTime",
    "PatientBirthName",
    "PatientMotherBirthName",
    "PatientAddress",
    "PatientTelephoneNumbers",
    "PatientComments",
    "OtherPatientIDs",
    "OtherPatientIDsSequence",
    "OtherPatientNames",
    "MedicalRecordLocator",
    "MilitaryRank",
    "ResponsiblePerson",
    "ReferencedPatientSequence",
    "OriginalAttributesSequence",
    "AccessionNumber",
    "AdmissionID",
    "InstitutionName",
    "InstitutionAddress",
    "ReferringPhysicianName",
    "PerformingPhysicianName",
    "RequestingPhysician",
    "OperatorsName",
)
"""Attributes that name a patient, or somebody from whom it is a short way to one."""

_REMOVED: Final = "PatientIdentityRemoved"
_BLANK: Final = b" \0"


def refuse_patient(data: bytes) -> None:
    """Refuses a DICOM file with data of a patient, or with text burned into its picture.

    A file which states that the patient's identity was removed may keep invented names and numbers;
    it is believed. Text that is burned in is no attribute, so it is refused all the same.

    Args:
        data: Any file; one that is no DICOM passes.

    Raises:
        DicomNamesPatientError: It carries such data.
        ReadingError: Another of its subclasses, where the file cannot be taken apart.
    """
    if sniff(data) != "dicom":
        return
    dataset = open_dicom(data, also=(*PATIENT, _REMOVED)).dataset
    if values.code(dataset, "BurnedInAnnotation") == "YES":
        raise DicomNamesPatientError
    if values.code(dataset, _REMOVED) != "YES" and any(_says(dataset, name) for name in PATIENT):
        raise DicomNamesPatientError


def _says(dataset: Dataset, keyword: str) -> bool:
    tag = tag_for_keyword(keyword)
    if tag is None or tag not in dataset:
        return False
    try:
        value = dataset.get_item(tag).value
    except DAMAGE:
        return True
    # A sequence may have been parsed; anything in it counts.
    return bool(value.strip(_BLANK) if isinstance(value, bytes) else value)

"""Samples as files: PNG, JPEG, or a 16-bit MONOCHROME1 DICOM that names no patient."""

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian, generate_uid

from scripts.samples.fields import Plane

_JPEG_QUALITY: Final = 92
# Height of the field that an adult chest film covers, in millimetres.
_FIELD_MM: Final = 430.0
_LARGEST: Final = 65535


def encode(pixels: Plane, suffix: str, name: str) -> bytes:
    """Writes a sample.

    Args:
        pixels: float32 (H, W) in [0, 1], bright = dense.
        suffix: ".png", ".jpg" or ".dcm".
        name: Makes the identifiers of a DICOM object, the same each time.

    Returns:
        The bytes of the file.

    Raises:
        ValueError: Another suffix.
    """
    if suffix == ".dcm":
        return _dicom(pixels, name)
    formats = {".png": "PNG", ".jpg": "JPEG"}
    if suffix not in formats:
        raise ValueError(f"suffix must be .png, .jpg or .dcm, received {suffix!r}")
    stream = io.BytesIO()
    picture = Image.fromarray(_rounded(pixels, 255).astype(np.uint8))
    options = {"optimize": True} if suffix == ".png" else {"quality": _JPEG_QUALITY}
    picture.save(stream, formats[suffix], **options)
    return stream.getvalue()


def _dicom(pixels: Plane, name: str) -> bytes:
    """Writes a DX image whose low values are dense, as MONOCHROME1 means.

    References:
        DICOM PS3.3 A.26 (Digital X-Ray Image), C.7.6.3.1.2 (Photometric Interpretation),
        C.11.2 (VOI LUT: two windows, the whole range first, then the lungs).
    """
    rows, columns = pixels.shape
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[name, "instance"])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian

    image = Dataset()
    image.file_meta = meta
    image.SOPClassUID = meta.MediaStorageSOPClassUID
    image.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    image.StudyInstanceUID = generate_uid(entropy_srcs=[name, "study"])
    image.SeriesInstanceUID = generate_uid(entropy_srcs=[name, "series"])
    # Type 2 attributes: present and empty. There is no patient and there was no study.
    for keyword in (
        "PatientName",
        "PatientID",
        "PatientBirthDate",
        "PatientSex",
        "StudyDate",
        "StudyTime",
        "StudyID",
        "AccessionNumber",
        "ReferringPhysicianName",
        "SeriesNumber",
        "InstanceNumber",
        "PatientOrientation",
        "Laterality",
    ):
        setattr(image, keyword, None)
    image.Modality = "DX"
    image.PresentationIntentType = "FOR PRESENTATION"
    image.ImageType = ["DERIVED", "SECONDARY"]
    image.Manufacturer = "Negatoscope"
    image.ManufacturerModelName = "Synthetic sample"
    image.SeriesDescription = "Synthetic composite, depicts no patient"
    image.DerivationDescription = "Composite of public radiographs registered onto one another"
    image.BodyPartExamined = "CHEST"
    image.ViewPosition = "PA"
    image.PatientIdentityRemoved = "YES"
    image.DeidentificationMethod = "Synthetic: depicts no patient"
    image.BurnedInAnnotation = "NO"
    image.LossyImageCompression = "01"  # the public copies were JPEG
    image.SamplesPerPixel = 1
    image.PhotometricInterpretation = "MONOCHROME1"
    image.PresentationLUTShape = "INVERSE"
    image.PixelIntensityRelationship = "LOG"
    image.PixelIntensityRelationshipSign = -1
    image.Rows, image.Columns = rows, columns
    image.ImagerPixelSpacing = [round(_FIELD_MM / rows, 4)] * 2
    image.BitsAllocated = image.BitsStored = 16
    image.HighBit = 15
    image.PixelRepresentation = 0
    image.RescaleIntercept, image.RescaleSlope, image.RescaleType = 0, 1, "US"
    image.WindowCenter = [32768, 42000]
    image.WindowWidth = [65536, 40000]
    image.WindowCenterWidthExplanation = ["WHOLE RANGE", "LUNGS"]
    image.PixelData = (_LARGEST - _rounded(pixels, _LARGEST)).astype("<u2").tobytes()
    image["PixelData"].VR = "OW"
    stream = io.BytesIO()
    image.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def _rounded(pixels: Plane, largest: int) -> NDArray[np.int64]:
    values: NDArray[np.int64] = np.rint(pixels.astype(np.float64) * largest).astype(np.int64)
    return np.clip(values, 0, largest)

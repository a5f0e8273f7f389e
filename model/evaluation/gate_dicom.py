"""Chest films that a header calls CT, MR or ultrasound: the header must be believed, and refused.

The pixels are those of films that the gate accepts otherwise, so nothing but the header can stop
them.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    CTImageStorage,
    ExplicitVRLittleEndian,
    MRImageStorage,
    UltrasoundImageStorage,
    generate_uid,
)

from model.classifier.engine import Engine
from model.classifier.prediction import examine
from model.imaging.read import read_radiograph
from model.training.dataset import read_index

MODALITIES: Final = {"CT": CTImageStorage, "MR": MRImageStorage, "US": UltrasoundImageStorage}
FILMS: Final = 50
"""Films of test that are put into a file of each modality: the first ones."""


def disguised_figures(engine: Engine, folder: Path) -> dict[str, Any]:
    """Count how often the header stops a chest film.

    Args:
        engine: The engine.
        folder: The data folder.

    Returns:
        For each modality `n` and ``refused``, films that were refused as ``wrong-modality``.
    """
    films = read_index(folder, ["test"])[:FILMS]
    with zipfile.ZipFile(folder / "radiographs.zip") as archive:
        stored = [np.frombuffer(archive.read(film.file), np.uint8) for film in films]
    pixels = [np.asarray(cv2.imdecode(one, cv2.IMREAD_GRAYSCALE), np.uint8) for one in stored]
    return {
        modality: {
            "n": len(pixels),
            "refused": sum(_refused(engine, disguise(one, modality)) for one in pixels),
        }
        for modality in MODALITIES
    }


def _refused(engine: Engine, data: bytes) -> bool:
    refusals = examine(read_radiograph(data), engine).refusals
    return any(notice.code == "wrong-modality" for notice in refusals)


def disguise(pixels: NDArray[np.uint8], modality: str) -> bytes:
    """Put pixels into a DICOM file of a modality.

    Args:
        pixels: uint8 ``(H, W)``.
        modality: A key of `MODALITIES`.

    Returns:
        The file; it names no one.

    References:
        PS3.3 A.3 (CT), A.4 (MR), A.6 (ultrasound).
    """
    storage: UID = MODALITIES[modality]
    instance = generate_uid(entropy_srcs=[modality, pixels.tobytes().hex()])
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.MediaStorageSOPClassUID = storage
    data.file_meta.MediaStorageSOPInstanceUID = instance
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SOPClassUID, data.SOPInstanceUID = storage, instance
    data.Modality = modality
    data.Rows, data.Columns = pixels.shape
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation = 7, 0
    data.PixelData = pixels.tobytes() + b"\0" * (pixels.size % 2)
    data["PixelData"].VR = "OW"
    buffer = BytesIO()
    dcmwrite(buffer, data, enforce_file_format=True)
    return buffer.getvalue()

import io

import numpy as np
import pydicom
import pytest
from PIL import Image

from model.imaging.read import read_radiograph
from scripts.samples.encode import encode


@pytest.fixture
def pixels():
    rows = np.linspace(0, 1, 64, dtype=np.float32)
    return np.outer(rows, np.linspace(1, 0.2, 80, dtype=np.float32)).astype(np.float32)


def test_the_dicom_file_is_a_16_bit_negative_without_a_patient(pixels):
    image = pydicom.dcmread(io.BytesIO(encode(pixels, ".dcm", "name")))
    assert image.PhotometricInterpretation == "MONOCHROME1"
    assert (image.BitsAllocated, image.BitsStored, image.PixelRepresentation) == (16, 16, 0)
    assert (image.Rows, image.Columns) == (64, 80)
    assert image.pixel_array[0, 0] == 65535  # dark in the radiograph: the highest value
    assert image.pixel_array[63, 0] == 0
    assert [image.Modality, image.BodyPartExamined, image.ViewPosition] == ["DX", "CHEST", "PA"]
    assert image.BurnedInAnnotation == "NO"
    for keyword in ("PatientName", "PatientID", "PatientBirthDate", "StudyDate", "PatientSex"):
        assert not image[keyword].value


@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
def test_every_format_reads_as_the_same_radiograph(pixels):
    for suffix, kind, grey_levels in ((".dcm", "dicom", 0.01), (".png", "png", 0.51)):
        found = read_radiograph(encode(pixels, suffix, "name"))
        assert found.format == kind
        assert np.abs(found.pixels - pixels).max() <= grey_levels / 255
    found = read_radiograph(encode(pixels, ".jpg", "name"))
    assert found.format == "jpeg"
    assert np.abs(found.pixels - pixels).max() <= 4 / 255


def test_the_second_window_of_the_dicom_file_is_for_the_lungs(pixels):
    data = encode(pixels, ".dcm", "name")
    whole, lungs = (read_radiograph(data, window=k) for k in (0, 1))
    assert whole.windows == ("WHOLE RANGE", "LUNGS")
    assert lungs.pixels.std() > whole.pixels.std()


def test_the_same_name_makes_the_same_bytes(pixels):
    for suffix in (".dcm", ".png", ".jpg"):
        assert encode(pixels, suffix, "name") == encode(pixels, suffix, "name")


def test_png_and_jpeg_are_grey(pixels):
    for suffix in (".png", ".jpg"):
        picture = Image.open(io.BytesIO(encode(pixels, suffix, "name")))
        assert (picture.mode, picture.size) == ("L", (80, 64))


def test_another_format_is_an_error(pixels):
    with pytest.raises(ValueError, match=r"received '\.gif'"):
        encode(pixels, ".gif", "name")

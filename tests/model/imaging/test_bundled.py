"""pydicom's own test files, those that come with the wheel: a radiograph or a coded error each."""

from pathlib import Path

import pydicom
import pytest

from model.errors import NegatoscopeError
from model.imaging.read import read_radiograph

FOLDER = Path(pydicom.__file__).parent / "data" / "test_files"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())

ERRORS = {
    "JPEG-lossy.dcm": "dicom-compression-unsupported",
    "JPGExtended.dcm": "dicom-compression-unsupported",
    "JPEG2000-embedded-sequence-delimiter.dcm": "too-many-pixels",
    "MR_truncated.dcm": "file-truncated",
    "rtplan_truncated.dcm": "file-truncated",
    "meta_missing_tsyntax.dcm": "dicom-damaged",
    "nested_priv_SQ.dcm": "dicom-damaged",
    "no_meta.dcm": "not-an-image",
    "zipMR.gz": "not-an-image",
    "DICOMDIR": "dicom-without-pixels",
    "DICOMDIR-empty.dcm": "dicom-without-pixels",
    "ExplVR_BigEndNoMeta.dcm": "dicom-without-pixels",
    "reportsi.dcm": "dicom-without-pixels",
    "rtplan.dcm": "dicom-without-pixels",
    "test-SR.dcm": "dicom-without-pixels",
    "waveform_ecg.dcm": "dicom-without-pixels",
}

SIZES = {
    "693_J2KI.dcm": (512, 512),
    "CT_small.dcm": (128, 128),
    "ExplVR_BigEnd.dcm": (60, 80),
    "JPEG2000.dcm": (1024, 256),
    "JPEGLSNearLossless_16.dcm": (50, 10),
    "MR_small_bigendian.dcm": (64, 64),
    "MR_small_jp2klossless.dcm": (64, 64),
    "MR_small_jpeg_ls_lossless.dcm": (64, 64),
    "MR_small_RLE.dcm": (64, 64),
    "SC_rgb_jpeg.dcm": (256, 256),
    "SC_rgb_small_odd_big_endian.dcm": (3, 3),
    "badVR.dcm": (10, 10),
    "examples_palette.dcm": (350, 800),
    "image_dfl.dcm": (512, 512),
    "rtdose.dcm": (10, 10),
}


def outcome(path: Path):
    try:
        return read_radiograph(path.read_bytes()), None
    except NegatoscopeError as error:
        return None, error.code


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER)) for path in FILES])
def test_file_ends_in_a_radiograph_or_a_coded_error(path):
    radiograph, code = outcome(path)
    if radiograph is None:
        assert code == ERRORS.get(path.name, code)
        assert path.name not in SIZES
    else:
        assert path.name not in ERRORS
        assert radiograph.format == "dicom"
        assert radiograph.size == SIZES.get(path.name, radiograph.size)
        assert radiograph.pixels.shape == radiograph.size
        assert 0 <= radiograph.pixels.min() <= radiograph.pixels.max() <= 1


@pytest.mark.parametrize(
    "name",
    [
        "MR_small_RLE.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_expb.dcm",
        "MR_small_implicit.dcm",
        "MR_small_jp2klossless.dcm",
        "MR_small_jpeg_ls_lossless.dcm",
        "MR_small_padded.dcm",
    ],
)
def test_lossless_copies_of_one_picture_are_the_same(name):
    original = read_radiograph((FOLDER / "MR_small.dcm").read_bytes())
    copy = read_radiograph((FOLDER / name).read_bytes())
    assert (copy.pixels == original.pixels).all()


def test_enough_files_are_there_to_mean_something():
    assert len(FILES) > 150

"""The way in: what a radiograph holds, and what it must never hold."""

import dataclasses
import hashlib
import logging
import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import ReadingError
from model.imaging.read import read_radiograph
from tests import dicom_factory as make
from tests.dicom_factory import chest, make_dataset, make_dicom, png, to_bytes

FILM = np.round(chest() * 4095).astype(np.uint16)
SECRETS = ("Nemo", "NAUTILUS", "18700101", "Vanikoro")


SMALL = np.round(chest(24, 20) * 255).astype(np.uint8)
WHOLE = [png(SMALL), make_dicom(SMALL.astype(np.uint16), BitsStored=8)]
# Where a file is changed, as a share of its length, and to what.
CHANGES = st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6)


@settings(derandomize=True, max_examples=120, deadline=None)
@given(st.sampled_from(WHOLE), CHANGES, st.floats(0, 1))
def test_whatever_happened_to_a_file_it_is_a_radiograph_or_a_named_error(data, changes, kept):
    damaged = bytearray(data)
    for share, byte in changes:
        damaged[int(share * len(damaged))] = byte
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            radiograph = read_radiograph(bytes(damaged[: max(1, round(kept * len(damaged)))]))
    except ReadingError:
        pass
    else:
        assert radiograph.pixels.ndim == 2
        assert 0 <= radiograph.pixels.min() <= radiograph.pixels.max() <= 1


def test_radiograph_holds_nothing_of_the_patient():
    dataset = make_dataset(FILM, BitsStored=12, ManufacturerModelName="Ruhmkorff 20")
    dataset.AccessionNumber = "NAUTILUS-1"
    dataset.StudyDescription = "Nemo, again"
    radiograph = read_radiograph(to_bytes(dataset))
    told = repr(radiograph) + "".join(step.notice.english() for step in radiograph.steps)
    for secret in SECRETS:
        assert secret not in told
        assert secret.encode() not in pickle.dumps(radiograph)


def test_technical_attributes_are_the_ones_of_the_list():
    data = make_dicom(
        FILM,
        BitsStored=12,
        ManufacturerModelName="Ruhmkorff 20",
        KVP="125",
        ImagerPixelSpacing=[0.14, 0.14],
        WindowCenter=[2048, 1000],
        WindowWidth=[4096, 2000],
    )
    assert read_radiograph(data).technical == {
        "SOPClassUID": "Digital X-Ray Image Storage - For Presentation",
        "Modality": "DX",
        "ManufacturerModelName": "Ruhmkorff 20",
        "BodyPartExamined": "CHEST",
        "ViewPosition": "PA",
        "KVP": "125",
        "ImagerPixelSpacing": "0.14, 0.14",
        "BurnedInAnnotation": "NO",
        "PhotometricInterpretation": "MONOCHROME2",
        "SamplesPerPixel": "1",
        "Rows": "96",
        "Columns": "80",
        "BitsAllocated": "16",
        "BitsStored": "12",
        "PixelRepresentation": "0",
        "WindowCenter": "2048, 1000",
        "WindowWidth": "4096, 2000",
    }


def test_technical_text_is_printable_and_short():
    data = make_dicom(FILM, BitsStored=12, ManufacturerModelName="x" * 50 + "\u200b" + "y" * 9)
    assert read_radiograph(data).technical["ManufacturerModelName"] == "x" * 50 + "y" * 9


@pytest.mark.parametrize("syntax", [make.EXPLICIT, make.IMPLICIT])
def test_text_of_a_lying_length_ends_before_the_element_that_it_swallows(syntax):
    dataset = make_dataset(FILM, syntax=syntax, BitsStored=12, ManufacturerModelName="Ruhmkorff 20")
    data = to_bytes(dataset)
    at = data.index(b"Ruhmkorff 20") - (2 if syntax == make.EXPLICIT else 4)
    # As long as the text, and the whole element of the patient's name behind it.
    longer = 12 + 8 + len(make.PATIENT)
    lying = data[:at] + bytes([longer]) + data[at + 1 :]
    assert b"Nemo" in lying[at : at + 4 + longer]
    radiograph = read_radiograph(lying)
    assert radiograph.technical["ManufacturerModelName"] == "Ruhmkorff 20"
    assert "Nemo" not in repr(radiograph)


def test_nothing_is_said_in_logs_or_warnings(caplog, capfd):
    dataset = make_dataset(FILM, BitsStored=12, KVP="125")
    data = to_bytes(dataset).replace(b"CHEST ", b"chest!").replace(b"125 ", b"1x5 ")
    with caplog.at_level(logging.DEBUG), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        radiograph = read_radiograph(data)
        read_radiograph(data[:-1] + b"\0" * 50)
    assert caught == []
    assert [record for record in caplog.records if record.name.startswith("pydicom")] == []
    assert capfd.readouterr() == ("", "")
    assert radiograph.technical["BodyPartExamined"] == "chest!"
    assert "KVP" not in radiograph.technical


def test_pixels_are_float32_in_the_unit_interval_and_read_only():
    radiograph = read_radiograph(make_dicom(FILM, BitsStored=12))
    assert radiograph.pixels.dtype == np.float32
    assert radiograph.pixels.shape == radiograph.size == (96, 80)
    assert (radiograph.pixels.min(), radiograph.pixels.max()) == (0.0, 1.0)
    with pytest.raises(ValueError, match="read-only"):
        radiograph.pixels[0, 0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        radiograph.frame = 1


def test_sha256_is_that_of_the_bytes():
    data = png(np.zeros((30, 20), np.uint8))
    assert read_radiograph(data).sha256 == hashlib.sha256(data).hexdigest()


def test_every_step_has_the_histogram_of_what_it_left():
    radiograph = read_radiograph(
        make_dicom(FILM, BitsStored=12, WindowCenter=2048, WindowWidth=4096)
    )
    decoded, window = radiograph.steps
    assert (decoded.histogram.low, decoded.histogram.high) == (FILM.min(), FILM.max())
    assert (window.histogram.low, window.histogram.high) == (0.0, 1.0)
    expected, _ = np.histogram(FILM, bins=64)
    assert (decoded.histogram.counts == expected).all()
    assert decoded.histogram.counts.dtype == np.int64


def test_inversion_on_request_is_the_negative_and_is_said():
    data = png(np.round(chest() * 255).astype(np.uint8))
    plain, inverted = read_radiograph(data), read_radiograph(data, invert=True)
    assert np.allclose(inverted.pixels, 1 - plain.pixels, atol=1e-6)
    assert (plain.inverted, inverted.inverted) == (False, True)
    assert inverted.steps[-1].notice.code == "inverted-on-request"


@pytest.mark.parametrize(("turn", "degrees"), [(1, 90), (2, 180), (3, 270)])
def test_a_film_is_turned_clockwise_on_request_and_it_is_said(turn, degrees):
    data = make_dicom(FILM, BitsStored=12)
    plain, turned = read_radiograph(data), read_radiograph(data, turn=turn)
    assert (turned.pixels == np.rot90(plain.pixels, -turn)).all()
    assert turned.size == turned.pixels.shape
    assert (plain.turned, turned.turned) == (0, degrees)
    notice = turned.steps[-1].notice
    assert notice.english() == f"Turned by {degrees}° clockwise, as you asked."
    assert (turned.steps[-1].histogram.counts == plain.steps[-1].histogram.counts).all()


def test_a_film_can_be_turned_and_inverted():
    data = make_dicom(FILM, BitsStored=12, PixelPaddingValue=0)
    inverted = read_radiograph(data, invert=True)
    both = read_radiograph(data, invert=True, turn=1)
    assert (both.pixels == np.rot90(inverted.pixels, -1)).all()
    assert [step.notice.code for step in both.steps][-1] == "turned-on-request"


def test_negative_is_noticed_and_inversion_settles_it():
    negative = png(255 - np.round(chest() * 255).astype(np.uint8))
    found = read_radiograph(negative)
    assert found.looks_inverted
    assert [notice.code for notice in found.warnings] == ["looks-inverted"]
    settled = read_radiograph(negative, invert=True)
    assert not settled.looks_inverted
    assert settled.warnings == ()


def test_blank_picture_is_said():
    blank = read_radiograph(png(np.full((30, 20), 90, np.uint8)))
    assert [notice.code for notice in blank.warnings] == ["blank-picture"]
    assert blank.pixels == pytest.approx(90 / 255)


def test_radiograph_survives_serialising():
    radiograph = read_radiograph(make_dicom(FILM, BitsStored=12))
    copy = pickle.loads(pickle.dumps(radiograph))
    assert (copy.pixels == radiograph.pixels).all()
    assert copy.steps[0].notice == radiograph.steps[0].notice


def test_many_threads_read_alike():
    files = [make_dicom(FILM, syntax=syntax, BitsStored=12) for syntax in make.SYNTAXES]
    alone = [read_radiograph(data) for data in files]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(read_radiograph, files * 4))
    for index, radiograph in enumerate(together):
        assert (radiograph.pixels == alone[index % len(files)].pixels).all()


@pytest.mark.parametrize("name", ["film.dcm", "film.png", "film"])
def test_reading_knows_no_names(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(make_dicom(FILM, BitsStored=12))
    assert read_radiograph(path.read_bytes()).format == "dicom"

"""One film in many disguises gives one network input, within one grey level of 255."""

import numpy as np
import pytest

from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from tests import dicom_factory as make
from tests.dicom_factory import chest, lut_item, make_dicom, png

# A film that leaves both ends of its twelve bits unused, as films do.
FILM = np.round(200 + chest(300, 260) * 3300).astype(np.uint16)
EIGHT = np.round(FILM * (255 / 4095)).astype(np.uint8)
WINDOW = {"WindowCenter": 1850, "WindowWidth": 3301}


def received(data: bytes, **options) -> np.ndarray:
    return network_input(read_radiograph(data, **options).pixels)


def distance(one: bytes, other: bytes) -> float:
    return float(np.abs(received(one) - received(other)).max())


PLAIN = make_dicom(FILM, BitsStored=12)
WINDOWED = make_dicom(FILM, BitsStored=12, **WINDOW)

WITHOUT_WINDOW = {
    "MONOCHROME1": make_dicom(4095 - FILM, BitsStored=12, PhotometricInterpretation="MONOCHROME1"),
    "rescale slope and intercept": make_dicom(
        FILM, BitsStored=12, RescaleSlope="2.5", RescaleIntercept="-1024"
    ),
    "rescaled to the same values": make_dicom(
        (FILM // 4) * 2, RescaleSlope="2", RescaleIntercept="0"
    ),
    "negative slope": make_dicom(
        4095 - FILM, BitsStored=12, RescaleSlope="-1", RescaleIntercept="4095"
    ),
    "signed": make_dicom(FILM.astype(np.int16) - 2048, BitsStored=12),
    "signed, 16 bits": make_dicom((FILM.astype(np.int32) * 16 - 32768).astype(np.int16)),
    "signed with intercept": make_dicom(
        FILM.astype(np.int16) - 1024, RescaleSlope="1", RescaleIntercept="1024"
    ),
    "16 bits": make_dicom(FILM * 16),
    "16 bits allocated and stored, 12 used": make_dicom(FILM),
    "8 bits": make_dicom(EIGHT),
    "8 bits, MONOCHROME1": make_dicom(255 - EIGHT, PhotometricInterpretation="MONOCHROME1"),
    "left-justified": make_dicom(FILM * 16, BitsStored=12, HighBit=15),
    "junk in the unused bits": make_dicom(FILM | 0xA000, BitsStored=12),
    "32 bits": make_dicom(FILM.astype(np.uint32) * 5000),
    "floats": make_dicom(FILM.astype(np.float32) / 4095),
    "modality LUT": make_dicom(
        4095 - FILM, BitsStored=12, ModalityLUTSequence=[lut_item(list(range(4095, -1, -1)))]
    ),
    "no preamble": make.without_preamble(PLAIN),
    "no file meta information": make.without_meta(PLAIN),
    "no file meta information, implicit": make.without_meta(
        make_dicom(FILM, syntax=make.IMPLICIT, BitsStored=12)
    ),
    "no file meta information, big endian": make.without_meta(
        make_dicom(FILM, syntax=make.BIG_ENDIAN, BitsStored=12)
    ),
    "prefix without preamble": PLAIN[128:],
    "second of two frames": make_dicom(np.stack([FILM, FILM]), BitsStored=12),
} | {syntax.name: make_dicom(FILM, syntax=syntax, BitsStored=12) for syntax in make.SYNTAXES}

WITH_WINDOW = {
    "MONOCHROME1": make_dicom(
        4095 - FILM,
        BitsStored=12,
        PhotometricInterpretation="MONOCHROME1",
        WindowCenter=4096 - 1850,
        WindowWidth=3301,
    ),
    "rescale": make_dicom(
        FILM,
        BitsStored=12,
        RescaleSlope="2",
        RescaleIntercept="-1000",
        WindowCenter=2 * 1849.5 - 1000 + 0.5,
        WindowWidth=2 * 3300 + 1,
    ),
    "signed": make_dicom(
        FILM.astype(np.int16) - 2048, BitsStored=12, WindowCenter=-198, WindowWidth=3301
    ),
    "8 bits": make_dicom(
        EIGHT, WindowCenter=1849.5 * 255 / 4095 + 0.5, WindowWidth=3300 * 255 / 4095 + 1
    ),
    "exact": make_dicom(
        FILM, BitsStored=12, WindowCenter=1849.5, WindowWidth=3300, VOILUTFunction="LINEAR_EXACT"
    ),
    "VOI LUT": make_dicom(
        FILM,
        BitsStored=12,
        VOILUTSequence=[
            lut_item(np.clip((np.arange(4096) - 199.5) / 3300 * 65535, 0, 65535).astype("u2"))
        ],
    ),
}


@pytest.mark.parametrize("name", WITHOUT_WINDOW)
def test_twin_without_window(name):
    assert distance(PLAIN, WITHOUT_WINDOW[name]) <= 1.0


@pytest.mark.parametrize("name", WITH_WINDOW)
def test_twin_with_window(name):
    assert distance(WINDOWED, WITH_WINDOW[name]) <= 1.0


@pytest.mark.parametrize(
    "scale",
    [1, 2**2, 2**4, 2**6, 2**8, 257],
    ids=["8 bits", "10 bits", "12 bits", "14 bits", "16 bits", "16 bits, full"],
)
def test_png_of_sixteen_bits_is_the_png_of_eight(scale):
    assert distance(png(EIGHT), png(EIGHT.astype(np.uint16) * scale)) <= 1.0


def test_png_of_eight_bits_is_taken_as_it_is():
    eight = np.round(chest(224, 224) * 150 + 20).astype(np.uint8)
    assert np.abs(received(png(eight))[..., 0] - eight).max() < 1e-4


def test_dicom_with_the_window_of_all_eight_bits_is_its_png():
    eight = np.round(chest(224, 224) * 150 + 20).astype(np.uint8)
    dicom = make_dicom(eight, WindowCenter=128, WindowWidth=256)
    assert distance(dicom, png(eight)) < 1e-3


def test_dicom_without_window_is_its_png_where_black_and_white_are_used():
    eight = np.round(chest(224, 224) * 255).astype(np.uint8)
    eight[:4], eight[-4:] = 0, 255
    assert distance(make_dicom(eight), png(eight)) <= 1.0


def test_colour_dicom_of_grey_is_its_png():
    eight = np.round(chest(100, 90) * 255).astype(np.uint8)
    colour = np.repeat(eight[..., None], 3, axis=2)
    assert distance(make_dicom(colour), png(eight)) < 1e-3


def test_twin_differs_from_another_film():
    other = np.round(200 + chest(300, 260, seed=1)[::-1] * 3300).astype(np.uint16)
    assert distance(PLAIN, make_dicom(other, BitsStored=12)) > 20

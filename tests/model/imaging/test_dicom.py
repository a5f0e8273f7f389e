"""The DICOM chain step by step, to the exact value."""

import numpy as np
import pytest

from model.errors import (
    CodecMissingError,
    DicomDamagedError,
    FrameOutOfRangeError,
    WindowOutOfRangeError,
)
from model.imaging import dicom_pixels
from model.imaging.read import read_radiograph
from tests import dicom_factory as make
from tests.dicom_factory import chest, lut_item, make_dataset, make_dicom, to_bytes

RAMP = np.arange(256, dtype=np.uint16).reshape(16, 16) * 16
FILM = np.round(chest() * 4095).astype(np.uint16)


def codes(radiograph) -> list[str]:
    return [step.notice.code for step in radiograph.steps]


def warnings(radiograph) -> list[str]:
    return [notice.code for notice in radiograph.warnings]


def read(pixels=RAMP, **tags):
    options = {key: tags.pop(key) for key in ("frame", "window", "invert") if key in tags}
    return read_radiograph(make_dicom(pixels, **{"BitsStored": 12} | tags), **options)


def test_linear_window_follows_the_formula_of_the_standard():
    # PS3.3 C.11.2.1.2.1: ((x − (c − 0.5)) / (w − 1) + 0.5), here c = 2048, w = 4096
    radiograph = read(WindowCenter=2048, WindowWidth=4096)
    assert np.allclose(radiograph.pixels, RAMP / 4095, atol=1e-7)
    assert codes(radiograph) == ["decoded", "window-linear"]


def test_linear_window_clips_at_both_ends():
    radiograph = read(WindowCenter=1000, WindowWidth=201)
    low, high = 999.5 - 100, 999.5 + 100
    expected = np.clip((RAMP - low) / (high - low), 0, 1)
    assert np.allclose(radiograph.pixels, expected, atol=1e-6)


def test_window_of_width_one_is_a_threshold():
    radiograph = read(WindowCenter=1000, WindowWidth=1)
    assert (radiograph.pixels == (RAMP > 999.5)).all()


def test_exact_window_follows_the_formula_of_the_standard():
    radiograph = read(WindowCenter=2000, WindowWidth=1000, VOILUTFunction="LINEAR_EXACT")
    assert np.allclose(radiograph.pixels, np.clip((RAMP - 1500.0) / 1000, 0, 1), atol=1e-6)
    assert codes(radiograph)[-1] == "window-exact"


def test_sigmoid_window_follows_the_formula_of_the_standard():
    radiograph = read(WindowCenter=2000, WindowWidth=1000, VOILUTFunction="SIGMOID")
    expected = 1 / (1 + np.exp(-4 * (RAMP - 2000.0) / 1000))
    assert np.allclose(radiograph.pixels, expected, atol=1e-6)
    assert codes(radiograph)[-1] == "window-sigmoid"


def test_unknown_window_function_is_taken_as_linear():
    odd = read(WindowCenter=2048, WindowWidth=4096, VOILUTFunction="CUBIC")
    assert np.allclose(odd.pixels, RAMP / 4095, atol=1e-7)


def test_window_applies_to_rescaled_values():
    radiograph = read(
        RescaleSlope="2", RescaleIntercept="-100", WindowCenter=2048, WindowWidth=4096
    )
    assert np.allclose(radiograph.pixels, np.clip((RAMP * 2.0 - 100) / 4095, 0, 1), atol=1e-6)
    assert codes(radiograph) == ["decoded", "rescale", "window-linear"]
    assert radiograph.steps[1].notice.values == {"slope": 2.0, "intercept": -100.0}


def test_monochrome1_is_inverted_last():
    radiograph = read(PhotometricInterpretation="MONOCHROME1", WindowCenter=2048, WindowWidth=4096)
    assert np.allclose(radiograph.pixels, 1 - RAMP / 4095, atol=1e-6)
    assert codes(radiograph) == ["decoded", "window-linear", "monochrome1"]


def test_modality_lut_replaces_the_rescale():
    table = lut_item(list(range(8190, -1, -2)), bits=16)
    radiograph = read(ModalityLUTSequence=[table], WindowCenter=4096, WindowWidth=8192)
    assert np.allclose(radiograph.pixels, (8190 - 2.0 * RAMP) / 8191, atol=1e-6)
    assert codes(radiograph) == ["decoded", "modality-lut", "window-linear"]


def test_voi_lut_maps_and_holds_its_ends():
    # 100 entries from input 1000 on, rising to the 10-bit maximum
    entries = np.round(np.linspace(0, 1023, 100)).astype(int).tolist()
    radiograph = read(VOILUTSequence=[lut_item(entries, first=1000, bits=10)])
    index = np.clip(RAMP.astype(int) - 1000, 0, 99)
    assert np.allclose(radiograph.pixels, np.asarray(entries)[index] / 1023, atol=1e-6)
    assert codes(radiograph) == ["decoded", "voi-lut"]


def test_voi_lut_that_overstates_its_bits_is_scaled_by_what_it_uses():
    radiograph = read(VOILUTSequence=[lut_item(list(range(4096)), bits=16)])
    assert np.allclose(radiograph.pixels, RAMP / 4095, atol=1e-6)


def test_voi_lut_with_a_negative_first_value():
    signed = RAMP.astype(np.int16) - 2048
    table = lut_item(list(range(4096)), first=-2048, bits=12)
    radiograph = read(signed, VOILUTSequence=[table])
    assert np.allclose(radiograph.pixels, RAMP / 4095, atol=1e-6)


def test_alternatives_are_listed_luts_first_and_the_first_one_is_taken():
    tags = {
        "VOILUTSequence": [lut_item(list(range(4096)), bits=12, explanation="BONE")],
        "WindowCenter": [2048, 1000],
        "WindowWidth": [4096, 201],
        "WindowCenterWidthExplanation": ["NORMAL", "HARDER"],
    }
    first = read(**tags)
    assert first.windows == ("BONE", "NORMAL", "HARDER")
    assert (first.window, codes(first)[-1]) == (0, "voi-lut")
    assert "several-windows" in warnings(first)
    third = read(window=2, **tags)
    assert third.window == 2
    assert third.steps[-1].notice.values == {"name": "HARDER", "centre": 1000.0, "width": 201.0}


def test_windows_without_explanation_are_numbered():
    assert read(WindowCenter=[1, 2], WindowWidth=[3, 4]).windows == ("1", "2")


@pytest.mark.parametrize("window", [-1, 1, 99])
def test_window_that_does_not_exist(window):
    with pytest.raises(WindowOutOfRangeError):
        read(WindowCenter=2048, WindowWidth=4096, window=window)


@pytest.mark.parametrize(
    ("centre", "width"), [("2048", "0"), ("2048", "-5"), ("nan", "4096"), ("2048", "inf")]
)
def test_unusable_window_is_left_out_with_a_warning(centre, width):
    data = bytearray(make_dicom(RAMP, BitsStored=12, WindowCenter="1111", WindowWidth="222222"))
    for old, new in ((b"1111", centre.ljust(4)), (b"222222", width.ljust(6))):
        at = data.index(old)
        data[at : at + len(old)] = new.encode()
    radiograph = read_radiograph(bytes(data))
    assert "window-unusable" in warnings(radiograph)
    assert codes(radiograph) == ["decoded", "percentiles"]
    assert radiograph.windows == ()


def test_window_that_is_no_number_is_left_out_with_a_warning():
    data = make_dicom(RAMP, BitsStored=12, WindowCenter="1111", WindowWidth="2222")
    radiograph = read_radiograph(data.replace(b"1111", b"abcd"))
    assert "window-unusable" in warnings(radiograph)
    assert codes(radiograph) == ["decoded", "percentiles"]


def test_empty_window_is_no_window_and_no_warning():
    radiograph = read(WindowCenter="", WindowWidth="")
    assert warnings(radiograph) == []


def test_linear_window_narrower_than_one_is_taken_exactly():
    floats = (RAMP / 4095).astype(np.float32)
    data = make_dicom(floats, WindowCenter="0.5", WindowWidth="0.5")
    radiograph = read_radiograph(data)
    assert codes(radiograph)[-1] == "window-exact"
    assert np.allclose(radiograph.pixels, np.clip((floats - 0.25) / 0.5, 0, 1), atol=1e-4)


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ({"RescaleSlope": "0", "RescaleIntercept": "5"}, "rescale-unusable"),
        ({"VOILUTSequence": [lut_item([1, 2, 3], bits=99)]}, "voi-lut-unusable"),
        ({"ModalityLUTSequence": [lut_item([1, 2, 3], bits=0)]}, "modality-lut-unusable"),
    ],
)
def test_unusable_tables_and_slopes_are_left_out_with_a_warning(tags, code):
    radiograph = read(**tags)
    assert code in warnings(radiograph)
    assert codes(radiograph) == ["decoded", "percentiles"]


def test_percentiles_are_those_that_are_documented():
    radiograph = read(FILM)
    low, high = np.percentile(FILM, (0.1, 99.9))
    values = radiograph.steps[-1].notice.values
    assert values == {"low": pytest.approx(low), "high": pytest.approx(high)}
    expected = np.clip((FILM - low) / (high - low), 0, 1)
    assert np.allclose(radiograph.pixels, expected, atol=1e-6)


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
@pytest.mark.parametrize("invert", [False, True])
def test_padding_is_black_and_does_not_count(photometric, invert):
    padded = FILM + 100
    padded[:30] = 0
    radiograph = read(
        padded,
        BitsStored=13,
        PixelPaddingValue=0,
        PhotometricInterpretation=photometric,
        invert=invert,
    )
    assert (radiograph.pixels[:30] == 0).all()
    assert codes(radiograph)[-1] == "padding"
    assert radiograph.steps[-1].notice.values["share"] == pytest.approx(30 / 96)
    low = radiograph.steps[1].notice.values["low"]
    assert low == pytest.approx(np.percentile(padded[30:], 0.1))
    assert radiograph.steps[-1].histogram.counts.sum() == padded[30:].size


def test_padding_range_and_its_unsigned_spelling():
    signed = FILM.astype(np.int16)
    signed[:10], signed[10:20] = -2000, -1999
    data = make_dataset(signed, PixelPaddingValue=-2000, PixelPaddingRangeLimit=-1990)
    radiograph = read_radiograph(to_bytes(data))
    assert (radiograph.pixels[:20] == 0).all()
    assert radiograph.steps[-1].notice.values["share"] == pytest.approx(20 / 96)


def test_padding_that_does_not_occur_is_no_step():
    assert "padding" not in codes(read(FILM + 10, BitsStored=13, PixelPaddingValue=0))


def test_frames_are_counted_and_chosen():
    frames = np.stack([FILM, FILM[::-1], FILM[:, ::-1]])
    for syntax in (make.EXPLICIT, make.RLE, make.JPEG_2000):
        data = make_dicom(frames, syntax=syntax, BitsStored=12, WindowCenter=2048, WindowWidth=4096)
        radiograph = read_radiograph(data, frame=2)
        assert (radiograph.frames, radiograph.frame) == (3, 2)
        assert np.allclose(radiograph.pixels, FILM[:, ::-1] / 4095, atol=1e-6)
        assert "multi-frame" in warnings(radiograph)
        with pytest.raises(FrameOutOfRangeError):
            read_radiograph(data, frame=3)
        with pytest.raises(FrameOutOfRangeError):
            read_radiograph(data, frame=-1)


def test_enhanced_object_has_its_window_in_a_functional_group():
    groups = []
    for centre in (2048, 1000):
        window = make.Dataset()
        window.WindowCenter, window.WindowWidth = centre, 201
        group = make.Dataset()
        group.FrameVOILUTSequence = [window]
        groups.append(group)
    shared = make.Dataset()
    shared.PixelValueTransformationSequence = [make.Dataset()]
    shared.PixelValueTransformationSequence[0].RescaleSlope = "1"
    shared.PixelValueTransformationSequence[0].RescaleIntercept = "-7"
    radiograph = read(
        np.stack([RAMP, RAMP]),
        frame=1,
        PerFrameFunctionalGroupsSequence=groups,
        SharedFunctionalGroupsSequence=[shared],
    )
    assert codes(radiograph) == ["decoded", "rescale", "window-linear"]
    assert radiograph.steps[1].notice.values["intercept"] == -7
    assert radiograph.steps[2].notice.values["centre"] == 1000


def test_colour_is_measured_and_turned_to_grey():
    colour = np.zeros((60, 40, 3), dtype=np.uint8)
    colour[:15] = (200, 0, 0)
    colour[15:] = 90
    for syntax in (make.EXPLICIT, make.RLE, make.JPEG_LS, make.JPEG_2000):
        radiograph = read_radiograph(make_dicom(colour, syntax=syntax))
        assert radiograph.chroma == pytest.approx(0.25)
        assert radiograph.pixels[0, 0] == pytest.approx(60 / 255, abs=1e-6)
        assert radiograph.pixels[59, 39] == pytest.approx(90 / 255, abs=1e-6)
        assert codes(radiograph) == ["decoded", "grey-from-colour", "full-range"]


def test_ybr_is_turned_to_rgb_first():
    ybr = np.zeros((6, 4, 3), dtype=np.uint8)
    ybr[:] = (90, 128, 128)
    for syntax in (make.EXPLICIT, make.RLE):
        data = make_dicom(ybr, syntax=syntax, PhotometricInterpretation="YBR_FULL")
        radiograph = read_radiograph(data)
        assert radiograph.chroma == 0
        assert radiograph.pixels == pytest.approx(90 / 255, abs=1e-6)


def test_planes_of_colour_are_put_together():
    colour = np.zeros((6, 4, 3), dtype=np.uint8)
    colour[..., 1] = 100
    dataset = make_dataset(colour, PlanarConfiguration=1)
    dataset.PixelData = colour.transpose(2, 0, 1).tobytes()
    radiograph = read_radiograph(to_bytes(dataset))
    assert radiograph.pixels == pytest.approx(59 / 255, abs=1e-6)


def test_codec_that_is_not_installed(monkeypatch):
    monkeypatch.setattr(
        dicom_pixels.Decoder, "available_plugins", property(lambda self: ()), raising=True
    )
    with pytest.raises(CodecMissingError, match="JPEG 2000"):
        read(FILM, syntax=make.JPEG_2000)


def test_lossless_jpeg_in_colour_and_signed():
    signed = FILM.astype(np.int16) - 2000
    tags = {"WindowCenter": 0, "WindowWidth": 4096}
    plain = read_radiograph(make_dicom(signed, **tags))
    coded = read_radiograph(make_dicom(signed, syntax=make.JPEG_LOSSLESS, **tags))
    assert (plain.pixels == coded.pixels).all()


def test_lossless_jpeg_that_ends_the_codec_is_an_error():
    # GDCM 3.2.6 ends its process on a codestream of more bits than the header allocates.
    dataset = make_dataset(FILM, syntax=make.JPEG_LOSSLESS)
    frame = make.encode_frame(FILM, make.JPEG_LOSSLESS, dataset)
    at = frame.index(b"\xff\xc3") + 4
    dataset.PixelData = make.encapsulate([frame[:at] + b"\x30" + frame[at + 1 :]])
    with pytest.raises(DicomDamagedError):
        read_radiograph(to_bytes(dataset))


def test_lossless_jpeg_that_takes_too_long_is_an_error(monkeypatch):
    monkeypatch.setattr("model.imaging.helper_process.TIMEOUT", 0)
    with pytest.raises(DicomDamagedError):
        read(syntax=make.JPEG_LOSSLESS)


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16])
def test_large_jpeg_2000_is_the_same_from_a_process_of_its_own(dtype, colour, monkeypatch):
    pixels = np.round(chest(64, 48) * 250).astype(dtype) - (100 if dtype == np.int16 else 0)
    if colour:
        pixels = np.dstack([pixels, pixels // 2, pixels])
    data = make_dicom(pixels, syntax=make.JPEG_2000)
    near = read_radiograph(data)
    monkeypatch.setattr("model.imaging.dicom_pixels.LARGE", 1)
    assert (read_radiograph(data).pixels == near.pixels).all()
    # A damaged frame ends no more than the helper.
    at = data.index(b"\xff\x93") + 2
    broken = data[:at] + b"\xff" * 200 + data[at + 200 :]
    with pytest.raises(DicomDamagedError):
        read_radiograph(broken.replace(b"\xff\x52\x00", b"\xff\x00\x00"))


def test_jpeg_baseline_is_close():
    eight = np.round(chest() * 255).astype(np.uint8)
    window = {"WindowCenter": 128, "WindowWidth": 256}
    radiograph = read_radiograph(make_dicom(eight, syntax=make.JPEG, **window))
    assert np.abs(radiograph.pixels * 255 - eight).mean() < 2


def test_irregular_header_is_read_with_a_warning():
    radiograph = read(PhotometricInterpretation=None)
    assert "header-irregular" in warnings(radiograph)
    assert codes(radiograph) == ["decoded", "percentiles"]
    assert "header-irregular" in warnings(read(HighBit=5))


def test_one_bit_per_pixel():
    dataset = make_dataset(np.zeros((8, 8), np.uint8), BitsAllocated=1, BitsStored=1, HighBit=0)
    dataset.PixelData = b"\x0f" * 8
    radiograph = read_radiograph(to_bytes(dataset))
    assert (radiograph.pixels == np.tile([1, 1, 1, 1, 0, 0, 0, 0], (8, 1))).all()


@pytest.mark.parametrize(
    ("value", "code"),
    [("YES", "burned-in-yes"), (None, "burned-in-unknown"), ("", "burned-in-unknown")],
)
def test_burned_in_text_is_warned_of(value, code):
    assert warnings(read(BurnedInAnnotation=value)) == [code]


def test_clean_file_has_no_warnings():
    assert warnings(read()) == []


def test_raw_picture_of_the_detector_is_warned_of():
    assert warnings(read(PresentationIntentType="FOR PROCESSING")) == ["for-processing"]


def test_missing_preamble_is_warned_of():
    data = make.without_preamble(make_dicom(FILM, BitsStored=12))
    assert warnings(read_radiograph(data)) == ["header-incomplete"]

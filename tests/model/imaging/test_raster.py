"""PNG, JPEG, TIFF, BMP and WebP, mode by mode."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from model.errors import FrameOutOfRangeError, WindowOutOfRangeError
from model.imaging.read import read_radiograph
from tests.dicom_factory import chest, picture, png

GREY = np.round(chest(60, 40) * 255).astype(np.uint8)


def codes(radiograph) -> list[str]:
    return [step.notice.code for step in radiograph.steps]


def saved(image: Image.Image, kind: str, **options) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_grey_of_eight_bits_is_kept_exactly(kind):
    radiograph = read_radiograph(picture(GREY, kind))
    assert radiograph.format == kind.lower()
    assert (np.rint(radiograph.pixels * 255) == GREY).all()
    assert (radiograph.chroma, radiograph.frames, radiograph.windows) == (0.0, 1, ())
    assert radiograph.technical == {}


@pytest.mark.parametrize(("kind", "error"), [("JPEG", 12), ("WEBP", 20)])
def test_lossy_pictures_are_close(kind, error):
    radiograph = read_radiograph(picture(GREY, kind, quality=95))
    assert radiograph.format == kind.lower()
    assert np.abs(radiograph.pixels * 255 - GREY).max() < error


def test_lossless_webp_is_exact():
    radiograph = read_radiograph(picture(np.stack([GREY] * 3, -1), "WEBP", lossless=True))
    assert (np.rint(radiograph.pixels * 255) == GREY).all()


@pytest.mark.parametrize(
    ("brightest", "white"),
    [(255, 255), (256, 1023), (1023, 1023), (4000, 4095), (9000, 16383), (16384, 65535)],
)
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_by_the_depth_that_they_use(kind, brightest, white):
    stored = np.zeros((10, 10), np.uint16)
    stored[0, 0] = brightest
    radiograph = read_radiograph(picture(stored, kind))
    assert radiograph.pixels[0, 0] == pytest.approx(brightest / white)
    assert radiograph.steps[-1].notice.values == {"low": 0.0, "high": float(white)}


def test_floats_and_wide_integers_are_stretched():
    floats = (chest(60, 40) * 3 - 1).astype(np.float32)
    radiograph = read_radiograph(picture(floats, "TIFF"))
    assert codes(radiograph) == ["decoded", "percentiles"]
    low, high = np.percentile(floats, (0.1, 99.9))
    expected = np.clip((floats - low) / (high - low), 0, 1)
    assert np.allclose(radiograph.pixels, expected, atol=1e-3)
    integers = read_radiograph(picture((floats * 1e6).astype(np.int32), "TIFF"))
    assert np.allclose(integers.pixels, radiograph.pixels, atol=1e-3)


def test_floats_without_a_number_are_black():
    floats = chest(60, 40).astype(np.float32)
    floats[0, 0], floats[1, 1], floats[2, 2] = np.nan, np.inf, -np.inf
    radiograph = read_radiograph(picture(floats, "TIFF"))
    assert (radiograph.pixels[0, 0], radiograph.pixels[2, 2]) == (0, 0)
    assert radiograph.pixels[1, 1] == 1


@pytest.mark.parametrize(("dtype", "full"), [(np.uint8, 1), (np.uint16, 257)])
def test_white_is_zero_is_inverted_whatever_the_depth(dtype, full):
    data = picture(GREY.astype(dtype) * dtype(full), "TIFF")
    black_is_zero, white_is_zero = (struct.pack("<HHII", 262, 3, 1, value) for value in (1, 0))
    assert data.count(black_is_zero) == 1
    negative = read_radiograph(data.replace(black_is_zero, white_is_zero))
    assert np.allclose(negative.pixels, 1 - GREY / 255, atol=1e-6)


def test_colour_is_measured():
    rgb = np.full((40, 40, 3), 80, np.uint8)
    rgb[:10] = (255, 0, 0)
    radiograph = read_radiograph(png(rgb))
    assert radiograph.chroma == pytest.approx(0.25)
    assert codes(radiograph) == ["decoded", "grey-from-colour", "full-range"]
    assert radiograph.pixels[0, 0] == pytest.approx(76 / 255)


def test_grey_in_three_channels_stays_what_it_was():
    radiograph = read_radiograph(png(np.stack([GREY] * 3, -1)))
    assert (np.rint(radiograph.pixels * 255) == GREY).all()
    assert radiograph.chroma == 0


def test_transparent_parts_are_black():
    rgba = np.full((10, 10, 4), 200, np.uint8)
    rgba[..., 3] = 255
    rgba[:5, :, 3] = 0
    radiograph = read_radiograph(png(rgba))
    assert (radiograph.pixels[:5] == 0).all()
    assert radiograph.pixels[5:] == pytest.approx(200 / 255)
    assert "alpha" in codes(radiograph)


@pytest.mark.parametrize("mode", ["1", "P", "LA", "PA", "CMYK"])
def test_every_mode_becomes_grey(mode):
    kind = "TIFF" if mode in ("CMYK", "PA") else "PNG"
    if mode == "PA":
        kind, image = "PNG", Image.fromarray(GREY).convert("P")
        data = saved(image, kind, transparency=0)
    else:
        data = saved(
            Image.fromarray(GREY).convert("RGB" if mode == "CMYK" else "L").convert(mode), kind
        )
    radiograph = read_radiograph(data)
    assert radiograph.size == (60, 40)
    assert np.abs(radiograph.pixels.mean() - GREY.mean() / 255) < 0.05


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_pictures_are_turned_upright(kind, orientation):
    shape = np.zeros((40, 60), np.uint8)
    shape[:10, :20] = 255
    exif = Image.Exif()
    exif[274] = orientation
    options = {"quality": 95, "exif": exif} if kind == "JPEG" else {"tiffinfo": {274: orientation}}
    radiograph = read_radiograph(picture(shape, kind, **options))
    upright = {
        1: shape,
        2: shape[:, ::-1],
        3: shape[::-1, ::-1],
        4: shape[::-1],
        5: shape.T,
        6: np.rot90(shape, -1),
        7: shape[::-1, ::-1].T,
        8: np.rot90(shape),
    }[orientation]
    assert radiograph.size == upright.shape
    assert np.abs(radiograph.pixels - upright / 255).max() < 0.1
    assert ("exif" in codes(radiograph)) == (orientation != 1)


def test_pages_of_a_tiff_are_counted_and_chosen():
    pages = [Image.fromarray(np.full((10, 10), grey, np.uint8)) for grey in (0, 100, 200)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    radiograph = read_radiograph(data, frame=2)
    assert (radiograph.frames, radiograph.frame) == (3, 2)
    assert radiograph.pixels == pytest.approx(200 / 255)
    with pytest.raises(FrameOutOfRangeError):
        read_radiograph(data, frame=3)


def test_frames_of_a_webp_are_counted_and_chosen():
    pages = [Image.fromarray(np.full((10, 10, 3), grey, np.uint8)) for grey in (0, 100, 200)]
    data = saved(pages[0], "WEBP", save_all=True, append_images=pages[1:], lossless=True)
    radiograph = read_radiograph(data, frame=1)
    assert radiograph.frames == 3
    assert radiograph.pixels == pytest.approx(100 / 255)


def test_pictures_have_no_windows_and_one_frame():
    with pytest.raises(WindowOutOfRangeError):
        read_radiograph(png(GREY), window=1)
    with pytest.raises(FrameOutOfRangeError):
        read_radiograph(png(GREY), frame=1)

"""The caps, to the last one that passes and the first that does not."""

import pytest

from model.errors import (
    FileEmptyError,
    FileTooLargeError,
    TooManyFramesError,
    TooManyPixelsError,
)
from model.imaging.limits import check_bytes, check_frames, check_pixels


def test_bytes():
    check_bytes(1)
    check_bytes(64 * 1024 * 1024)
    with pytest.raises(FileEmptyError):
        check_bytes(0)
    with pytest.raises(FileTooLargeError, match="65 MB; 64 MB"):
        check_bytes(64 * 1024 * 1024 + 1)


def test_pixels():
    check_pixels(5_000, 10_000)
    with pytest.raises(TooManyPixelsError, match=r"5001 × 10000 pixels; 50 megapixels"):
        check_pixels(5_001, 10_000)


def test_bytes_of_a_decoded_frame():
    check_pixels(5_000, 10_000, 6)
    with pytest.raises(TooManyPixelsError, match=r"42 megapixels"):
        check_pixels(5_000, 10_000, 7)


def test_frames():
    check_frames(500)
    with pytest.raises(TooManyFramesError, match="501 frames; 500"):
        check_frames(501)

"""Windows for viewing, the evidence scale, contours."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from model.classifier.engine import Engine
from model.classifier.evidence import evidence_maps
from model.training.dataset import read_index, read_pixels
from pages.shared.pictures.display import (
    CONTOUR_SHARES,
    EVIDENCE_TOP,
    ViewWindow,
    cividis,
    contour_style,
    contours,
    data_uri,
    for_viewing,
    overlay,
    png,
)

RAMP = np.array([[0.0, 0.25, 0.5, 0.75, 1.0]], np.float32)


@pytest.mark.parametrize(
    ("window", "grey"),
    [
        (ViewWindow(), [0, 64, 128, 191, 255]),
        (ViewWindow(invert=True), [255, 191, 128, 64, 0]),
        (ViewWindow(centre=0.5, width=0.5), [0, 0, 128, 255, 255]),
        (ViewWindow(centre=0.0, width=1.0), [128, 191, 255, 255, 255]),
        (ViewWindow(centre=1.0, width=0.5, invert=True), [255, 255, 255, 255, 128]),
    ],
)
def test_a_window_for_viewing(window, grey):
    shown = for_viewing(RAMP, window)
    assert shown.dtype == np.uint8
    assert shown.tolist() == [grey]
    assert RAMP.tolist() == [[0.0, 0.25, 0.5, 0.75, 1.0]]


def test_cividis_runs_from_dark_blue_to_yellow_and_only_gets_brighter():
    table = cividis()
    assert table.shape == (256, 3)
    assert table[0].tolist() == [0, 34, 78]
    assert table[-1].tolist() == [254, 232, 56]
    luminance = table @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(luminance) > -0.5).all()


def test_the_scale_is_the_same_for_every_picture():
    weak = overlay(np.array([[0.0, 0.05 * EVIDENCE_TOP]], np.float32), 0.6)
    assert weak[0, 0, 3] == 0
    # Weak evidence alone in its picture is nearly invisible all the same.
    assert weak[0, 1, 3] == 8
    strong = overlay(np.array([[EVIDENCE_TOP, 5 * EVIDENCE_TOP]], np.float32), 0.6)
    assert strong[0, 0].tolist() == [254, 232, 56, 153]
    assert strong[0, 1].tolist() == strong[0, 0].tolist()


def test_contours_lie_where_the_evidence_has_their_value():
    rows, columns = np.mgrid[0:224, 0:224] + 0.5
    distance = np.hypot(rows - 112, columns - 112) / 112
    evidence = (EVIDENCE_TOP * np.clip(1 - distance, 0, 1)).astype(np.float32)
    found = contours(evidence)
    assert [share for share, _ in found] == list(CONTOUR_SHARES)
    for share, points in found:
        radius = np.hypot(*(2 * points - 1).T)
        assert radius == pytest.approx(1 - share, abs=0.01)


def test_no_evidence_has_no_contours_and_evidence_everywhere_has_the_border():
    assert contours(np.zeros((224, 224), np.float32)) == []
    full = contours(np.full((224, 224), EVIDENCE_TOP, np.float32))
    assert [share for share, _ in full] == list(CONTOUR_SHARES)
    assert full[0][1].min() == pytest.approx(0.0, abs=0.01)
    assert full[0][1].max() == pytest.approx(1.0, abs=0.01)


def test_a_contour_stands_out_from_its_halo():
    weights = np.array([0.2126, 0.7152, 0.0722])
    for share in CONTOUR_SHARES:
        colour, halo = (weights @ np.array(rgb) for rgb in contour_style(share))
        assert abs(colour - halo) > 100


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 3), (3, 5, 4)])
def test_a_png_keeps_every_value_and_the_order_of_channels(shape):
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    with Image.open(BytesIO(png(pixels))) as image:
        assert (np.asarray(image) == pixels).all()
    assert data_uri(pixels).startswith("data:image/png;base64,iVBOR")


@pytest.mark.data
def test_the_evidence_scale_holds_19_of_20_films_of_val(data_folder):
    engine = Engine.load()
    films = read_index(data_folder, ["val"])[::3]
    pixels = read_pixels(data_folder / "radiographs.zip", [film.file for film in films])
    peaks = []
    for film in pixels:
        forward = engine.run(np.repeat(film[np.newaxis, ..., np.newaxis].astype(np.float32), 3, -1))
        evidence = evidence_maps(forward.maps[0], engine.head_weights)
        peaks.append(evidence.values[forward.logits[0].argmax()].max())
    assert 0.94 <= np.mean(np.array(peaks) < EVIDENCE_TOP) <= 0.98

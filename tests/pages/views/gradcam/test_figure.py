"""The grid of maps: how many panes, on one scale, zoomed together."""

import numpy as np
import pytest

from pages.shared import i18n
from pages.shared.pictures.layers import HeatLayer
from pages.shared.pictures.panes import FOOT, PANEL_SIDE, TITLE, Panel, grid_height, shrunk
from pages.views.gradcam.box_figure import box_figure
from pages.views.gradcam.figure import grid_figure, outlines

FILM = np.full((800, 1000), 90, np.uint8)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: "en")


def heat(mode="colour", value=0.2, **changes):
    return HeatLayer(np.full((224, 224), value, np.float32), "viral", mode, 0.8, **changes)


def grid(count, *, narrow=False, mode="colour", **changes):
    panels = [Panel(f"Map {index}", heat(mode)) for index in range(count)]
    scale = None if mode == "off" else (0.3, "Evidence")
    return grid_figure(FILM, "Film", panels, scale, narrow=narrow, **changes)


def axes(figure):
    return [name for name in figure.layout.to_plotly_json() if name.startswith("xaxis")]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", range(5))
def test_film_and_maps_share_their_axes_and_one_scale(count, narrow):
    figure = grid(count, narrow=narrow)
    pictures = figure.layout.images
    # The film in every pane, and evidence over it in all but the first.
    assert len(pictures) == 2 * count + 1
    assert len({picture.xref for picture in pictures}) == count + 1
    for name in axes(figure)[1:]:
        assert figure.layout[name].matches == "x"
        assert figure.layout[name.replace("x", "y", 1)].matches == "y"
    bars = [trace.marker for trace in figure.data if trace.type == "scatter"]
    assert [(bar.showscale, bar.cmax) for bar in bars] == [(True, 0.3)]
    assert figure.layout.height == grid_height(count, narrow, 0.8) + FOOT + TITLE
    headings = [note.text for note in figure.layout.annotations]
    assert headings == ["Film", *(f"Map {index}" for index in range(count))]


def test_on_a_phone_panes_are_in_one_column_and_a_finger_scrolls():
    figure = grid(4, narrow=True)
    domains = {tuple(figure.layout[name].domain) for name in axes(figure)}
    assert domains == {(0.0, 1.0)}
    assert figure.layout.dragmode is False
    tops = [figure.layout[name.replace("x", "y", 1)].domain[1] for name in axes(figure)]
    assert tops == sorted(tops, reverse=True)
    assert grid(4).layout.dragmode == "zoom"


@pytest.mark.parametrize(("narrow", "upper", "lower"), [(True, "", "2"), (False, "2", "4")])
def test_between_two_rows_there_is_room_for_a_heading(narrow, upper, lower):
    layout = grid(4, narrow=narrow).layout
    above, below = layout[f"yaxis{upper}"].domain, layout[f"yaxis{lower}"].domain
    pixels = (above[0] - below[1]) * grid_height(4 if narrow else 3, narrow, 0.8)
    assert pixels == pytest.approx(TITLE + 4, abs=0.5)


def test_four_maps_make_two_rows_beside_a_tall_film():
    figure = grid(4)
    film = figure.layout.yaxis.domain
    assert film == (0.0, 1.0)
    assert figure.layout.yaxis2.domain[0] > figure.layout.yaxis4.domain[1]
    assert figure.layout.xaxis2.domain == figure.layout.xaxis4.domain


def test_the_same_evidence_has_the_same_colour_in_every_pane_and_no_map_is_stretched():
    panels = [Panel("a", heat(value=0.03)), Panel("b", heat(value=0.03)), Panel("c", heat())]
    figure = grid_figure(FILM, "Film", panels, (0.3, "Evidence"), narrow=False)
    weak, same, strong = (picture.source for picture in figure.layout.images if picture.sizex > 640)
    assert weak == same != strong


def test_a_map_that_is_not_there_says_why():
    panels = [Panel("RISE", None, "Being worked out")]
    figure = grid_figure(FILM, "Film", panels, (0.3, "Evidence"), narrow=False)
    assert len(figure.layout.images) == 2
    assert figure.layout.annotations[-1].text == "Being worked out"


def test_switched_off_there_is_neither_evidence_nor_scale():
    figure = grid(2, mode="off")
    assert len(figure.layout.images) == 3
    assert len(figure.data) == 0


def test_contours_start_at_the_threshold():
    panels = [Panel("a", heat("contours", threshold=0.1))]
    assert grid_figure(FILM, "F", panels, (0.3, "E"), narrow=False).data
    panels = [Panel("a", heat("contours", value=0.05, threshold=0.1))]
    figure = grid_figure(FILM, "F", panels, None, narrow=False)
    assert [trace.type for trace in figure.data] == ["heatmap"]


def test_the_lungs_are_outlined_on_the_film_alone():
    mask = np.zeros((224, 224), bool)
    mask[56:168, 28:84] = mask[56:168, 140:196] = True
    lines = outlines(mask)
    assert len(lines) == 2
    edges = sorted((line.min(axis=0).round(2).tolist(), line.max(axis=0).round(2).tolist())
                   for line in lines)  # fmt: skip
    assert edges == [([0.12, 0.25], [0.37, 0.75]), ([0.62, 0.25], [0.87, 0.75])]
    figure = grid(1, outline=mask)
    drawn = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    assert {trace.xaxis for trace in drawn} == {"x"}
    assert len(drawn) == 2


def test_a_picture_is_made_small_and_never_large():
    assert shrunk(FILM, PANEL_SIDE).shape == (512, 640)
    small = np.zeros((30, 20), np.uint8)
    assert shrunk(small, PANEL_SIDE) is small


def test_a_box_is_reported_in_parts_of_the_picture_and_the_map_is_not_in_the_figure():
    figure = box_figure(
        FILM,
        (0.2, 0.1, 0.6, 0.5),
        None,
        (0.3, "Evidence"),
        titles=("Film", "Your box"),
        narrow=False,
        revision="a",
    )
    assert len(figure.layout.images) == 1
    assert figure.layout.dragmode == "select"
    assert figure.layout.xaxis.range == (0, 1)
    assert figure.layout.yaxis.range == (1, 0)
    assert figure.layout.yaxis.scaleratio == 0.8
    shape = figure.layout.shapes[-1]
    assert (shape.x0, shape.x1, shape.y0, shape.y1) == (0.1, 0.5, 0.2, 0.6)
    assert figure.data[0].marker.opacity == 0


def test_once_revealed_the_map_stands_beside_the_film_with_the_same_box():
    figure = box_figure(
        FILM,
        (0.2, 0.1, 0.6, 0.5),
        Panel("Grad-CAM", heat()),
        (0.3, "Evidence"),
        titles=("Film", "Your box"),
        narrow=False,
        revision="a",
    )
    assert len(figure.layout.images) == 3
    assert [shape.xref for shape in figure.layout.shapes] == ["x", "x", "x2", "x2"]
    assert figure.layout.dragmode == "zoom"

"""The chart of a sweep: ribbons whose borders are the flips, the plausible range, the slider."""

import numpy as np

from model.augment.answers import Answers
from model.augment.registry import TRANSFORMS
from model.augment.sweep import Sweep
from pages.shared.charts.bars import CLASS_COLOURS
from pages.views.augment.sweep import sweep_in_words
from pages.views.augment.sweep_figure import ANSWER_ROW, GATE_ROW, sweep_figure

DEGREES = TRANSFORMS["rotation"].parameter("degrees")


def made(refused=(False, False, True, True)):
    table = np.full((4, 4), 0.1)
    table[:2, 2] = table[2:, 0] = 0.7
    return Sweep(np.array([-30.0, -10.0, 10.0, 30.0]), Answers(table, np.array(refused)))


def rows(figure, row):
    return [
        (shape.x0, shape.x1, shape.fillcolor)
        for shape in figure.layout.shapes
        if shape.type == "rect" and (shape.y0, shape.y1) == row
    ]


def test_the_ribbon_of_answers_changes_where_the_answer_flips():
    figure = sweep_figure(made(), DEGREES, 10.0)
    assert rows(figure, ANSWER_ROW) == [
        (-30.0, 0.0, CLASS_COLOURS["bacterial"]),
        (0.0, 30.0, CLASS_COLOURS["healthy"]),
    ]
    assert [part[:2] for part in rows(figure, GATE_ROW)] == [(0.0, 30.0)]
    places = [shape.x0 for shape in figure.layout.shapes if shape.type == "line"]
    assert places == [0.0, 10.0]


def test_every_line_is_named_and_told_apart_without_colour():
    figure = sweep_figure(made(), DEGREES, 0.0)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert len({trace.line.dash for trace in lines}) == 4
    assert [trace.name for trace in lines][:2] == ["Healthy", "COVID-19"]


def test_the_chart_in_words():
    assert sweep_in_words(made(), DEGREES) == (
        "Plausible on a real frontal film: −15° to 15°. The answer begins as bacterial pneumonia "
        "and flips 1 time: 0° → healthy. The gate refuses: 10° to 30°."
    )

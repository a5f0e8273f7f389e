"""Dots with whiskers: where they stand and what they say."""

import pytest

from pages.shared import i18n
from pages.views.evidence.dots import Axis, Series, broken, dots_figure

FIGURE = {"value": 0.5, "low": 0.4, "high": 0.7, "n": 9, "groups": 9}


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: "en")


def test_every_figure_is_a_dot_with_its_interval():
    figure = dots_figure(
        [
            Series("test", {"A": FIGURE, "B": None}),
            Series("adult", {"A": {"value": 0.2, "low": None, "high": None}, "B": FIGURE}),
        ],
        Axis("Share"),
    )
    first, second = figure.data
    assert list(first.x) == [0.5]
    assert list(first.error_x.array) == pytest.approx([0.2])
    assert list(first.error_x.arrayminus) == pytest.approx([0.1])
    assert list(second.x) == [0.2, 0.5]
    # A figure without an interval has no whisker.
    assert list(second.error_x.array) == pytest.approx([0.0, 0.2])
    assert first.hovertext == ("50.0% (40.0% to 70.0%)",)
    # Two series never hide each other, and each has a form beside its colour.
    assert first.y[0] != second.y[0]
    assert first.marker.symbol != second.marker.symbol
    assert list(figure.layout.yaxis.ticktext) == ["A", "B"]


def test_it_fits_on_paper():
    rows = {f"line {index}": FIGURE for index in range(14)}
    assert dots_figure([Series("test", rows)], Axis("Share")).layout.height < 700


def test_a_reference_is_a_line():
    figure = dots_figure([Series("test", {"A": FIGURE})], Axis("Share"), (0.25, "blind"))
    assert figure.layout.shapes[0].x0 == 0.25
    assert figure.layout.annotations[0].text == "blind"


def test_ticks_are_shares_or_numbers():
    assert Axis("", share=True).tick(0.25) == "25%"
    assert Axis("", share=False).tick(0.25) == "0.25"


def test_long_names_are_broken():
    assert broken("Without the rectangle around the lungs") == (
        "Without the rectangle<br>around the lungs"
    )

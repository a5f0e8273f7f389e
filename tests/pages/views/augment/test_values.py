"""Values as a reader sees them: units, signs, as many decimals as it takes."""

import pytest

from model.augment.pipeline import Step
from model.augment.registry import TRANSFORMS
from pages.views.augment.values import is_stretched, range_text, step_text, value_text

THIN = "\u202f"


@pytest.mark.parametrize(
    ("transform", "name", "value", "text"),
    [
        ("rotation", "degrees", -12.5, "−12.5°"),
        ("rotation", "degrees", 10.0, "10°"),
        ("rotation", "degrees", -0.01, "0°"),
        ("translation", "across", 0.1, "10%"),
        ("translation", "across", -0.025, "−2.5%"),
        ("translation", "across", 0.0333333, "3.3%"),
        ("zoom", "factor", 1.1, f"×{THIN}1.1"),
        ("gaussian-blur", "sigma", 0.3, f"0.3{THIN}px"),
        ("jpeg", "quality", 40.0, "40"),
        ("marker", "letter", 2.0, "AP"),
    ],
)
def test_a_value_has_its_unit_and_no_more_decimals_than_it_needs(transform, name, value, text):
    assert value_text(TRANSFORMS[transform].parameter(name), value) == text


def test_a_range_of_one_value_is_that_value():
    degrees = TRANSFORMS["rotation"].parameter("degrees")
    assert range_text(degrees, (-10.0, 10.0)) == "−10° to 10°"
    assert range_text(degrees, (5.0, 5.0)) == "5°"


def test_a_step_in_one_line():
    assert step_text(Step("rotation", {}, 0.5)) == "−10° to 10° · in 50% of the draws"
    assert step_text(Step("horizontal-flip")) == "in every draw"


def test_a_step_that_leaves_what_films_show_is_flagged():
    assert not is_stretched(Step("rotation", {"degrees": (-15.0, 15.0)}))
    assert is_stretched(Step("rotation", {"degrees": (-16.0, 5.0)}))
    assert is_stretched(Step("horizontal-flip"))

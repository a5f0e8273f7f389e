"""Values, ranges and steps in words."""

from model.augment.pipeline import Drawn, Range, Step
from model.augment.registry import FAMILIES, TRANSFORMS
from model.augment.transform import Parameter
from model.messages import N_
from pages.shared.i18n import _, fill, number, whole_percent

MINUS = "\u2212"
# Between a number and its unit; degrees, percent and × have their own habits.
THIN = "\u202f"

UNITS: dict[str, str] = {"px": N_("px")}


def value_text(parameter: Parameter, value: float) -> str:
    """A value with its unit.

    Args:
        parameter: What it is a value of.
        value: The value.
    """
    if parameter.choices:
        return _(parameter.choices[round(value)])
    if parameter.unit == "%":
        return _percent_text(parameter, value)
    text = number(abs(value), decimals(parameter, value))
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    if parameter.unit == "×":
        return f"×{THIN}{text}"
    unit = f"{THIN}{_(UNITS[parameter.unit])}" if parameter.unit in UNITS else parameter.unit
    return f"{sign}{text}{unit}"


def _percent_text(parameter: Parameter, value: float) -> str:
    share = round(value, max(2, parameter.digits))
    if round(100 * share) == round(100 * share, 1):
        text = whole_percent(abs(share))
    else:
        text = whole_percent(0.01).replace("1", number(abs(100 * share), 1))
    return f"{MINUS}{text}" if share < 0 else text


def decimals(parameter: Parameter, value: float) -> int:
    """How many decimals a value is written with: as many as it needs, up to the parameter's."""
    return next(
        digits
        for digits in range(parameter.digits + 1)
        if digits == parameter.digits or round(value, digits) == round(value, parameter.digits)
    )


def range_text(parameter: Parameter, limits: Range) -> str:
    """A range with its unit; one value where both ends are the same.

    Args:
        parameter: What it is a range of.
        limits: Smallest and largest value.
    """
    low, high = (value_text(parameter, value) for value in limits)
    if low == high:
        return low
    return fill(_("{low} to {high}"), {"low": low, "high": high})


def plausible_text(parameter: Parameter) -> str:
    """What a real film shows, as a sentence; empty where every value is plausible."""
    low, high = parameter.plausible
    if (low, high) == (parameter.low, parameter.high):
        return ""
    if low == high:
        value = value_text(parameter, low)
        return fill(_("On a real frontal film: {value} only."), {"value": value})
    limits = {"range": range_text(parameter, parameter.plausible)}
    return fill(_("Plausible on a real frontal film: {range}."), limits)


def values_text(drawn: Drawn) -> str:
    """What a draw made of a step: each parameter with its value."""
    transform = TRANSFORMS[drawn.transform]
    return " · ".join(
        f"{_(one.title)} {value_text(one, drawn.values[one.name])}" for one in transform.parameters
    )


def step_text(step: Step) -> str:
    """The settings of a step in one line: its ranges, and how often it happens."""
    transform = TRANSFORMS[step.transform]
    parts = [range_text(one, step.ranges[one.name]) for one in transform.parameters[:2]]
    if len(transform.parameters) > 2:
        parts.append("…")
    if step.probability < 1:
        chance = whole_percent(step.probability)
        parts.append(fill(_("in {share} of the draws"), {"share": chance}))
    return " · ".join(parts) or _("in every draw")


def is_stretched(step: Step) -> bool:
    """Whether a step can draw values that no real film shows, or a label that no longer holds."""
    transform = TRANSFORMS[step.transform]
    ends = ({name: limits[end] for name, limits in step.ranges.items()} for end in (0, 1))
    return transform.label == "changed" or any(transform.implausible(end) for end in ends)


def option_text(name: str) -> str:
    """A transform in a menu: its family, then its title."""
    transform = TRANSFORMS[name]
    return f"{_(FAMILIES[transform.family])} · {_(transform.title)}"

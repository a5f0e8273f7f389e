"""Markdown from figures: tables, and a number with its doubt in one cell."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NAMES: Mapping[str, str] = {
    "healthy": "Healthy",
    "covid": "COVID-19",
    "bacterial": "Bacterial pneumonia",
    "viral": "Viral pneumonia",
    "opacity": "Opacity, organism unknown",
    "abnormal": "Abnormal otherwise",
    "lateral": "Lateral view",
    "adult": "Adults",
    "pediatric": "Children",
}
"""What labels and populations are called in the card."""

NONE = "–"
"""Cell of a figure that the films at hand do not allow."""

EXACT = "†"


def name_of(label: str) -> str:
    """What a label is called in the card."""
    return NAMES.get(label, label.replace("_", " "))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table.

    Args:
        head: Column names.
        rows: Cells; a vertical bar inside one is escaped.

    Returns:
        Lines without a final line break.
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", r"\|") for cell in line) + " |" for line in lines
    )


def estimate(figure: Mapping[str, Any] | None, decimals: int = 3) -> str:
    """A figure and its 95 % interval: `0.815 (0.761 to 0.864)`; `†` marks an exact one."""
    if figure is None:
        return NONE
    value = f"{figure['value']:.{decimals}f}"
    if figure["low"] is None:
        return value
    low, high = (f"{figure[end]:.{decimals}f}" for end in ("low", "high"))
    return f"{value} ({low} to {high}){EXACT if figure.get('exact') else ''}"


def percent(figure: Mapping[str, Any] | None, *, of: bool = True) -> str:
    """A share and its interval in per cent, and `of` how many: `94.9 % (93.2 to 96.4) of 774`."""
    if figure is None:
        return NONE
    value = f"{100 * figure['value']:.1f} %"
    films = f" of {figure['n']}" if of else ""
    if figure["low"] is None:
        return value + films
    low, high = (f"{100 * figure[end]:.1f}" for end in ("low", "high"))
    return f"{value} ({low} to {high}){EXACT if figure.get('exact') else ''}{films}"


def count_of(figure: Mapping[str, Any]) -> str:
    """A share as a count: `14 of 18`."""
    return f"{round(figure['value'] * figure['n'])} of {figure['n']}"


def section(title: str, *parts: str, level: int = 2) -> str:
    """A heading and what stands below it, with one empty line between parts; empty ones go."""
    return "\n\n".join([f"{'#' * level} {title}", *(part for part in parts if part)])


def cell(value: Any) -> str:
    """A setting as a cell: four significant digits, lists with commas."""
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(one) for one in value)
    if isinstance(value, str) and "." in value:
        # The history's numbers come as text, with all the digits of a float.
        try:
            value = float(value)
        except ValueError:
            return value
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def flat(name: str, value: Any) -> list[tuple[str, Any]]:
    """Settings within settings, with dotted names; empty ones go."""
    if isinstance(value, Mapping):
        return [
            pair
            for key, found in value.items()
            for pair in flat(f"{name}.{key}" if name else key, found)
        ]
    return [] if value in ("", None, []) else [(name, value)]

"""Which methods of explanation do better than a baseline, by the interval of their difference."""

from collections.abc import Iterable, Mapping
from typing import Any

Figures = Mapping[str, Any]


def sign(difference: Figures | None) -> int:
    """1 or -1 where the whole interval lies on one side of 0, else 0."""
    if difference is None or difference["low"] is None or difference["high"] is None:
        return 0
    return int(difference["low"] > 0) - int(difference["high"] < 0)


def better_and_worse(
    settings: Iterable[Figures], subset: str, against: str, score: str
) -> tuple[list[str], list[str]]:
    """Methods that do better than a baseline, and methods that do worse.

    Args:
        settings: ``settings`` of the localisation figures.
        subset: ``all``, ``other`` (not trained on) or ``train``.
        against: ``over_lungs`` or ``over_random``.
        score: ``hit``, ``near`` or ``share``.

    Returns:
        Titles of both, in the order of the settings.
    """
    signs = {setting_title(row): sign(row[subset][against][score]) for row in settings}
    better = [title for title, found in signs.items() if found > 0]
    return better, [title for title, found in signs.items() if found < 0]


def setting_title(row: Figures) -> str:
    """What a method at a stage is called."""
    return f"{row['title']} at {row['stage']}" if row["stage"] else str(row["title"])

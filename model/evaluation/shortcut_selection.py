"""What tables and charts show of the shortcut figures."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from model.evaluation.shortcut_answers import CONTROLS
from model.explain.shortcuts import AS_IS, VARIANTS

Figures = Mapping[str, Any]


def disguises(split: Figures) -> dict[str, Figures]:
    """Figures of each variant and control of one split by name, in the order of the lab."""
    found = {name: split["variants"][name] for name in VARIANTS}
    return found | {name: split["controls"][name] for name in CONTROLS}


def commonest_answer(split: Figures) -> tuple[str, int]:
    """The class that films as they are get most often, and how many of them get it.

    A network that always says so, whatever it is shown, keeps that many answers.
    """
    answers = split["variants"][AS_IS]["all"]["answers"]
    most = max(answers, key=lambda one: answers[one])
    return most, int(answers[most])


def grey_runs(answers: Mapping[str, str]) -> list[tuple[int, str]]:
    """Runs of equal answers to pictures of one grey.

    Args:
        answers: Class by grey, 0 to 255, as text.

    Returns:
        The last grey of each run and its class, dark to bright.
    """
    ordered = sorted((int(grey), answer) for grey, answer in answers.items())
    return [(list(run)[-1][0], answer) for answer, run in groupby(ordered, key=lambda one: one[1])]

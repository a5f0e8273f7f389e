"""Figures among films that share an age group or a source, where that cue tells nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class CueFree:
    """Films of one split that share an age group or a source.

    Attributes:
        split: ``test`` or ``adult``.
        by: ``population`` or ``source``: what they share.
        name: Which one.
        figures: ``films``, ``healthy_vs_ill`` and ``macro_recall`` among them.
    """

    split: str
    by: str
    name: str
    figures: Figures


def cue_free(figures: Figures) -> list[CueFree]:
    """Every such group of films with healthy and ill ones among them.

    One class alone has no AUC, and its recall says nothing.
    """
    return [
        CueFree(split, by, name, part)
        for split in ("test", "adult")
        for by in ("population", "source")
        for name, part in figures[split][f"by_{by}"].items()
        if part["healthy_vs_ill"] is not None
    ]

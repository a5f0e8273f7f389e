"""What speaks against a draw: values no film shows, a label that no longer holds, lungs cut off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.augment.pipeline import Recipe, apply_recipe
from model.augment.registry import TRANSFORMS
from model.augment.transform import Parameter, Transform

Mask = NDArray[np.bool_]

END: Final = 0.1
"""Share of a lung's height that counts as its apex, or as its base with the costophrenic angle."""

CUT: Final = 0.05
"""Share of an apex or a base that may be lost before it counts as cut: outlines are no exacter."""


@dataclass(frozen=True)
class Concern:
    """One thing that speaks against a step of a recipe.

    Attributes:
        step: Index of the step in the recipe.
        transform: What the step does.
        parameter: The parameter outside its plausible range; None where the label is the concern.
        value: Its value.
    """

    step: int
    transform: Transform
    parameter: Parameter | None = None
    value: float = 0.0


@dataclass(frozen=True)
class LungsCut:
    """What of the lungs has left the picture.

    Attributes:
        lost: Share of the lungs that is no longer in view, in [0, 1].
        apices: Whether an apex is cut.
        bases: Whether a base, with its costophrenic angle, is cut.
    """

    lost: float
    apices: bool
    bases: bool


def concerns(recipe: Recipe) -> tuple[Concern, ...]:
    """What speaks against a recipe.

    Args:
        recipe: What was drawn.

    Returns:
        One for each parameter outside its plausible range, and one for each step after which the
        label does not hold.
    """
    found: list[Concern] = []
    for index, one in enumerate(recipe):
        transform = TRANSFORMS[one.transform]
        if transform.label == "changed":
            found.append(Concern(index, transform))
        found += [
            Concern(index, transform, parameter, one.values[parameter.name])
            for parameter in transform.implausible(one.values)
        ]
    return tuple(found)


def lungs_cut(recipe: Recipe, lungs: Sequence[Mask]) -> LungsCut:
    """Measure what of the lungs a recipe leaves out of the picture.

    Two ramps, across and down, go through the recipe's geometry as the film does: what comes out
    says where each pixel was before, whatever the transforms are.

    Args:
        recipe: What was drawn.
        lungs: bool ``(H, W)``, one mask for each lung, before the recipe.

    Returns:
        The loss; nothing where there are no lungs.
    """
    lungs = [lung for lung in lungs if lung.any()]
    if not lungs:
        return LungsCut(0.0, apices=False, bases=False)
    seen = _seen(recipe, lungs[0].shape)
    whole = sum(int(lung.sum()) for lung in lungs)
    lost = sum(int((lung & ~seen).sum()) for lung in lungs)
    ends = [_ends(lung) for lung in lungs]
    return LungsCut(
        lost=lost / whole,
        apices=any(_is_cut(apex, seen) for apex, _ in ends),
        bases=any(_is_cut(base, seen) for _, base in ends),
    )


def _seen(recipe: Recipe, shape: tuple[int, ...]) -> Mask:
    """Which pixels of the picture before are still there after, bool ``(H, W)``."""
    rows, columns = shape
    down, across = np.mgrid[:rows, :columns].astype(np.float64)
    ramps = (across / (columns - 1), down / (rows - 1), np.ones(shape))
    blank = np.zeros(shape, dtype=np.float32)
    moved_across, moved_down, inside = apply_recipe(recipe, blank, ramps).masks
    real = inside > 0.999
    seen = np.zeros(shape, dtype=np.uint8)
    seen[
        np.rint(moved_down[real] * (rows - 1)).astype(np.intp),
        np.rint(moved_across[real] * (columns - 1)).astype(np.intp),
    ] = 1
    # A picture made smaller does not hit every pixel.
    closed = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(closed > 0)


def _ends(lung: Mask) -> tuple[Mask, Mask]:
    """Apex and base of a lung."""
    rows = np.flatnonzero(lung.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    depth = max(1, round(END * (bottom - top)))
    apex, base = lung.copy(), lung.copy()
    apex[top + depth :] = False
    base[: bottom - depth] = False
    return apex, base


def _is_cut(part: Mask, seen: Mask) -> bool:
    return bool((part & ~seen).sum() > CUT * part.sum())

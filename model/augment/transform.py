"""What a transform is: its parameters, what it does to a film, and what it does to the label."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]
"""float32 ``(H, W)`` in [0, 1], bright = dense."""

Plane = NDArray[np.float64]
"""The same in float64, inside a pipeline. Processors round float32 differently (some fuse a
multiplication and an addition, some do not); rounded once at the end, float64 hides that, so that
one seed gives the same bytes everywhere."""

Values = Mapping[str, float]
"""A value for each parameter of a transform, by name."""

Family = Literal["geometry", "intensity", "exposure", "occlusion", "mixing"]

LabelEffect = Literal["kept", "changed", "mixed"]
"""Whether the label still holds: it does; the film now shows something else; it is shared between
two films."""

REFERENCE_SIDE: Final = 224
"""Side of the picture, in pixels, that lengths in pixels refer to: on a picture of another size
they grow with its height."""


@dataclass(frozen=True)
class Parameter:
    """One number of a transform.

    Attributes:
        name: Its name in a pipeline's JSON.
        title: Its name on the page: English, for translation.
        low: Smallest value that makes sense.
        high: Largest value that makes sense.
        neutral: The value at which the transform leaves the film as it is, if the other parameters
            do too; None where there is none.
        plausible: Smallest and largest value that a real frontal chest film shows.
        start: Range that a new step draws from, within `low` and `high`.
        unit: ``"°"``, ``"%"`` (the number itself is a share), ``"px"`` (of `REFERENCE_SIDE`),
            ``"×"`` or nothing.
        digits: Decimal places that a slider needs.
        even_in: ``"value"``, or ``"logarithm"`` for a factor, where halving is as likely as
            doubling.
        choices: Names of the values 0, 1, … where the number stands for one of a few: English, for
            translation; empty for a true number.
    """

    name: str
    title: str
    low: float
    high: float
    neutral: float | None
    plausible: tuple[float, float]
    start: tuple[float, float]
    unit: str = ""
    digits: int = 2
    even_in: Literal["value", "logarithm"] = "value"
    choices: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.digits == 0

    def is_plausible(self, value: float) -> bool:
        """Whether a real frontal chest film shows such a value."""
        low, high = self.plausible
        return low <= value <= high


@dataclass(frozen=True, eq=False)
class Transform:
    """One kind of change to a film.

    Attributes:
        name: Its name in a pipeline's JSON, kebab-case.
        title: Its name on the page: English, for translation.
        family: Where it stands in the menu.
        parameters: Its numbers, the one worth sweeping first.
        apply: Changes a film: ``apply(plane, values, generator)`` takes float64 ``(H, W)`` in
            [0, 1] and returns the same shape and range. It draws nothing but places and grain from
            the generator; equal generators give equal bytes. Where it `moves`, neither draws nor
            places depend on the greys: a mask goes through the same function. What comes of
            logarithms or transcendental functions is rounded near zero, where processors differ.
        label: What becomes of the label.
        why: Why a radiograph may, or may not, look like this: one or two plain sentences, English,
            for translation.
        moves: Whether anatomy moves, so that masks have to follow.
        mix: For two films: ``mix(plane, partner, values, generator)`` returns the mixture and the
            share of it that is the first film, in [0, 1]; None for all others.
    """

    name: str
    title: str
    family: Family
    parameters: tuple[Parameter, ...]
    apply: Callable[[Plane, Values, np.random.Generator], Plane]
    label: LabelEffect
    why: str
    moves: bool = False
    mix: Callable[[Plane, Plane, Values, np.random.Generator], tuple[Plane, float]] | None = None

    def parameter(self, name: str) -> Parameter:
        """The parameter of a name.

        Raises:
            KeyError: There is none.
        """
        for one in self.parameters:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def neutral(self) -> dict[str, float] | None:
        """The values at which the film stays as it is; None where no values do that."""
        values = {one.name: one.neutral for one in self.parameters}
        if not values or any(value is None for value in values.values()):
            return None
        return {name: float(value) for name, value in values.items() if value is not None}

    def implausible(self, values: Values) -> tuple[Parameter, ...]:
        """The parameters whose value no real frontal chest film shows."""
        return tuple(one for one in self.parameters if not one.is_plausible(values[one.name]))


def scaled(pixels: float, plane: Plane) -> float:
    """A length given in pixels of `REFERENCE_SIDE`, in pixels of this picture."""
    return pixels * int(plane.shape[0]) / REFERENCE_SIDE


def clipped(plane: Plane) -> Plane:
    """Into [0, 1]."""
    return np.asarray(np.clip(plane, 0.0, 1.0), dtype=np.float64)

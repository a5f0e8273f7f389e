"""Ordered steps, each with odds and ranges: drawn at random, then applied to any film."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model.augment.registry import TRANSFORMS
from model.augment.transform import Image, Parameter, Plane, Transform
from model.errors import StepRangeError, StepsTooManyError, StepUnknownError

MOST_STEPS = 20
"""Longer pipelines are refused: nobody can read them, and a link has to hold them."""

Range = tuple[float, float]


@dataclass(frozen=True)
class Step:
    """One step of a pipeline.

    Attributes:
        transform: A name of `registry.TRANSFORMS`.
        ranges: Smallest and largest value of each parameter, by name; equal for a fixed value.
            Parameters that are left out take the range that a new step starts with.
        probability: How often the step happens, in [0, 1].
        on: Whether it is switched on.
    """

    transform: str
    # A plain dictionary rather than a mappingproxy: caches copy pipelines by serialising.
    ranges: Mapping[str, Range] = field(default_factory=dict, hash=False)
    probability: float = 1.0
    on: bool = True

    def __post_init__(self) -> None:
        """Puts the ranges in the order of the parameters and fills in what is left out."""
        known = TRANSFORMS.get(self.transform)
        if known is not None and set(self.ranges) <= {one.name for one in known.parameters}:
            whole = {one.name: self.ranges.get(one.name, one.start) for one in known.parameters}
            object.__setattr__(self, "ranges", whole)


@dataclass(frozen=True)
class Drawn:
    """What one draw made of a step.

    Attributes:
        transform: Name of the transform.
        values: A value for each parameter, by name.
        seed: Seed of its places and its grain.
    """

    transform: str
    values: Mapping[str, float] = field(hash=False)
    seed: int


Recipe = tuple[Drawn, ...]
"""The steps that happen, in order: the same for a film, its masks, and any other film."""


@dataclass(frozen=True, eq=False)
class Augmented:
    """A film after a recipe.

    Attributes:
        image: float32 ``(H, W)`` in [0, 1], bright = dense.
        masks: float32 ``(H, W)`` in [0, 1] each, moved as the anatomy was.
        share: Share of the label that is still the first film's, in [0, 1]; below 1 only after a
            mixture with another film.
    """

    image: Image
    masks: tuple[Image, ...]
    share: float


@dataclass(frozen=True)
class Pipeline:
    """Steps in order.

    Attributes:
        steps: The steps.

    Raises:
        StepsTooManyError: There are more than `MOST_STEPS`.
        StepUnknownError: A step has a transform, or a parameter, that does not exist.
        StepRangeError: A range or a probability is not within its limits.
    """

    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        """Checks every step, and names the first that cannot be used."""
        if len(self.steps) > MOST_STEPS:
            raise StepsTooManyError(steps=len(self.steps), limit=MOST_STEPS)
        for number, step in enumerate(self.steps, start=1):
            _check(number, step)

    @property
    def needs_partner(self) -> bool:
        """Whether a step mixes in a second film."""
        return any(step.on and TRANSFORMS[step.transform].mix for step in self.steps)

    def draw(self, generator: np.random.Generator) -> Recipe:
        """Draw what happens.

        Every step takes the same random numbers whether or not it happens, so that switching one
        off, or making it rarer, leaves the others as they were.

        Args:
            generator: Source of every random number.

        Returns:
            The steps that happen.
        """
        drawn = []
        for step in self.steps:
            transform = TRANSFORMS[step.transform]
            happens = generator.uniform() < step.probability
            values = {
                one.name: _value(one, step.ranges[one.name], generator)
                for one in transform.parameters
            }
            seed = int(generator.integers(2**63))
            if step.on and happens:
                drawn.append(Drawn(step.transform, values, seed))
        return tuple(drawn)

    def apply(self, image: Image, generator: np.random.Generator) -> Image:
        """Draw and apply at once, to one film without masks.

        Args:
            image: float32 ``(H, W)`` in [0, 1], bright = dense.
            generator: Source of every random number.

        Returns:
            float32 ``(H, W)`` in [0, 1]; the same generator state gives the same bytes.
        """
        return apply_recipe(self.draw(generator), image).image


def apply_recipe(
    recipe: Recipe,
    image: Image,
    masks: Sequence[NDArray[np.floating]] = (),
    partner: Image | None = None,
) -> Augmented:
    """Apply what was drawn.

    Args:
        recipe: What was drawn.
        image: float32 ``(H, W)`` in [0, 1], bright = dense.
        masks: ``(H, W)`` in [0, 1] each; they follow the anatomy and nothing else.
        partner: The second film of a mixture, float32 in [0, 1], of any size; a mixture without one
            does not happen.

    Returns:
        The film, its masks, and whose label it has.
    """
    plane: Plane = np.asarray(image, dtype=np.float64)
    moved = [np.asarray(mask, dtype=np.float64) for mask in masks]
    share = 1.0
    for one in recipe:
        transform = TRANSFORMS[one.transform]
        if transform.mix is not None:
            if partner is not None:
                other = np.asarray(partner, dtype=np.float64)
                plane, kept = transform.mix(plane, other, one.values, _source(one))
                share *= kept
            continue
        plane = transform.apply(plane, one.values, _source(one))
        if transform.moves:
            moved = [transform.apply(mask, one.values, _source(one)) for mask in moved]
    return Augmented(
        plane.astype(np.float32), tuple(mask.astype(np.float32) for mask in moved), share
    )


def new_step(name: str) -> Step:
    """A step with the ranges that a new one starts with.

    Args:
        name: A name of `registry.TRANSFORMS`.
    """
    return Step(name)


def _source(one: Drawn) -> np.random.Generator:
    return np.random.default_rng(one.seed)


def _value(parameter: Parameter, limits: Range, generator: np.random.Generator) -> float:
    low, high = limits
    if parameter.whole:
        return float(generator.integers(int(low), int(high), endpoint=True))
    if parameter.even_in == "logarithm":
        # Rounded, because processors disagree in the last bit of an exponential.
        return round(float(np.exp(generator.uniform(np.log(low), np.log(high)))), 12)
    return float(generator.uniform(low, high))


def _check(number: int, step: Step) -> None:
    transform = TRANSFORMS.get(step.transform)
    if transform is None:
        raise StepUnknownError(step=number, name=str(step.transform)[:40])
    unknown = sorted(set(step.ranges) - {one.name for one in transform.parameters})
    if unknown:
        raise StepUnknownError(step=number, name=f"{step.transform}: {unknown[0]}"[:40])
    if not 0 <= step.probability <= 1:
        raise StepRangeError(step=number, name="probability", low=0, high=1)
    for one in transform.parameters:
        _check_range(number, transform, one, step.ranges[one.name])


def _check_range(number: int, transform: Transform, one: Parameter, limits: Range) -> None:
    low, high = limits
    fits = one.low <= low <= high <= one.high
    if one.whole:
        fits = fits and low == round(low) and high == round(high)
    if not fits:
        raise StepRangeError(
            step=number, name=f"{transform.name}: {one.name}", low=one.low, high=one.high
        )

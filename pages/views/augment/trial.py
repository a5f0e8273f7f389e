"""What is tried on which film, and what came of it: worked out once, remembered by content."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.augment.answers import Answers, answer_all, draw_many, recipe_of
from model.augment.pipeline import Augmented, Pipeline, Recipe, apply_recipe
from model.augment.shorthand import to_line
from model.augment.sweep import Sweep, sweep
from model.augment.transform import Image, Transform, Values
from model.classifier.classes import CLASSES
from pages.shared import engines
from pages.shared.pictures.panes import shrunk
from pages.shared.remembered import remembered
from pages.shared.study import Study

T = TypeVar("T")

# Side of a small picture, in pixels: a dozen of them is as large as one map of the explorer, which
# the memory is made for.
SMALL_SIDE = 128
# Small pictures that are made and shown at once.
MOST_SMALL = 12


@dataclass(frozen=True, eq=False)
class Version:
    """A film, changed or not, and what the network says of it.

    Attributes:
        image: float32 `(224, 224)` in [0, 1].
        probabilities: Class → calibrated probability.
        predicted: The likeliest class.
        refused: Whether the gate refuses it.
        share: Share of the label that is still the film's own, in [0, 1].
    """

    image: Image
    probabilities: dict[str, float]
    predicted: str
    refused: bool
    share: float = 1.0

    @property
    def viewed(self) -> npt.NDArray[np.uint8]:
        """For viewing: uint8 `(224, 224)`."""
        return viewed(self.image)


@dataclass(frozen=True, eq=False)
class Spread:
    """Many draws on one film, without their pictures.

    Attributes:
        recipes: What each draw did.
        answers: What was said of each.
    """

    recipes: tuple[Recipe, ...]
    answers: Answers

    def row(self, index: int) -> dict[str, float]:
        """Class → calibrated probability of one draw."""
        return by_class(self.answers.probabilities[index])


def viewed(image: Image) -> npt.NDArray[np.uint8]:
    """A film for viewing: uint8 `(H, W)`."""
    return np.asarray(np.rint(255 * image), dtype=np.uint8)


def by_class(probabilities: npt.NDArray[np.float64]) -> dict[str, float]:
    """Class → probability."""
    return dict(zip(CLASSES, map(float, probabilities), strict=True))


def _once(film: Study, make: Callable[[], T], *parts: Hashable) -> T:
    """Works something out for a film in the playground, once."""
    return remembered(film, ("playground", *parts), make)


def before(film: Study) -> Version:
    """The film as it is."""
    augmented = Augmented(film.grey, (), 1.0)
    return _once(film, lambda: _answered(augmented, refused=not film.accepted), "before")


def _answered(augmented: Augmented, *, refused: bool = False) -> Version:
    answers = answer_all(augmented.image[np.newaxis], engines.engine())
    return Version(
        augmented.image,
        by_class(answers.probabilities[0]),
        answers.predicted[0],
        refused or bool(answers.refused[0]),
        augmented.share,
    )


def recipe_for(pipeline: Pipeline, seed: int, draw: int) -> Recipe:
    """What a draw does.

    Args:
        pipeline: The pipeline.
        seed: The seed.
        draw: Number of the draw, from 1.
    """
    return recipe_of(pipeline, seed, draw - 1)


def after(film: Study, pipeline: Pipeline, seed: int, draw: int, partner: Study | None) -> Version:
    """The film after one draw.

    Args:
        film: The film.
        pipeline: The pipeline.
        seed: The seed.
        draw: Number of the draw, from 1.
        partner: The second film of a mixture.
    """

    def make() -> Version:
        recipe = recipe_for(pipeline, seed, draw)
        return _answered(apply_recipe(recipe, film.grey, partner=_grey(partner)))

    return _once(film, make, "after", to_line(pipeline), seed, draw, _digest(partner))


def many(film: Study, pipeline: Pipeline, seed: int, count: int, partner: Study | None) -> Spread:
    """Many draws.

    Args:
        film: The film.
        pipeline: The pipeline.
        seed: The seed.
        count: How many draws.
        partner: The second film of a mixture.
    """

    def make() -> Spread:
        draws = draw_many(
            pipeline, film.grey, engines.engine(), seed=seed, count=count, partner=_grey(partner)
        )
        return Spread(draws.recipes, draws.answers)

    return _once(film, make, "many", to_line(pipeline), seed, count, _digest(partner))


def small_pictures(
    film: Study, pipeline: Pipeline, seed: int, draws: tuple[int, ...], partner: Study | None
) -> tuple[npt.NDArray[np.uint8], ...]:
    """Draws as small pictures, each uint8 `(128, 128)`.

    Args:
        film: The film.
        pipeline: The pipeline.
        seed: The seed.
        draws: Numbers of the draws, from 1; `MOST_SMALL` at the most.
        partner: The second film of a mixture.
    """

    def make() -> tuple[npt.NDArray[np.uint8], ...]:
        recipes = [recipe_for(pipeline, seed, draw) for draw in draws[:MOST_SMALL]]
        images = [apply_recipe(one, film.grey, partner=_grey(partner)).image for one in recipes]
        return tuple(shrunk(viewed(image), SMALL_SIDE) for image in images)

    return _once(film, make, "small", to_line(pipeline), seed, draws, _digest(partner))


def swept(film: Study, transform: Transform, name: str, others: Values, seed: int) -> Sweep:
    """One parameter from end to end.

    Args:
        film: The film.
        transform: The transform; no mixture.
        name: Name of the parameter.
        others: A value for each other parameter.
        seed: Seed of places and grain.
    """

    def make() -> Sweep:
        return sweep(transform, name, film.grey, engines.engine(), others, seed)

    return _once(film, make, "sweep", transform.name, name, tuple(others.items()), seed)


def changed(film: Study, transform: Transform, values: Values, seed: int) -> Version:
    """The film after one transform at given values.

    Args:
        film: The film.
        transform: The transform; no mixture.
        values: A value for each parameter.
        seed: Seed of places and grain.
    """

    def make() -> Version:
        return _answered(Augmented(picture_at(film, transform, values, seed), (), 1.0))

    return _once(film, make, "changed", transform.name, tuple(values.items()), seed)


def picture_at(film: Study, transform: Transform, values: Values, seed: int) -> Image:
    """The picture after one transform at given values: float32 `(224, 224)` in [0, 1]."""
    plane = np.asarray(film.grey, dtype=np.float64)
    changed_plane = transform.apply(plane, values, np.random.default_rng(seed))
    return np.asarray(changed_plane, dtype=np.float32)


def _grey(film: Study | None) -> Image | None:
    return None if film is None else film.grey


def _digest(film: Study | None) -> str:
    return "" if film is None else film.digest

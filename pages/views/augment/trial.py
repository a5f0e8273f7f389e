"""What is tried on which film, and what came of it: worked out once, remembered by content."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.augment.answers import Answers, answer_all
from model.augment.draws import draw_many, recipe_of
from model.augment.pipeline import Augmented, Pipeline, Recipe, apply_recipe
from model.augment.shorthand import to_line
from model.augment.sweep import Sweep, sweep
from model.augment.transform import Image, Transform, Values
from model.classifier.classes import CLASSES
from pages.shared import cache
from pages.shared.cache import Opened
from pages.shared.pictures.panes import shrunk
from pages.shared.remembered import Key, remembered
from pages.shared.subject import Subject, subject_of
from pages.shared.upload.cases import Case

# Side of a small picture, in pixels: a dozen of them is as large as one map of the explorer, which
# the memory is made for.
SMALL_SIDE = 128
# Small pictures that are made and shown at once.
MOST_SMALL = 12


@dataclass(frozen=True, eq=False)
class Film:
    """A film in the loop.

    Attributes:
        case: Where it comes from.
        subject: What results are remembered under.
        grey: float32 `(224, 224)` in [0, 1]: exactly what the network received.
        accepted: Whether the gate accepted the film as it is.
    """

    case: Case
    subject: Subject
    grey: Image
    accepted: bool

    def remembered_under(self, *parts: Hashable) -> Key:
        """Key of something worked out for this film in the playground."""
        return ("playground", *parts)


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


def film_of(case: Case, opened: Opened) -> Film:
    """The film in the loop.

    Args:
        case: A case.
        opened: Its picture, read and examined.
    """
    return Film(
        case,
        subject_of(case, opened),
        np.asarray(opened.grey / np.float32(255.0), dtype=np.float32),
        opened.examination.accepted,
    )


def before(film: Film) -> Version:
    """The film as it is."""
    return remembered(
        film.subject,
        film.remembered_under("before"),
        lambda: _answered(Augmented(film.grey, (), 1.0), refused=not film.accepted),
    )


def _answered(augmented: Augmented, *, refused: bool = False) -> Version:
    answers = answer_all(augmented.image[np.newaxis], cache.engine())
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


def after(film: Film, pipeline: Pipeline, seed: int, draw: int, partner: Film | None) -> Version:
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

    key = film.remembered_under("after", to_line(pipeline), seed, draw, _digest(partner))
    return remembered(film.subject, key, make)


def many(film: Film, pipeline: Pipeline, seed: int, count: int, partner: Film | None) -> Spread:
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
            pipeline, film.grey, cache.engine(), seed=seed, count=count, partner=_grey(partner)
        )
        return Spread(draws.recipes, draws.answers)

    key = film.remembered_under("many", to_line(pipeline), seed, count, _digest(partner))
    return remembered(film.subject, key, make)


def small_pictures(
    film: Film, pipeline: Pipeline, seed: int, draws: tuple[int, ...], partner: Film | None
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

    key = film.remembered_under("small", to_line(pipeline), seed, draws, _digest(partner))
    return remembered(film.subject, key, make)


def swept(film: Film, transform: Transform, name: str, others: Values, seed: int) -> Sweep:
    """One parameter from end to end.

    Args:
        film: The film.
        transform: The transform; no mixture.
        name: Name of the parameter.
        others: A value for each other parameter.
        seed: Seed of places and grain.
    """
    key = film.remembered_under("sweep", transform.name, name, tuple(others.items()), seed)
    return remembered(
        film.subject,
        key,
        lambda: sweep(transform, name, film.grey, cache.engine(), others, seed),
    )


def changed(film: Film, transform: Transform, values: Values, seed: int) -> Version:
    """The film after one transform at given values.

    Args:
        film: The film.
        transform: The transform; no mixture.
        values: A value for each parameter.
        seed: Seed of places and grain.
    """
    key = film.remembered_under("changed", transform.name, tuple(values.items()), seed)
    return remembered(
        film.subject,
        key,
        lambda: _answered(Augmented(picture_at(film, transform, values, seed), (), 1.0)),
    )


def picture_at(film: Film, transform: Transform, values: Values, seed: int) -> Image:
    """The picture after one transform at given values: float32 `(224, 224)` in [0, 1]."""
    plane = np.asarray(film.grey, dtype=np.float64)
    changed_plane = transform.apply(plane, values, np.random.default_rng(seed))
    return np.asarray(changed_plane, dtype=np.float32)


def _grey(film: Film | None) -> Image | None:
    return None if film is None else film.grey


def _digest(film: Film | None) -> str:
    return "" if film is None else film.subject.digest

"""Many random draws of a pipeline: how far the answer spreads, and which draws flip it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.augment.answers import Answers, answer_all
from model.augment.pipeline import Pipeline, Recipe, apply_recipe
from model.augment.transform import Image
from model.classifier.classes import CLASSES
from model.classifier.engine import Engine


@dataclass(frozen=True, eq=False)
class Draws:
    """Random draws of one pipeline on one film.

    Attributes:
        recipes: What each draw did.
        films: float32 ``(N, H, W)`` in [0, 1].
        answers: What was said of each.
    """

    recipes: tuple[Recipe, ...]
    films: NDArray[np.float32]
    answers: Answers

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean of the probabilities, float64 ``(4,)``: the answer with test-time augmentation."""
        return np.asarray(self.answers.probabilities.mean(axis=0), dtype=np.float64)

    def flipped(self, label: str) -> tuple[int, ...]:
        """The draws whose likeliest class is another than `label`."""
        return tuple(index for index, name in enumerate(self.answers.predicted) if name != label)

    def spread(self, label: str) -> tuple[float, float]:
        """Smallest and largest probability of a class over the draws."""
        own = self.answers.probabilities[:, CLASSES.index(label)]
        return float(own.min()), float(own.max())


def recipe_of(pipeline: Pipeline, seed: int, number: int) -> Recipe:
    """What draw `number` of a seed does: the same on every film and on every machine."""
    return pipeline.draw(np.random.default_rng([seed, number]))


def draw_many(
    pipeline: Pipeline,
    film: Image,
    engine: Engine,
    *,
    seed: int,
    count: int,
    partner: Image | None = None,
) -> Draws:
    """Draw, apply and ask.

    Args:
        pipeline: The pipeline.
        film: float32 ``(224, 224)`` in [0, 1], see `answers.network_film`.
        engine: The engine; one forward pass for each draw, in one batch.
        seed: Seed of all draws, ≥ 0.
        count: Number of draws.
        partner: Second film for mixtures, float32 ``(H, W)`` in [0, 1].
    """
    recipes = tuple(recipe_of(pipeline, seed, number) for number in range(count))
    films = all_films(recipes, film, partner)
    return Draws(recipes, films, answer_all(films, engine))


def all_films(
    recipes: Sequence[Recipe], film: Image, partner: Image | None = None
) -> NDArray[np.float32]:
    """A film after each of several recipes, float32 ``(N, H, W)``."""
    return np.stack([apply_recipe(recipe, film, partner=partner).image for recipe in recipes])

"""What network and gate say of altered films: of some, and of many random draws of a pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.augment.pipeline import Pipeline, Recipe, apply_recipe
from model.augment.transform import Image
from model.classifier.calibration import probabilities
from model.classifier.classes import CLASSES
from model.classifier.engine import Engine
from model.classifier.gate import feature_refusals
from model.classifier.signals import feature_signals
from model.imaging.prepare import network_input


@dataclass(frozen=True, eq=False)
class Answers:
    """What came of `N` pictures.

    Attributes:
        probabilities: float64 ``(N, 4)``, calibrated, in the order of `CLASSES`.
        refused: bool ``(N,)``, whether the gate would refuse the picture: it is unlike the films
            that the network knows.
    """

    probabilities: NDArray[np.float64]
    refused: NDArray[np.bool_]

    @property
    def predicted(self) -> tuple[str, ...]:
        """The likeliest class of each picture."""
        return tuple(CLASSES[index] for index in self.probabilities.argmax(axis=1))


def network_film(pixels: Image) -> Image:
    """A film as the network sees it, for everything that is tried on it here.

    Args:
        pixels: float32 ``(H, W)`` in [0, 1], bright = dense.

    Returns:
        float32 ``(224, 224)`` in [0, 1].
    """
    return np.asarray(network_input(pixels)[:, :, 0] / np.float32(255.0), dtype=np.float32)


def answer_all(films: NDArray[np.float32], engine: Engine) -> Answers:
    """Ask network and gate, one forward pass for each film, in one batch.

    The gate's checks of files and pixels (size, orientation, negative) are not repeated here: only
    what it measures on the features of the network.

    Args:
        films: float32 ``(N, 224, 224)`` in [0, 1], bright = dense.
        engine: The engine.
    """
    grey = films[..., np.newaxis] * np.float32(255.0)
    forward = engine.run(np.repeat(grey, 3, axis=-1))
    signals = feature_signals(forward.features, engine.feature_space)
    rows = [
        {name: float(values[index]) for name, values in signals.items()}
        for index in range(len(films))
    ]
    manifest = engine.manifest
    return Answers(
        np.stack([probabilities(row, manifest.temperature) for row in forward.logits]),
        np.array([bool(feature_refusals(row, manifest.gate)) for row in rows], dtype=np.bool_),
    )


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

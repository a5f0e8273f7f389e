"""One parameter from end to end: where the answer holds, where it flips, where the gate refuses."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.augment.answers import Answers, answer_all
from model.augment.transform import Image, Parameter, Transform, Values
from model.classifier.engine import Engine

POINTS: Final = 21
"""Values in a sweep; fewer where only whole numbers make sense and there are not as many."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """One parameter of a transform, swept on one film.

    Attributes:
        values: float64 ``(N,)``, in rising order.
        answers: What was said at each.
    """

    values: NDArray[np.float64]
    answers: Answers

    @property
    def flips(self) -> tuple[tuple[float, str, str], ...]:
        """Where the likeliest class changes: halfway between two values, from, to."""
        predicted = self.answers.predicted
        return tuple(
            (self._between(index), before, after)
            for index, (before, after) in enumerate(pairwise(predicted))
            if before != after
        )

    @property
    def refusals(self) -> tuple[tuple[float, float], ...]:
        """Stretches in which the gate refuses: first and last value."""
        refused = self.answers.refused
        edges = np.flatnonzero(np.diff(np.concatenate([[0], refused.astype(np.int8), [0]])))
        return tuple(
            (float(self.values[start]), float(self.values[stop - 1]))
            for start, stop in edges.reshape(-1, 2)
        )

    def _between(self, index: int) -> float:
        return float((self.values[index] + self.values[index + 1]) / 2)


def sweep_values(parameter: Parameter) -> NDArray[np.float64]:
    """The values that a sweep tries, from the smallest to the largest that make sense.

    The one nearest to neutral is neutral, so that the curves go through the answer to the film as
    it is.
    """
    if parameter.even_in == "logarithm":
        values = np.geomspace(parameter.low, parameter.high, POINTS)
    else:
        values = np.linspace(parameter.low, parameter.high, POINTS)
    if parameter.neutral is not None:
        values[np.abs(values - parameter.neutral).argmin()] = parameter.neutral
    return np.unique(np.rint(values)) if parameter.whole else values


def sweep(
    transform: Transform, name: str, film: Image, engine: Engine, others: Values, seed: int
) -> Sweep:
    """Sweep one parameter; the others, the places and the grain stay as they are.

    Args:
        transform: The transform; not a mixture of two films.
        name: Name of the parameter.
        film: float32 ``(224, 224)`` in [0, 1], see `answers.network_film`.
        engine: The engine; as many forward passes as there are values, in one batch.
        others: A value for each of the other parameters.
        seed: Seed of places and grain.

    Raises:
        KeyError: The transform has no such parameter, or `others` lacks one.
    """
    values = sweep_values(transform.parameter(name))
    plane = np.asarray(film, dtype=np.float64)
    films = np.empty((len(values), *film.shape), dtype=np.float32)
    for index, value in enumerate(values):
        films[index] = transform.apply(
            plane, {**others, name: float(value)}, np.random.default_rng(seed)
        )
    return Sweep(values, answer_all(films, engine))

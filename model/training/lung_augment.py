"""Changes to a film and its lung mask together."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from model.augment.pipeline import Pipeline, apply_recipe
from model.augment.presets import film_steps
from model.augment.transform import Image
from model.training.lung_network import TRAINED_SIZE

FILM: Final = Pipeline(
    film_steps(
        degrees=15.0,
        zoom=(0.75, 1.25),
        stretch=0.15,
        shift=0.1,
        gamma=1.8,
        contrast=(0.6, 1.4),
        brightness=0.12,
        blur=1.5,
        noise=0.05,
        border=0.08,
        grain_odds=0.3,
        edge_odds=0.3,
    )
)
"""Wider than what the classifier is trained with: a lung stays a lung in a film that is too dark or
too narrow, and there are few films drawn by hand."""


@dataclass(frozen=True)
class LungAugmentation:
    """What a film and its mask go through.

    Attributes:
        film: Changes of any film; the mask follows its geometry.
        flip_odds: Share of the films that are mirrored; the sides are the viewer's, so the lungs
            change names.
        opacity_odds: Share of the films that get dense patches inside the lungs.
        patches: Largest number of patches.
        patch: Smallest and largest radius of a patch, share of the side.
    """

    film: Pipeline = FILM
    flip_odds: float = 0.3
    opacity_odds: float = 0.4
    patches: int = 3
    patch: tuple[float, float] = (0.04, 0.22)

    def apply(
        self,
        film: Image,
        regions: NDArray[np.uint8],
        generator: np.random.Generator,
        size: int = TRAINED_SIZE,
    ) -> tuple[Image, NDArray[np.float32]]:
        """Draw one augmented version.

        Args:
            film: float32 ``(H, W)`` in [0, 1], bright = dense.
            regions: uint8 ``(H, W)``, indices of `lung_network.REGIONS`.
            generator: Source of every random number.
            size: Height and width of the result, pixels.

        Returns:
            The film, float32 ``(size, size)`` in [0, 1]; the share of each pixel that belongs to
            each region, float32 ``(size, size, 3)``, sums to 1.
        """
        if generator.uniform() < self.opacity_odds:
            for _ in range(generator.integers(1, self.patches + 1)):
                film = self._opacity(film, regions > 0, generator)
        lungs = [np.asarray(regions == number, np.float32) for number in (1, 2)]
        if generator.uniform() < self.flip_odds:
            film, lungs = film[:, ::-1].copy(), [lung[:, ::-1].copy() for lung in lungs[::-1]]
        made = apply_recipe(self.film.draw(generator), film, lungs)
        return shrunk(made.image, size), region_shares(list(made.masks), size)

    def _opacity(
        self, film: Image, lungs: NDArray[np.bool_], generator: np.random.Generator
    ) -> Image:
        """Fill an ellipse in the lungs with the grey of soft tissue, as consolidation does."""
        if not lungs.any():
            return film
        places = np.argwhere(lungs)
        row, column = places[generator.integers(len(places))]
        radii = generator.uniform(*self.patch, 2) * film.shape[0]
        patch = np.zeros_like(film)
        cv2.ellipse(
            patch,
            (int(column), int(row)),
            (max(1, int(radii[0])), max(1, int(radii[1]))),
            float(generator.uniform(0, 180)),
            0,
            360,
            1.0,
            -1,
        )
        sigma = float(generator.uniform(1.5, 8.0))
        patch = np.asarray(cv2.GaussianBlur(patch * lungs, (0, 0), sigma), dtype=np.float32)
        strength = patch * np.float32(generator.uniform(0.3, 1.0))
        # Between the middle of the film and its dense parts: heart, liver, spine.
        dense = np.float32(np.quantile(film, generator.uniform(0.6, 0.95)))
        return np.asarray(film + strength * np.maximum(dense - film, 0.0), np.float32)


def shrunk(picture: Image, size: int) -> Image:
    """Shrink by area averaging, float32 ``(size, size)``."""
    smaller = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.float32)


def region_shares(lungs: list[Image], size: int) -> NDArray[np.float32]:
    """Share of each pixel that belongs to each region.

    Args:
        lungs: The lung on the viewer's left and the other, float32 ``(H, W)`` in [0, 1].
        size: Height and width of the result, pixels.

    Returns:
        float32 ``(size, size, 3)`` in the order of `lung_network.REGIONS`, sums to 1.
    """
    left, right = (shrunk(lung, size) for lung in lungs)
    return np.stack([np.maximum(1.0 - left - right, 0.0), left, right], axis=-1)

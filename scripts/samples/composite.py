"""One candidate for a sample: films chosen, registered, woven and finished, all from one seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from scripts.samples.blending import blend
from scripts.samples.fields import Plane, blur, resized
from scripts.samples.films import Archive, Film, without_spots
from scripts.samples.likeness import fingerprints
from scripts.samples.recipes import FILMS_PER_SAMPLE, Recipe
from scripts.samples.registration import register

# Films drawn as possible anchors, alike films tried for each, and how many neighbours say whether
# an anchor is typical.
_ANCHORS: Final = 40
_TRIED: Final = 64
_NEIGHBOURS: Final = 60
# Shapes that a chest film has, width over height; stretched ones are squeezed back into this.
_ASPECTS: Final = (0.85, 1.3)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A finished picture and what it was made from.

    Attributes:
        seed: The seed that makes it again.
        pixels: float32 (H, W) in [0, 1], bright = dense.
        composed_of: Number of films in it.
        max_share: Largest share of one film in the energy of any band; see `blending.Blend`.
        agreement: How well the films fit one another; see `registration.Registered`.
        sources: Short names of the data sets in it.
    """

    seed: int
    pixels: Plane
    composed_of: int
    max_share: float
    agreement: float
    sources: frozenset[str]


def make_candidate(recipe: Recipe, archive: Archive, seed: int) -> Candidate:
    """Makes one candidate; the same seed makes the same picture.

    Args:
        recipe: What to make.
        archive: All public radiographs.
        seed: Chooses the films, the patches and the grain.

    Returns:
        The candidate.

    Raises:
        ValueError: Too few films fit the recipe.
    """
    rng = np.random.default_rng(seed)
    pool = [f for f in archive.films if recipe.takes(f)]
    if len({f.group for f in pool}) < FILMS_PER_SAMPLE:
        raise ValueError(f"{recipe.stem} needs {FILMS_PER_SAMPLE} films, found {len(pool)}")
    tried, planes = _alike_films(pool, archive, recipe, rng)
    registered = register(planes, planes[0], FILMS_PER_SAMPLE)
    woven = blend(registered.films, registered.distortion, rng)
    used = [tried[k] for k in registered.chosen]
    aspect = float(np.clip(np.mean([film.aspect for film in used]), *_ASPECTS))
    return Candidate(
        seed=seed,
        pixels=finish(woven.pixels, aspect, rng),
        composed_of=len(used),
        max_share=woven.max_share,
        agreement=registered.agreement,
        sources=frozenset(film.source for film in used),
    )


def _alike_films(
    pool: Sequence[Film], archive: Archive, recipe: Recipe, rng: np.random.Generator
) -> tuple[list[Film], list[Plane]]:
    """Draws an anchor that has many alike films; lists it and those, one for each group."""
    films = list(pool)
    planes = [archive.plane(film) for film in pool]
    if recipe.mirrored:
        films += films
        planes += [np.ascontiguousarray(plane[:, ::-1]) for plane in planes]
    prints = fingerprints(planes)
    drawn = rng.permutation(len(pool))[:_ANCHORS]
    likeness = prints[drawn] @ prints.T
    density = np.sort(likeness, axis=1)[:, -_NEIGHBOURS:].mean(axis=1)
    allowed = max(1, round(recipe.typical * len(drawn)))
    anchor = rng.choice(np.argsort(-density, kind="stable")[:allowed])
    alike: dict[str, int] = {}
    for k in np.argsort(-likeness[anchor], kind="stable"):
        alike.setdefault(films[int(k)].group, int(k))
    tried = list(alike.values())[:_TRIED]
    return [films[k] for k in tried], [without_spots(planes[k]) for k in tried]


# Rows of a finished sample.
HEIGHT: Final = 576
# Weight of the detail that is added back: the films had 224 pixels, so the picture is soft.
_SHARPENING: Final = 0.9
# Share cut off on each side: registration mirrors border pixels there.
_CROP: Final = 0.03
# Standard deviation of the grain, as a share of the grey scale, where no radiation and where most
# was stopped: photons are fewer behind dense tissue, so the picture is noisier there.
_GRAIN: Final = (0.004, 0.011)


def finish(composite: Plane, aspect: float, rng: np.random.Generator) -> Plane:
    """Crops, stretches to the natural shape, sharpens a little, adds grain and sets the grey scale.

    Args:
        composite: float32 (S, S), squashed to a square, bright = dense, about [0, 1].
        aspect: Width over height of the finished picture.
        rng: The grain.

    Returns:
        float32 (HEIGHT, round(HEIGHT · aspect)) in [0, 1]. Squashing it to 224 × 224 gives the
        composite back, but for crop and grain.
    """
    margin = round(_CROP * composite.shape[0])
    inner = composite[margin:-margin, margin:-margin]
    low, high = np.percentile(inner, [0.5, 99.7])
    inner = np.clip(0.02 + 0.95 * (inner - low) / (high - low), 0.0, 1.05).astype(np.float32)
    large = resized(inner, (HEIGHT, round(HEIGHT * aspect)), cv2.INTER_LANCZOS4)
    sharp = large + np.float32(_SHARPENING) * (large - blur(large, 1.8))
    # A digital detector's noise is white; the scintillator's light spreads and blurs a part of it.
    white = rng.standard_normal(large.shape).astype(np.float32)
    spread = blur(rng.standard_normal(large.shape).astype(np.float32), 1.1)
    grain = 0.6 * white + 0.8 * spread / spread.std()
    amount = _GRAIN[0] + (_GRAIN[1] - _GRAIN[0]) * np.clip(large, 0, 1)
    finished: Plane = np.clip(sharp + amount * grain, 0.0, 1.0).astype(np.float32)
    return finished

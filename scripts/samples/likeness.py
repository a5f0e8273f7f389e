"""How alike films are: coarsely, to choose what to compose; pixel by pixel, to prove a distance."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.samples.fields import Plane, local_normal, resized
from scripts.samples.films import SIDE, Archive


def fingerprints(planes: Iterable[Plane]) -> NDArray[np.float32]:
    """Describes films coarsely, so that a dot product says how alike two of them look.

    Args:
        planes: float32 (224, 224) in [0, 1] each.

    Returns:
        float32 (N, D): the film at 56 × 56 px and the same with brightness and contrast of the
        neighbourhood taken out, each with mean 0 and norm 1; two alike films have a product near 2.
    """
    rows = []
    for plane in planes:
        small = resized(plane, (56, 56))
        parts = [part - part.mean() for part in (small, local_normal(small, 6.0))]
        rows.append(np.concatenate([(p / np.linalg.norm(p)).ravel() for p in parts]))
    return np.stack(rows).astype(np.float32)


def largest_correlation(pictures: Sequence[Plane], archive: Archive) -> NDArray[np.float64]:
    """Finds the film of the whole archive that each picture is most like.

    Args:
        pictures: float32 (224, 224) each, any scale.
        archive: All public radiographs.

    Returns:
        float64 (len(pictures),): the largest Pearson correlation with any film, pixel by pixel.
    """
    flat = np.stack([p.ravel() for p in pictures]).astype(np.float64)
    flat -= flat.mean(axis=1, keepdims=True)
    # With its mean taken out of one side, the product needs it taken out of that side only.
    wanted = (flat / np.linalg.norm(flat, axis=1, keepdims=True)).astype(np.float32)
    norms = np.where(archive.norms > 0, archive.norms, np.inf)
    largest = np.full(len(pictures), -1.0)
    for start in range(0, len(archive.pixels), 512):
        block = archive.pixels[start : start + 512].reshape(-1, SIDE * SIDE).astype(np.float32)
        found = (wanted @ block.T) / norms[start : start + 512]
        largest = np.maximum(largest, found.max(axis=1))
    return largest

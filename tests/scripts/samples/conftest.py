"""Phantoms: a drawn thorax instead of films, and a small archive of them."""

import cv2
import numpy as np
import pytest

from scripts.samples.films import Archive, Film


def draw_thorax(rng, *, shift=(0.0, 0.0), stretch=1.0):
    """Two dark lungs with ribs on a grey body: float32 (224, 224) in [0, 1]."""
    rows, columns = np.indices((224, 224), dtype=np.float32)
    x = (columns - 112 - shift[0]) / stretch
    y = rows - 112 - shift[1]
    picture = np.full((224, 224), 0.75, dtype=np.float32)
    for side in (-1, 1):
        inside = ((x - side * 45) / 32) ** 2 + (y / 75) ** 2 < 1
        ribs = 0.12 * np.sin((y + 0.004 * (x - side * 45) ** 2) / 3.4)
        picture = np.where(inside, 0.25 + ribs, picture)
    picture = np.where(np.abs(x) > 95, 0.02, picture)
    vessels = cv2.GaussianBlur(rng.standard_normal((224, 224)).astype(np.float32), (0, 0), 1.5)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 1.2) + 0.06 * vessels, 0, 1)


@pytest.fixture(scope="session")
def thorax():
    return draw_thorax


@pytest.fixture(scope="session")
def archive():
    """Fourteen healthy adults, each another thorax, and one ill child."""
    rng = np.random.default_rng(5)
    pixels = []
    for _ in range(15):
        shift = tuple(rng.uniform(-4, 4, 2))
        plane = draw_thorax(rng, shift=shift, stretch=rng.uniform(0.94, 1.06))
        pixels.append(np.rint(plane * 255).astype(np.uint8))
    films = [
        Film(k, "train", "healthy", "rsna", "adult", f"group {k}", "CC BY 4.0", 1.0)
        for k in range(14)
    ]
    films.append(Film(14, "train", "viral", "kermany", "pediatric", "group 14", "CC BY 4.0", 1.3))
    return Archive(films=tuple(films), pixels=np.stack(pixels))

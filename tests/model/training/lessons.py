"""Features to teach a gate with, each view in a direction of its own."""

import numpy as np

from model.classifier.signals import VIEWS
from model.training.feature_space import Lessons


def make_lessons(channels=16, films=40):
    """Films of two sources, children and adults one unit apart in the last channel.

    The first seven channels light up for one view each.
    """
    generator = np.random.default_rng(0)

    def noise(count):
        return generator.random((count, channels), dtype=np.float32)

    def seen(index):
        features = noise(6)
        features[:, index] += 5
        return features

    child = np.arange(films) % 2 == 0
    features = noise(films)
    features[:, -1] += 4 * child
    return Lessons(
        films=features,
        source=np.where(np.arange(films) < films - 4, "large", "small"),
        child=child,
        group=np.array([f"patient-{index // 2}" for index in range(films)]),
        softened=noise(6),
        others={name: seen(index) for index, name in enumerate(VIEWS)},
        kinds=np.array(["cat", "cat", "cat", "knee", "knee", "knee"]),
    )

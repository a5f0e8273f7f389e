import numpy as np
import pytest

from model.augment.registry import TRANSFORMS


def run(name, plane, seed=0, **values):
    return TRANSFORMS[name].apply(plane, values, np.random.default_rng(seed))


def test_a_reflection_brightens_an_ellipse_and_nothing_else():
    film = run("highlight", np.full((100, 100), 0.5), strength=0.4)
    assert film.max() == pytest.approx(0.5 + 0.4 * 0.5, abs=0.002)
    lit = film > 0.5
    assert 0.03 < lit.mean() < 0.29  # π times radii of 0.1 to 0.3
    assert film.min() == 0.5


def test_every_corner_gets_its_turn():
    films = (
        run("corner-erasing", np.zeros((40, 30)), seed, height=0.25, width=0.2, grey=1.0)
        for seed in range(20)
    )
    corners = {tuple(int(place) for place in np.argwhere(film)[0]) for film in films}
    assert corners == {(0, 0), (0, 24), (30, 0), (30, 24)}

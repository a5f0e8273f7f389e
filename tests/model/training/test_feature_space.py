import dataclasses

import numpy as np
import pytest

from model.classifier.engine import load_feature_space
from model.classifier.signals import CHILD, VIEWS, feature_signals, locate
from model.training.feature_space import (
    fit_age,
    fit_feature_space,
    fit_views,
    rarity,
    save_feature_space,
)
from tests.model.training.lessons import make_lessons

HEAD = np.zeros((16, 4), np.float32), np.zeros(4, np.float32)


@pytest.fixture(scope="module")
def lessons():
    return make_lessons()


@pytest.fixture(scope="module")
def space(lessons):
    return fit_feature_space(lessons, *HEAD, components=12)


def test_the_span_is_that_of_the_films(lessons, space):
    np.testing.assert_allclose(space.mean, lessons.films.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(space.basis.T @ space.basis, np.eye(12), atol=1e-5)
    distance, _ = locate(lessons.films, space)
    assert space.residual.tolist() == pytest.approx([distance.mean(), distance.std()])


def test_each_view_is_told_from_the_others_and_from_whole_films(lessons, space):
    for name in VIEWS:
        signals = feature_signals(lessons.others[name], space)
        found = np.array([signals[view] for view in VIEWS])
        assert [VIEWS[index] for index in found.argmax(axis=0)] == [name] * 6
    whole = feature_signals(lessons.films, space)
    assert max(whole[name].max() for name in VIEWS) < 0


def test_softened_films_are_whole_films(lessons, space):
    signals = feature_signals(lessons.softened, space)
    assert max(signals[name].max() for name in VIEWS) < 0


def test_children_are_told_from_adults(lessons, space):
    assert ((feature_signals(lessons.films, space)[CHILD] > 0) == lessons.child).all()


def test_a_kind_can_be_left_out_of_the_lesson(lessons, space):
    whole = fit_views(lessons, space)
    assert (whole == space.views).all()
    blind = fit_views(lessons, space, leave_out="cat")
    cats = dataclasses.replace(space, views=blind)
    seen = lessons.others["not-a-chest"][lessons.kinds == "cat"]
    known, unknown = (feature_signals(seen, one)["not-a-chest"].mean() for one in (space, cats))
    assert unknown < known


def test_age_can_be_learnt_from_some_films(lessons, space):
    half = np.arange(40) < 20
    assert not np.array_equal(fit_age(lessons, space, half), space.age)
    assert (fit_age(lessons, space, np.ones(40, bool)) == space.age).all()


def test_rarity_is_the_root_of_a_source():
    assert rarity(np.array(["a", "a", "a", "a", "b"])).tolist() == [0.5] * 4 + [1.0]


def test_a_space_is_written_and_read(space, tmp_path):
    save_feature_space(space, tmp_path / "space.npz")
    found = load_feature_space(tmp_path / "space.npz")
    for name, value in vars(space).items():
        assert (getattr(found, name) == value).all()

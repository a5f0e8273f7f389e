"""What would be refused at another threshold."""

import dataclasses

import numpy as np
import pytest

from model.evaluation.gate_figures import refused_at
from model.evaluation.metrics import Cohort

LIMITS = {"distance": 0.9, "view": 0.0}


@pytest.fixture
def films(make_table):
    """Twenty films of test, the likelier another view the later; two lateral views."""
    rows = [("test", "healthy", "rsna", "adult", n, "healthy", "") for n in range(20)]
    rows += [("lateral", "lateral", "ieee8023", "adult", 30 + n, "covid", "") for n in range(2)]
    table = make_table(rows)
    views = np.full((22, 7), -9.0, np.float32)
    views[:, 0] = [*range(-20, 0), -2, -0.5]
    return dataclasses.replace(table, views=views)


@pytest.fixture
def cohorts(films):
    return {
        split: Cohort(films.group[films.split == split], np.ones((3, n)))
        for split, n in (("test", 20), ("lateral", 2))
    }


def test_the_threshold_moves_until_so_many_of_test_pass(films, cohorts):
    found = refused_at(films, cohorts, LIMITS, accepted=0.9)
    assert found["view"] == -3.0
    assert found["test"]["value"] == 0.1
    assert found["kinds"]["lateral"]["value"] == 1.0
    assert refused_at(films, cohorts, LIMITS, accepted=0.95)["kinds"]["lateral"]["value"] == 0.5


def test_what_is_stopped_for_another_reason_is_counted_first(films, cohorts):
    distance = films.distance.copy()
    distance[0] = 1.0
    refusals = films.refusals.astype("<U30")
    refusals[1] = "too-small"
    moved = dataclasses.replace(films, distance=distance, refusals=refusals)
    found = refused_at(moved, cohorts, LIMITS, accepted=0.9)
    assert found["view"] == -1.0
    assert found["test"]["value"] == 0.1


def test_kinds_that_are_not_there_are_left_out(films, cohorts):
    assert list(refused_at(films, cohorts, LIMITS)["kinds"]) == ["lateral"]

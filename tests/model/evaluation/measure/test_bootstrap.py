import numpy as np
import pytest

from model.evaluation.measure.bootstrap import (
    Estimate,
    percentile_interval,
    replicate_weights,
    share_interval,
)

GROUPS = np.array([3, 3, 3, 8, 9, 9])


@pytest.fixture
def weights():
    return replicate_weights(GROUPS, 500, np.random.default_rng(1))


def test_films_of_one_group_come_together_or_not_at_all(weights):
    assert weights.shape == (500, 6)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 4] == weights[:, 5]).all()
    assert not (weights[:, 0] == weights[:, 3]).all()


def test_every_replicate_draws_as_many_groups_as_there_are(weights):
    assert (weights[:, 0] + weights[:, 3] + weights[:, 4] == 3).all()


def test_a_group_is_left_out_of_some_replicates_and_drawn_twice_in_others(weights):
    assert set(np.unique(weights[:, 3])) == {0.0, 1.0, 2.0, 3.0}


def test_the_draw_depends_on_the_generator_alone():
    first = replicate_weights(GROUPS, 5, np.random.default_rng(7))
    again = replicate_weights(GROUPS, 5, np.random.default_rng(7))
    other = replicate_weights(GROUPS, 5, np.random.default_rng(8))
    assert (first == again).all()
    assert (first != other).any()


def test_the_interval_is_the_middle_95_percent():
    assert percentile_interval(np.arange(1001) / 1000) == pytest.approx((0.025, 0.975))


def test_replicates_without_a_value_do_not_count():
    replicates = np.append(np.arange(1001) / 1000, np.full(900, np.nan))
    assert percentile_interval(replicates) == pytest.approx((0.025, 0.975))


def test_there_is_no_interval_where_half_of_the_replicates_have_no_value():
    assert percentile_interval(np.array([0.5, np.nan])) == (None, None)


def test_none_of_eleven_groups_is_not_certainly_never():
    low, high, exact = share_interval(0.0, np.zeros(1000), groups=11)
    # Clopper–Pearson: the upper end solves (1 - p)^11 = 0.025.
    assert (low, high) == pytest.approx((0.0, 1 - 0.025 ** (1 / 11)))
    assert exact


def test_all_of_eleven_groups_is_not_certainly_always():
    low, high, exact = share_interval(1.0, np.ones(1000), groups=11)
    assert (low, high) == pytest.approx((0.025 ** (1 / 11), 1.0))
    assert exact


def test_a_share_in_between_has_the_interval_of_the_bootstrap():
    assert share_interval(0.5, np.arange(1001) / 1000, groups=11) == (
        pytest.approx(0.025),
        pytest.approx(0.975),
        False,
    )


def test_an_estimate_is_written_with_four_decimals_and_its_numbers():
    estimate = Estimate(0.123456, 0.01, None, n=18, groups=13)
    assert estimate.document() == {
        "value": 0.1235, "low": 0.01, "high": None, "n": 18, "groups": 13,
    }  # fmt: skip


def test_an_exact_interval_says_so():
    assert Estimate(0.0, 0.0, 0.3, n=3, groups=3, exact=True).document()["exact"] is True

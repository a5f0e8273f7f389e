import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_curve

from model.evaluation.measure.bootstrap import replicate_weights
from model.evaluation.measure.curves import (
    GRID,
    average_precision_replicates,
    precision_recall,
    roc,
)
from model.evaluation.measure.sample import take

GROUPS = np.repeat(np.arange(40), 3)
GENERATOR = np.random.default_rng(7)
# Few different scores, so that there are ties.
SCORE = GENERATOR.integers(0, 25, len(GROUPS)).astype(np.float32)
POSITIVE = GENERATOR.random(len(GROUPS)) < 0.3
WEIGHTS = replicate_weights(GROUPS, 60, np.random.default_rng(1))


@pytest.fixture(scope="module")
def test_films(table, manifest):
    return take(table, table.split == "test", manifest, 200)


def test_average_precision_of_every_replicate_is_that_of_scikit_learn():
    expected = [
        average_precision_score(POSITIVE, SCORE, sample_weight=weights) for weights in WEIGHTS
    ]
    assert average_precision_replicates(SCORE, POSITIVE, WEIGHTS) == pytest.approx(expected)


def test_a_replicate_without_positives_has_no_average_precision():
    weights = np.where(POSITIVE, 0.0, 1.0)[np.newaxis]
    assert np.isnan(average_precision_replicates(SCORE, POSITIVE, weights)).all()


def test_a_roc_curve_that_can_be_drawn_on_paper(test_films):
    curve = roc(test_films, "viral")
    # At 0.7 one of two viral films and one of ten others; at 0.1 all the rest.
    assert curve.x.tolist() == [0.0, 0.1, 1.0]
    assert curve.y.tolist() == [0.0, 0.5, 1.0]
    assert curve.area.value == pytest.approx((9.5 + 4.5) / 20)
    assert (curve.area.n, curve.area.groups, curve.chance) == (12, 11, 0.5)


def test_a_precision_recall_curve_that_can_be_drawn_on_paper(test_films):
    curve = precision_recall(test_films, "viral")
    assert curve.x.tolist() == [0.5, 1.0]
    assert curve.y == pytest.approx([1 / 2, 2 / 12])
    assert curve.area.value == pytest.approx(0.5 * 1 / 2 + 0.5 * 2 / 12)
    assert curve.chance == pytest.approx(2 / 12)


def slow_band(sample, label, line):
    """Quantiles over replicates, one at a time, by scikit-learn."""
    index = ("healthy", "covid", "bacterial", "viral").index(label)
    score, own = sample.calibrated[:, index].astype(np.float32), sample.truth == index
    found = []
    for weights in sample.cohort.weights:
        drawn = weights > 0
        if own[drawn].any() and (~own)[drawn].any():
            found.append(line(own[drawn], score[drawn], weights[drawn]))
    return np.quantile(found, [0.025, 0.975], axis=0)


def test_the_roc_band_is_that_of_the_replicates_one_by_one(test_films):
    def line(own, score, weights):
        across, up, _ = roc_curve(own, score, sample_weight=weights, drop_intermediate=False)
        return np.interp(GRID, across, up)

    curve = roc(test_films, "viral")
    low, high = slow_band(test_films, "viral", line)
    assert curve.low == pytest.approx(low)
    assert curve.high == pytest.approx(high)
    assert (curve.low <= curve.high).all()


def test_the_precision_band_takes_the_lower_threshold_between_two(test_films):
    def line(own, score, weights):
        precision, recall, _ = precision_recall_curve(own, score, sample_weight=weights)
        # The first threshold, from the highest down, that reaches the sensitivity.
        rising, values = recall[::-1][1:], precision[::-1][1:]
        return [values[np.argmax(rising >= place - 1e-9)] for place in GRID[1:]]

    curve = precision_recall(test_films, "covid")
    low, high = slow_band(test_films, "covid", line)
    assert curve.grid.tolist() == GRID[1:].tolist()
    assert curve.low == pytest.approx(low)
    assert curve.high == pytest.approx(high)


def test_a_class_without_films_has_no_curve(table, manifest):
    films = take(table, (table.split == "test") & (table.label != "viral"), manifest, 20)
    assert roc(films, "viral") is None
    assert precision_recall(films, "viral") is None


def test_no_band_where_most_replicates_miss_the_class(make_table, manifest):
    one = [("test", "viral", "kermany", "pediatric", 0, "viral", "")]
    rest = [("test", "healthy", "rsna", "adult", 1, "healthy", "")] * 2
    # Each draw of two groups holds both in one of two cases.
    films = take(make_table(one + rest), np.ones(3, dtype=bool), manifest, 400)
    both = (films.cohort.weights[:, 0] > 0) & (films.cohort.weights[:, 1] > 0)
    curve = roc(films, "viral")
    assert (len(curve.low) == 0) == (2 * both.sum() <= 400)
    assert len(curve.low) == len(curve.high)

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, recall_score, roc_auc_score

from model.evaluation.measure.bootstrap import replicate_weights
from model.evaluation.measure.metrics import (
    Cohort,
    auc,
    auc_replicates,
    brier,
    expected_calibration_error,
    macro_recall,
    mean,
    reliability,
    share,
)


def alone(n, replicates=200):
    """A cohort in which every film is a group."""
    return grouped(np.arange(n), replicates)


def grouped(groups, replicates=200):
    groups = np.asarray(groups)
    return Cohort(groups, replicate_weights(groups, replicates, np.random.default_rng(3)))


def four(*confidences):
    """Probabilities with the given first class; the other three share the rest."""
    return np.array([[c, *[(1 - c) / 3] * 3] for c in confidences])


ALL4 = np.ones(4, dtype=bool)


def test_ece_of_four_films_in_four_bins():
    # Right at 0.95 and 0.55, wrong at 0.85 and 0.45: gaps 0.05, 0.45, 0.85, 0.45.
    bins = reliability(four(0.95, 0.85, 0.55, 0.45), np.array([0, 1, 0, 2]))
    assert expected_calibration_error(bins) == pytest.approx((0.05 + 0.85 + 0.45 + 0.45) / 4)


def test_ece_averages_within_a_bin_before_it_takes_the_distance():
    # 0.81 and 0.83 share the bin from 12/15 to 13/15: confidence 0.82, accuracy 0.5.
    bins = reliability(four(0.81, 0.83), np.array([0, 3]))
    assert expected_calibration_error(bins) == pytest.approx(0.32)
    assert [(one.n, one.confidence, one.accuracy) for one in bins if one.n] == [
        (2, pytest.approx(0.82), 0.5)
    ]


def test_there_are_fifteen_bins_and_the_last_one_holds_certainty():
    bins = reliability(four(1.0), np.array([0]))
    assert [one.n for one in bins] == [0] * 14 + [1]
    assert expected_calibration_error(bins) == 0.0


def test_sensitivity_and_specificity_are_shares():
    truth = np.array([0, 0, 0, 0, 1, 1, 2, 2])
    answer = np.array([0, 0, 0, 1, 1, 0, 2, 1])
    cohort = alone(8)
    sensitivity = share(cohort, answer == 0, truth == 0)
    specificity = share(cohort, answer != 1, truth != 1)
    assert (sensitivity.value, sensitivity.n) == (0.75, 4)
    assert (specificity.value, specificity.n) == (pytest.approx(4 / 6), 6)
    # The same through scikit-learn, which the value comes from, in its own terms.
    assert specificity.value == pytest.approx(recall_score(truth == 1, answer == 1, pos_label=0))


def test_a_share_of_no_films_is_no_figure():
    assert share(alone(2), np.ones(2, dtype=bool), np.zeros(2, dtype=bool)) is None


def test_many_films_of_few_patients_have_a_wider_interval():
    right = np.array([True] * 50 + [False] * 50)
    films = np.ones(100, dtype=bool)
    one_by_one = share(alone(100, 1000), right, films)
    # Ten patients of ten films each, all answered alike.
    by_patient = share(grouped(np.repeat(np.arange(10), 10), 1000), right, films)
    assert one_by_one.value == by_patient.value == 0.5
    assert (one_by_one.groups, by_patient.groups) == (100, 10)
    # Standard errors of 0.05 and 0.16, so intervals of about 0.2 and 0.6.
    assert one_by_one.high - one_by_one.low == pytest.approx(0.2, abs=0.03)
    assert by_patient.high - by_patient.low == pytest.approx(0.6, abs=0.1)


def test_macro_recall_counts_classes_alike_whatever_their_size():
    truth = np.array([0] * 8 + [1] * 2)
    answer = np.array([0] * 8 + [1, 0])
    figure = macro_recall(alone(10), truth, answer, np.ones(10, dtype=bool))
    assert (figure.value, figure.n) == (0.75, 10)


def test_macro_recall_leaves_out_classes_that_do_not_occur():
    truth, answer = np.array([2, 2]), np.array([2, 1])
    assert macro_recall(alone(2), truth, answer, np.ones(2, dtype=bool)).value == 0.5


def test_the_interval_of_macro_recall_comes_from_weighted_recalls():
    generator = np.random.default_rng(5)
    truth, answer = generator.integers(0, 4, 120), generator.integers(0, 4, 120)
    cohort = grouped(generator.integers(0, 60, 120), 100)
    figure = macro_recall(cohort, truth, answer, np.ones(120, dtype=bool))
    by_sklearn = [
        recall_score(truth, answer, average="macro", sample_weight=weight)
        for weight in cohort.weights
    ]
    assert (figure.low, figure.high) == pytest.approx(
        tuple(np.quantile(by_sklearn, [0.025, 0.975]))
    )


def test_auc_of_six_pairs():
    # Positives 0.9 and 0.4 against 0.1, 0.4 and 0.5: wins 3 + 1, one tie.
    score = np.array([0.9, 0.4, 0.1, 0.4, 0.5])
    positive = np.array([True, True, False, False, False])
    figure = auc(alone(5), score, positive, np.ones(5, dtype=bool))
    assert figure.value == pytest.approx(4.5 / 6)


def test_auc_needs_films_of_both_kinds():
    assert auc(alone(2), np.zeros(2), np.ones(2, dtype=bool), np.ones(2, dtype=bool)) is None


def test_replicates_of_auc_are_those_of_scikit_learn():
    generator = np.random.default_rng(11)
    score = generator.integers(0, 12, 80) / 12  # many ties
    positive = generator.random(80) < 0.3
    weights = replicate_weights(generator.integers(0, 50, 80), 60, generator)
    by_sklearn = [roc_auc_score(positive, score, sample_weight=weight) for weight in weights]
    assert auc_replicates(score, positive, weights) == pytest.approx(by_sklearn)


def test_a_replicate_without_positives_has_no_auc():
    weights = np.array([[0.0, 2.0], [1.0, 1.0]])
    found = auc_replicates(np.array([0.9, 0.1]), np.array([True, False]), weights)
    assert np.isnan(found[0])
    assert found[1] == 1.0


def test_brier_sums_over_the_classes():
    # 0.3² + 3 × 0.1² for a right answer of 0.7; 0.7² + 0.9² + 2 × 0.1² for a wrong one.
    probabilities = four(0.7, 0.7)
    truth = np.array([0, 1])
    figure = brier(alone(2), probabilities, truth, np.ones(2, dtype=bool))
    assert figure.value == pytest.approx((0.12 + 1.32) / 2)


def test_the_interval_of_brier_comes_from_weighted_scores():
    generator = np.random.default_rng(2)
    probabilities = generator.dirichlet(np.ones(4), 60)
    truth = generator.integers(0, 4, 60)
    cohort = alone(60, 100)
    figure = brier(cohort, probabilities, truth, np.ones(60, dtype=bool))
    by_sklearn = [
        brier_score_loss(
            truth, probabilities, labels=range(4), sample_weight=weight, scale_by_half=False
        )
        for weight in cohort.weights
    ]
    assert (figure.low, figure.high) == pytest.approx(
        tuple(np.quantile(by_sklearn, [0.025, 0.975]))
    )


def test_a_mean_is_taken_over_the_films_in_question():
    sizes = np.array([1.0, 2.0, 4.0, 9.0])
    figure = mean(alone(4), sizes, np.array([True, True, True, False]))
    assert (figure.value, figure.n) == (pytest.approx(7 / 3), 3)
    assert mean(alone(4), sizes, ~ALL4) is None

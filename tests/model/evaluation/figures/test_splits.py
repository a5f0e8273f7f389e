import numpy as np
import pytest

from model.evaluation.figures.splits import split_figures
from model.evaluation.measure.sample import take

# The twelve films of the test split, see the fixture: 3 of 4 healthy, 2 of 4 COVID-19, 2 of 2
# bacterial and 1 of 2 viral are answered right.


@pytest.fixture(scope="module")
def figures(table, manifest):
    return split_figures(take(table, table.split == "test", manifest, replicates=300))


def test_the_confusion_matrix_has_the_truth_in_rows(figures):
    assert figures["confusion"] == [[3, 0, 0, 1], [2, 2, 0, 0], [0, 0, 2, 0], [0, 0, 1, 1]]
    assert (figures["n"], figures["groups"]) == (12, 11)


def test_macro_recall_on_all_films_and_on_accepted_ones(figures):
    assert figures["macro_recall"]["value"] == round((3 / 4 + 1 / 2 + 1 + 1 / 2) / 4, 4)
    # The gate refuses the healthy film that was called viral.
    assert figures["macro_recall_accepted"]["value"] == (1 + 1 / 2 + 1 + 1 / 2) / 4
    assert (figures["macro_recall"]["n"], figures["macro_recall_accepted"]["n"]) == (12, 11)
    assert figures["accuracy"] == round(8 / 12, 4)


def test_each_class_against_the_rest(figures):
    viral = figures["by_class"]["viral"]
    assert (viral["sensitivity"]["value"], viral["sensitivity"]["n"]) == (0.5, 2)
    assert (viral["specificity"]["value"], viral["specificity"]["n"]) == (0.9, 10)
    # Scores: one of two viral films at 0.7, one of ten others too, the rest at 0.1. Of 20 pairs
    # 9 are won, 1 + 9 are tied.
    assert viral["auc"]["value"] == (9 + 5) / 20
    assert viral["auc"]["n"] == 12


def test_a_class_that_was_always_found_has_an_exact_interval(figures):
    bacterial = figures["by_class"]["bacterial"]["sensitivity"]
    assert bacterial == {
        "value": 1.0, "low": round(0.025**0.5, 4), "high": 1.0, "n": 2, "groups": 2, "exact": True,
    }  # fmt: skip


def test_one_source_is_measured_among_its_own_films(figures):
    kermany = figures["by_source"]["kermany"]
    assert kermany["films"] == {"healthy": 2, "covid": 0, "bacterial": 2, "viral": 2}
    assert kermany["by_class"]["covid"]["sensitivity"] is None
    assert kermany["by_class"]["covid"]["auc"] is None
    assert kermany["by_class"]["covid"]["specificity"]["value"] == 1.0
    assert kermany["by_class"]["healthy"]["sensitivity"]["value"] == 0.5
    assert kermany["macro_recall"]["value"] == round((1 / 2 + 1 + 1 / 2) / 3, 4)
    # 1 - p(healthy): 0.3 for one healthy film, 0.9 for all others. Of 8 pairs 4 won, 4 tied.
    assert kermany["healthy_vs_ill"]["value"] == 6 / 8


def test_a_source_with_one_class_has_no_auc(figures):
    assert figures["by_source"]["rsna"]["healthy_vs_ill"] is None
    assert figures["by_source"]["rsna"]["by_class"]["healthy"]["specificity"] is None


def test_children_and_adults_are_measured_apart(figures):
    assert figures["by_population"]["pediatric"]["n"] == 6
    assert figures["by_population"]["adult"]["films"] == {
        "healthy": 2, "covid": 4, "bacterial": 0, "viral": 0,
    }  # fmt: skip


def test_what_a_guesser_scores_who_sees_no_film(figures):
    # Source: rsna → healthy (2 of 4), covidcxnet → COVID-19 (4 of 4), kermany → bacterial (2 of 2).
    # Population: adult → COVID-19, child → bacterial or viral.
    assert figures["known_without_the_film"] == {"source": (0.5 + 1 + 1) / 4, "population": 2 / 4}


def test_coverage_is_the_share_of_sets_with_the_right_class(figures):
    # Viral is in every set (0.1 ≥ 0.05), the other classes only as the answer (0.7 ≥ 0.5).
    conformal = figures["conformal"]
    assert conformal["by_class"]["viral"]["coverage"]["value"] == 1.0
    assert conformal["by_class"]["covid"]["coverage"]["value"] == 0.5
    assert conformal["coverage"]["value"] == round((3 + 2 + 2 + 2) / 12, 4)
    # Two films are called viral and have a set of one; ten have a set of two.
    assert conformal["set_sizes"] == {"1": 2, "2": 10, "3": 0, "4": 0}
    assert conformal["mean_set_size"]["value"] == round(22 / 12, 4)
    assert conformal["by_source"]["covidcxnet"]["coverage"]["n"] == 4


def test_calibration_before_and_after(table, manifest):
    from dataclasses import replace

    sharper = replace(manifest, temperature=0.5)
    sample = take(table, np.asarray(table.split == "test"), sharper, replicates=50)
    calibration = split_figures(sample)["calibration"]
    # Before: every film at 0.7, two thirds right. After: 0.49 / (0.49 + 3 × 0.01) = 0.9423.
    assert calibration["ece"]["before"] == round(0.7 - 8 / 12, 4)
    assert calibration["ece"]["after"] == round(0.49 / 0.52 - 8 / 12, 4)
    assert calibration["brier"]["before"]["value"] == round((8 * 0.12 + 4 * 1.32) / 12, 4)
    assert calibration["reliability"]["before"][10] == {
        "n": 12, "confidence": 0.7, "accuracy": 0.6667,
    }  # fmt: skip


def test_the_same_films_have_the_same_intervals(table, manifest, figures):
    again = split_figures(take(table, table.split == "test", manifest, replicates=300))
    assert again == figures

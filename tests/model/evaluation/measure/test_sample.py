import numpy as np

from model.evaluation.measure.sample import NO_CLASS, take


def test_partial_and_other_labels_have_no_truth(table, manifest):
    sample = take(table, table.split == "adult", manifest, replicates=5)
    assert sample.truth.tolist() == [0, 1, 2, 2, 3] + [NO_CLASS] * 7
    assert sample.labelled.sum() == 5
    # The last class is in every set, and -1 would point to it.
    assert not sample.covered[~sample.labelled].any()


def test_sets_are_those_of_the_app(table, manifest):
    sample = take(table, table.split == "adult", manifest, replicates=5)
    assert sample.sets[0].tolist() == [True, False, False, True]
    assert sample.sets[4].tolist() == [False, False, False, True]
    assert sample.set_size[:2].tolist() == [2.0, 2.0]


def test_temperature_changes_the_probabilities_and_not_the_answer(table, manifest):
    from dataclasses import replace

    warm = take(table, table.split == "val", replace(manifest, temperature=2.0), replicates=5)
    assert warm.calibrated.max() < warm.uncalibrated.max()
    assert (warm.answers == warm.uncalibrated.argmax(axis=1)).all()
    # √0.7 / (√0.7 + 3 √0.1)
    assert np.isclose(warm.calibrated.max(), 0.7**0.5 / (0.7**0.5 + 3 * 0.1**0.5))

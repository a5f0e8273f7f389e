import numpy as np

from model.evaluation.sample import take
from model.evaluation.source_sensitivity import source_sensitivities


def values(rows):
    return {(one.label, one.source): (one.sensitivity.value, one.sensitivity.n) for one in rows}


def test_each_class_in_each_source_that_has_it(table, manifest):
    films = take(table, table.split == "test", manifest, 20)
    rows = source_sensitivities(films, np.ones(12, dtype=bool))
    assert values(rows) == {
        ("healthy", "kermany"): (0.5, 2),
        ("healthy", "rsna"): (1.0, 2),
        ("covid", "covidcxnet"): (0.5, 4),
        ("bacterial", "kermany"): (1.0, 2),
        ("viral", "kermany"): (0.5, 2),
    }


def test_films_that_do_not_count_are_left_out(table, manifest):
    films = take(table, table.split == "test", manifest, 20)
    rows = source_sensitivities(films, films.accepted)
    assert values(rows)["healthy", "kermany"] == (1.0, 1)


def test_an_opacity_is_found_as_bacterial_or_viral(table, manifest):
    films = take(table, table.split == "adult", manifest, 20)
    rows = values(source_sensitivities(films, np.ones(12, dtype=bool)))
    assert rows["opacity", "nih"] == (0.5, 2)
    assert rows["opacity", "rsna-320"] == (0.5, 2)
    assert not any(label == "abnormal" for label, _ in rows)

"""What tables and charts pick from the figures: counts, cue-free groups, goals, shortcuts."""

import pytest

from model.classifier.artefacts import KERAS_WEIGHTS, load_manifest
from model.evaluation.selections import (
    BEFORE,
    DESCRIPTIONS,
    Goal,
    barred,
    best_epochs,
    better_and_worse,
    choose,
    commonest_answer,
    cue_free,
    disguises,
    films,
    goals,
    grey_runs,
    seen_sources,
    setting_title,
    sign,
    sources_of,
    taught,
)
from model.evaluation.sources import SOURCES


def count(split, label, source, population, n):
    return {
        "split": split, "label": label, "source": source, "population": population, "n": n,
        "groups": n,
    }  # fmt: skip


FIGURES = {
    "data": {
        "counts": [
            count("train", "healthy", "kermany", "pediatric", 30),
            count("train", "healthy", "rsna", "adult", 70),
            count("train", "covid", "ieee8023", "adult", 9),
            count("adult", "covid", "hannover", "adult", 5),
        ]
    }
}


def test_films_are_counted_by_what_is_asked():
    assert films(FIGURES) == 114
    assert films(FIGURES, split="train", label="healthy") == 100
    assert films(FIGURES, split="train", label="healthy", population="pediatric") == 30
    assert films(FIGURES, split="val") == 0


def test_sources_are_those_with_films():
    assert sources_of(FIGURES, split="train", label="healthy") == ["kermany", "rsna"]
    assert seen_sources(FIGURES) == {"kermany", "rsna", "ieee8023"}


def test_what_a_label_was_learnt_from():
    healthy, covid, bacterial, viral, opacity = taught(FIGURES)
    assert (healthy.label, healthy.total, healthy.children) == ("healthy", 100, 30)
    assert healthy.sources == ("kermany", "rsna")
    assert (covid.total, covid.children) == (9, 0)
    assert bacterial.total == viral.total == opacity.total == 0


def test_every_source_of_the_data_is_credited():
    assert set(load_manifest().figures["data"]["licences"]) <= set(SOURCES)
    for source in SOURCES.values():
        assert "doi:" in source.citation or "arXiv:" in source.citation


def test_groups_of_one_class_tell_nothing_and_are_left_out():
    def part(auc):
        return {"films": {}, "healthy_vs_ill": auc, "macro_recall": {}}

    figures = {
        "test": {
            "by_population": {"adult": part({"value": 0.9})},
            "by_source": {"kermany": part({"value": 0.8}), "rsna": part(None)},
        },
        "adult": {"by_population": {"adult": part(None)}, "by_source": {}},
    }
    found = [(one.split, one.by, one.name) for one in cue_free(figures)]
    assert found == [("test", "population", "adult"), ("test", "source", "kermany")]


def test_a_goal_is_kept_at_its_bound():
    assert Goal("macro_recall", "", "test", 0.83, 0.83).kept
    assert not Goal("macro_recall", "", "test", 0.83, 0.8299).kept
    assert Goal("ece", "", "test", 0.03, 0.03, most=True).kept
    assert not Goal("ece", "", "test", 0.03, 0.0301, most=True).kept


def test_goals_have_the_figures_of_their_split():
    figures = load_manifest().figures
    found = {(goal.measure, goal.label): goal for goal in goals(figures)}
    assert len(found) == 8
    assert found["macro_recall", ""].reached == figures["test"]["macro_recall"]["value"]
    assert found["healthy_vs_ill", ""].reached == figures["adult"]["healthy_vs_ill"]["value"]
    own = figures["test"]["by_class"]["viral"]["sensitivity"]["value"]
    assert found["sensitivity", "viral"].reached == own


def test_the_best_epoch_of_each_run():
    rows = [
        {"run": "1", "epoch": "1", "macro_recall": "0.8"},
        {"run": "1", "epoch": "2", "macro_recall": "0.82"},
        {"run": "1", "epoch": "3", "macro_recall": "0.82"},
        {"run": "2", "epoch": "1", "macro_recall": "0.7"},
        {"epoch": "9", "macro_recall": "0.99"},
    ]
    assert {run: row["epoch"] for run, row in best_epochs(rows).items()} == {"1": "2", "2": "1"}


def test_disguises_are_variants_and_then_controls():
    part = load_manifest().explanation["shortcuts"]["test"]
    found = disguises(part)
    assert next(iter(found)) == "as-is"
    assert list(found)[-3:] == ["black-lungs", "no-box", "fill-alone"]
    assert found["lungs-out"] is part["variants"]["lungs-out"]
    assert found["no-box"] is part["controls"]["no-box"]


def test_the_commonest_answer():
    answers = {"healthy": 3, "covid": 7, "bacterial": 0, "viral": 1}
    assert commonest_answer({"variants": {"as-is": {"all": {"answers": answers}}}}) == ("covid", 7)


def test_runs_of_grey_are_in_order_of_brightness():
    answers = {"120": "covid", "0": "healthy", "15": "healthy", "105": "covid", "255": "viral"}
    assert grey_runs(answers) == [(15, "healthy"), (120, "covid"), (255, "viral")]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.1, 0.2, 1), (-0.2, -0.1, -1), (-0.1, 0.1, 0), (0.0, 0.1, 0), (None, None, 0)],
)
def test_a_difference_has_a_sign_where_its_interval_leaves_0_out(low, high, expected):
    assert sign({"value": 0.0, "low": low, "high": high}) == expected
    assert sign(None) == 0


def test_methods_are_named_with_their_stage():
    def row(title, stage, low, high):
        return {
            "title": title, "stage": stage,
            "all": {"over_lungs": {"hit": {"value": 0.0, "low": low, "high": high}}},
        }  # fmt: skip

    rows = [row("A", "conv5", 0.1, 0.2), row("B", "", -0.2, -0.1), row("C", "conv4", -0.1, 0.1)]
    assert better_and_worse(rows, "all", "over_lungs", "hit") == (["A at conv5"], ["B"])
    assert setting_title(rows[2]) == "C at conv4"


def row(name, recall, survival):
    return {
        "name": name,
        "val": {
            "macro_recall": {"value": recall},
            "survival": {"lungs-out": {"value": survival}},
        },
    }


@pytest.mark.parametrize(
    ("others", "best"),
    [
        ([], BEFORE),
        ([("opacity", 0.86, 0.45)], "opacity"),
        ([("opacity", 0.86, 0.47)], BEFORE),
        ([("opacity", 0.85, 0.10)], BEFORE),
        ([("opacity", 0.86, 0.46), ("borders", 0.87, 0.3), ("average", 0.9, 0.5)], "borders"),
    ],
)
def test_the_best_on_val_that_leans_no_more_on_what_is_not_lung(others, best):
    rows = [row(BEFORE, 0.85, 0.46), *(row(*one) for one in others)]
    assert choose(rows) == best


def test_what_is_higher_but_leans_on_less_lung_is_named():
    rows = [row(BEFORE, 0.85, 0.46), row("borders", 0.86, 0.46), row("average", 0.9, 0.5)]
    assert barred(rows) == ["average"]
    assert barred([*rows[:2], row("average", 0.855, 0.5)]) == []


def test_every_attempt_is_described():
    assert next(iter(DESCRIPTIONS)) == BEFORE
    assert len(DESCRIPTIONS) >= 4


def test_what_serves_is_what_the_rule_chose():
    manifest = load_manifest()
    rows = manifest.attempts
    assert len(rows) >= 4
    (chosen,) = (row for row in rows if row["chosen"])
    assert choose(rows) == chosen["name"]
    assert chosen["sha256"] == manifest.files[KERAS_WEIGHTS].sha256
    assert {row["name"] for row in rows} <= set(DESCRIPTIONS)

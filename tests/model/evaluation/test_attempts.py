import pytest

from model.classifier.artefacts import KERAS_WEIGHTS, load_manifest
from model.evaluation.attempts import BEFORE, DESCRIPTIONS, barred, choose


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

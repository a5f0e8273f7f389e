import pytest

from model.classifier.age import LEARNT_FROM, is_foreign, population_of
from model.classifier.artefacts import load_manifest
from model.classifier.classes import CLASSES
from model.evaluation.figures.answers import IN_DATA

LIMITS = {"child": 0.5, "adult": -0.25}


@pytest.mark.parametrize(
    ("signal", "expected"),
    [(0.51, "child"), (0.5, None), (0.0, None), (-0.25, None), (-0.26, "adult")],
)
def test_between_the_thresholds_it_cannot_be_told(signal, expected):
    assert population_of({"child": signal}, LIMITS) == expected


@pytest.mark.parametrize(
    ("label", "population", "expected"),
    [
        ("bacterial", "adult", True),
        ("viral", "adult", True),
        ("covid", "child", True),
        ("bacterial", "child", False),
        ("covid", "adult", False),
        ("healthy", "child", False),
        ("healthy", "adult", False),
        ("bacterial", None, False),
    ],
)
def test_an_answer_is_foreign_to_those_who_did_not_teach_it(label, population, expected):
    assert is_foreign(label, population) is expected


@pytest.mark.parametrize("label", CLASSES)
def test_what_is_said_of_the_films_of_train_is_so(label):
    counts = load_manifest().figures["data"]["counts"]
    rows = [row for row in counts if row["split"] == "train" and row["label"] == label]
    everyone = sum(row["n"] for row in rows)
    for population, name in IN_DATA.items():
        share = sum(row["n"] for row in rows if row["population"] == name) / everyone
        assert (share > 0.05) == (population in LEARNT_FROM[label])

from collections import Counter

import pytest

from model.classifier.classes import CLASSES
from scripts.samples.films import Film
from scripts.samples.recipes import RECIPES, SOURCES

BY_STEM = {recipe.stem: recipe for recipe in RECIPES}


def film(**changes):
    known = {
        "row": 0,
        "split": "train",
        "label": "covid",
        "source": "ieee8023",
        "population": "adult",
        "group": "g",
        "licence": "CC BY 4.0",
        "aspect": 1.0,
    }
    return Film(**(known | changes))


def test_every_class_has_two_samples_and_there_is_one_side_view():
    count = Counter(recipe.label for recipe in RECIPES)
    assert all(count[label] >= 2 for label in CLASSES)
    assert count["lateral"] == 1
    assert [recipe.suffix for recipe in RECIPES].count(".dcm") == 1
    assert len({recipe.file for recipe in RECIPES}) == len(RECIPES)


def test_only_training_films_are_composed():
    assert BY_STEM["covid-1"].takes(film())
    for split in ("val", "test", "adult", "lateral", "unlabelled"):
        assert not any(recipe.takes(film(split=split)) for recipe in RECIPES)
    side_view = film(split="lateral", label="lateral", licence="")
    assert [recipe.stem for recipe in RECIPES if recipe.takes(side_view)] == ["lateral"]


@pytest.mark.parametrize(
    ("licence", "taken"),
    [
        ("CC BY 3.0", True),
        ("CC BY 4.0 (repo README; web-scraped)", True),
        ("CC BY-NC-SA 4.0", False),
        ("CC BY-NC-ND", False),
        ("", False),
    ],
)
def test_covid_films_are_taken_where_attribution_is_enough(licence, taken):
    assert BY_STEM["covid-1"].takes(film(licence=licence)) is taken


def test_classes_sources_and_ages_do_not_mix():
    healthy = BY_STEM["healthy-child"]
    child = film(label="healthy", source="kermany", population="pediatric")
    assert healthy.takes(child)
    assert not healthy.takes(film(label="viral", source="kermany", population="pediatric"))
    assert not healthy.takes(film(label="healthy", source="kermany", population="adult"))
    assert not healthy.takes(film(label="healthy", source="rsna", population="pediatric"))


def test_only_the_side_view_may_be_mirrored():
    assert [recipe.stem for recipe in RECIPES if recipe.mirrored] == ["lateral"]


def test_every_source_is_credited():
    for recipe in RECIPES:
        for key in recipe.sources:
            assert SOURCES[key].attribution
            assert SOURCES[key].licence

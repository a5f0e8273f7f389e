import json

import pytest

from model.evaluation.figures.answers import all_figures


@pytest.fixture(scope="module")
def figures(table, manifest):
    return all_figures(table, manifest, replicates=100)


def test_splits_stand_apart(figures):
    assert [figures[split]["n"] for split in ("val", "test", "adult")] == [12, 12, 5]


def test_figures_are_json_and_have_no_nan(figures):
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures


def test_figures_say_which_model_and_which_bootstrap(figures):
    assert figures["method"] == {
        "model_sha256": "ab" * 32,
        "temperature": 1.0,
        "bootstrap": {
            "replicates": 100,
            "level": 0.95,
            "seed": 20261121,
            "unit": "group",
            "kind": "percentile",
        },
    }


def test_an_opacity_is_right_as_bacterial_or_viral(figures):
    opacity = figures["adult"]["opacity"]
    assert opacity["answers"] == {"healthy": 1, "covid": 1, "bacterial": 1, "viral": 1}
    assert (opacity["n"], opacity["groups"]) == (4, 3)
    assert opacity["called_either"]["value"] == 0.5
    assert opacity["called_healthy"]["value"] == 0.25
    # Viral is in every set of this manifest.
    assert opacity["set_holds_either"]["value"] == 1.0
    assert opacity["refused"]["value"] == 0.25
    assert opacity["by_source"]["nih"]["called_healthy"]["value"] == 0.5


def test_an_abnormal_film_is_saved_by_the_gate_or_by_a_set_of_two(figures):
    abnormal = figures["adult"]["abnormal"]
    # Called healthy: set of healthy and viral. Called viral twice: sets of one, one refused.
    assert abnormal["mean_set_size"]["value"] == round(4 / 3, 4)
    assert abnormal["alone"]["value"] == round(1 / 3, 4)
    assert abnormal["saved"]["value"] == round(2 / 3, 4)
    assert abnormal["refused"]["value"] == round(1 / 3, 4)


def test_opacities_count_as_ill_in_the_variant(figures):
    adult = figures["adult"]
    # One healthy film at 0.3; of the ill, all four are at 0.9; of the opacities three, one at 0.3.
    assert adult["healthy_vs_ill"]["value"] == 1.0
    assert adult["healthy_vs_ill_with_opacity"]["value"] == (7 + 0.5) / 8
    assert adult["healthy_vs_ill_with_opacity"]["n"] == 9


def test_adult_normals_of_the_test_split_against_opacities_of_the_same_family(figures):
    family = figures["adult"]["healthy_vs_opacity_one_family"]
    # Two RSNA normals at 0.3 against four opacities, three at 0.9 and one at 0.3.
    assert (family["value"], family["n"]) == ((6 + 2 * 0.5) / 8, 6)


def test_the_gate_is_measured_by_kind(figures):
    gate = figures["gate"]
    assert gate["test"]["refused"]["value"] == round(1 / 12, 4)
    assert gate["test"]["by_label"]["healthy"]["refused"]["value"] == 0.25
    assert gate["test"]["by_source"]["rsna"]["refused"]["value"] == 0.0
    assert gate["adult"]["refused"]["n"] == 12
    assert gate["lateral"]["by_label"]["lateral"]["refused"]["value"] == 0.5
    assert gate["lateral_learnt"]["refused"]["n"] == 1
    assert gate["knee_xray"]["refused"]["value"] == 0.5


def test_refusals_by_the_features_alone_are_counted_apart(figures):
    photographs = figures["gate"]["natural_photo"]
    assert photographs["refused"]["value"] == 1.0
    assert photographs["refused_by_features"]["value"] == 0.5
    assert photographs["reasons"] == {"lateral-view": 1, "not-radiograph": 2}


def test_pictures_that_taught_the_gate_and_altered_films_stand_apart(figures):
    gate = figures["gate"]
    assert gate["knee_xray"]["refused"]["n"] == 2
    assert gate["learnt"]["knee_xray"]["refused"]["value"] == 0.5
    inverted = gate["altered"]["test"]["inverted"]
    assert (inverted["refused"]["value"], inverted["named"]["value"]) == (1.0, 0.5)
    assert gate["altered"]["adult"]["cropped"]["refused"]["value"] == 0.0
    assert gate["altered"]["test"]["softened"]["refused"]["value"] == 0.0


def test_what_was_let_through_is_named_and_nothing_else_is(figures):
    assert figures["gate"]["let_through"] == {"knee_xray": ["knee-2", "knee-4"]}


def test_ages_are_measured_where_they_are_known(figures):
    test = figures["age"]["test"]
    assert test["right"]["value"] == 1.0
    assert test["by_source"]["kermany, child"]["right"]["n"] == 6
    # No adult is called bacterial or viral here, and no child COVID-19.
    assert test["foreign"]["value"] == 0.0
    # Of twelve adults abroad five are: viral four times, bacterial once.
    assert figures["age"]["adult"]["foreign"]["value"] == round(5 / 12, 4)

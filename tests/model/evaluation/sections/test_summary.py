"""Three figures that matter, computed from the manifest, and the limits."""

import copy

from model.classifier.artefacts import load_manifest
from model.evaluation.blocks import IconArray, Where
from model.evaluation.sections.summary import minute


def arrays(manifest=None):
    return [one for one in minute(manifest or load_manifest()) if isinstance(one, IconArray)]


def test_the_three_figures_are_the_manifests():
    figures, explanation = load_manifest().figures, load_manifest().explanation
    auc, named, kept = arrays()
    adult = figures["adult"]
    within = [
        own["healthy_vs_ill"]["value"]
        for own in adult["by_source"].values()
        if own["healthy_vs_ill"]
    ]
    assert [row.count for row in auc.rows] == [
        round(100 * adult["healthy_vs_ill"]["value"]),
        round(100 * min(within)),
    ]
    both = [adult["by_class"][label]["sensitivity"] for label in ("bacterial", "viral")]
    (row,) = named.rows
    assert row.of == sum(one["n"] for one in both)
    assert row.count == round(sum(one["value"] * one["n"] for one in both))
    share = explanation["shortcuts"]["test"]["variants"]["lungs-out"]["all"]["kept"]["value"]
    assert kept.rows[0].count == round(100 * share)


def test_other_figures_give_other_signs(written):
    manifest = load_manifest()
    figures = copy.deepcopy(manifest.figures)
    figures["adult"]["by_class"]["viral"]["sensitivity"] |= {"value": 5 / 11}
    text = written("minute", where=Where.CARD, figures=figures, explanation={})
    assert "**Naming pneumonia in those adults: 5 of 29**" in text
    assert "Without the lungs" not in text


def test_it_says_what_it_is_not_for(written):
    text = written("minute", where=Where.CARD)
    assert text.index("**For** teaching") < text.index("**Not for** diagnosis")
    assert "not a medical device" in text


def test_limits_have_the_manifests_numbers(written):
    adult = load_manifest().figures["adult"]
    text = written("limits", where=Where.CARD)
    assert f"of {adult['abnormal']['alone']['n']} adult films" in text
    assert text.count("\n- ") == 7

"""The interactive charts of the evidence page: drawn from a link, moved, said in words."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from model.classifier.artefacts import load_manifest
from model.classifier.classes import CLASSES
from pages.views.evidence.films import SPLITS
from pages.views.evidence.interactive import CHARTS
from pages.views.evidence.numbers import per_cent

MOST_PIXELS = 700


def page():
    import streamlit as st

    from pages.views.evidence.interactive import CHARTS

    CHARTS[st.session_state["chart"]].draw()


@pytest.fixture
def show():
    """Opens a chart from a cold link: `show("roc", roc_class="covid")`."""

    def run(chart, **query):
        app = AppTest.from_function(page, default_timeout=60)
        app.session_state["chart"] = chart
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return run


def address(app):
    return {name: app.query_params[name] for name in app.query_params if name != "lang"}


def said(app):
    kinds = ("markdown", "caption", "info")
    words = [str(one.value) for kind in kinds for one in app.get(kind)]
    words += [one.label for one in app.expander]
    for kind in ("slider", "select_slider", "selectbox"):
        words += [one.label for one in app.get(kind)]
    return words


def charts(app):
    return [(json.loads(chart.proto.spec), chart.proto.alt) for chart in app.get("plotly_chart")]


def alt(app):
    return " ".join(text for _, text in charts(app))


def opened_table(app, name):
    app.session_state[f"evidence_{name}_table"] = True
    app.run()
    assert not app.exception
    return app.table[-1].value


@pytest.mark.parametrize("chart", CHARTS)
def test_it_is_drawn_small_enough_to_print_in_one_piece_and_has_words_for_those_who_cannot_see(
    show, chart
):
    app = show(chart)
    assert address(app) == {}
    assert 1 <= len(charts(app)) <= 2
    for figure, text in charts(app):
        assert 150 < figure["layout"]["height"] < MOST_PIXELS
        assert len(text) > 60
        assert re.search(r"\d", text)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("language", ["pt_BR", "zh_CN"])
def test_it_speaks_the_readers_language(show, chart, language):
    own = show(chart, lang=language)
    english = show(chart, lang="en")
    assert not any(set(said(own)) & set(said(english)))
    if language == "zh_CN":
        assert not re.search(r"(?:[A-Za-z]{3,} ){3}", " ".join([*said(own), alt(own)]))


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("chart", ["confusion", "roc", "precision-recall", "reliability"])
def test_every_split_is_drawn_from_its_link(show, chart, split):
    parameter = {"precision-recall": "pr"}.get(chart, chart) + "_split"
    app = show(chart, **{parameter: split})
    assert address(app) == ({} if split == "test" else {parameter: split})


def test_nonsense_in_a_link_is_left_out(show):
    app = show("confusion", confusion_split="train", confusion_sure="12")
    assert address(app) == {}
    app = show("compare", compare_a="<b>", compare_a_at="100", compare_share="3")
    assert address(app) == {}


def test_what_other_charts_have_in_the_address_stays(show):
    app = show("roc", roc_class="covid", pr_class="bacterial")
    assert address(app) == {"roc_class": "covid", "pr_class": "bacterial"}


def test_a_chart_remembers_what_was_set_where_the_address_was_lost(show):
    app = show("roc", roc_class="covid")
    app.session_state["chart"] = "sets"
    app.run()
    app.query_params.clear()
    app.session_state["chart"] = "roc"
    app.run()
    assert address(app) == {"roc_class": "covid"}


def test_the_confusion_matrix_says_not_sure_above_a_threshold(show):
    app = show("confusion")
    assert "Every film gets a class." in " ".join(said(app))
    recall = load_manifest().figures["test"]["macro_recall"]["value"]
    assert f"Mean sensitivity: {per_cent(recall)} (" in " ".join(said(app))
    app.slider(key="evidence_confusion_confusion_sure").set_value(80).run()
    assert address(app) == {"confusion_sure": "80"}
    assert "of the films of the four classes get a class" in " ".join(said(app))
    rows = opened_table(app, "confusion")
    assert (rows["Not sure, films"].astype(int) > 0).all()
    counted = sum(rows[column].astype(int) for column in rows if column.endswith(", films"))
    assert (counted == rows["Films"].astype(int)).all()


def test_the_external_matrix_has_the_films_without_one_right_answer(show):
    app = show("confusion", confusion_split="adult")
    assert len(opened_table(app, "confusion")) == 6
    assert "no single right answer" in " ".join(said(app))
    assert "no single right answer" not in " ".join(said(show("confusion")))


@pytest.mark.parametrize("label", CLASSES)
def test_the_area_under_the_curve_is_the_measured_one(show, label):
    app = show("roc", roc_class=label, roc_split="adult")
    measured = load_manifest().figures["adult"]["by_class"][label]["auc"]["value"]
    assert f"AUC {measured:.3f} (" in alt(app)
    names = [trace["name"] for trace in charts(app)[0][0]["data"] if trace.get("name")]
    assert "As the app answers" in names
    assert "Threshold from validation" in names


def test_reliability_gives_ece_and_brier_before_and_after(show):
    app = show("reliability", reliability_split="adult")
    measured = load_manifest().figures["adult"]["calibration"]
    rows = app.table[0].value
    for row, name in zip(rows.to_dict("records"), ("before", "after"), strict=True):
        assert row["ECE"].startswith(f"{measured['ece'][name]:.3f} (")
        assert row["Brier score"].startswith(f"{measured['brier'][name]['value']:.3f} (")


def test_prevalence_moves_the_worth_of_an_answer_alone(show):
    app = show("prevalence")
    before = opened_table(app, "prevalence").iloc[0]
    app.get_by_key("evidence_prevalence_prevalence_share").set_value(1).run()
    after = app.table[-1].value.iloc[0]
    changed = {name for name in before.index if before[name] != after[name]}
    assert changed == {"Prevalence", "PPV", "NPV"}
    assert address(app) == {"prevalence_share": "1"}


def test_natural_frequencies_add_up(show):
    app = show("prevalence", prevalence_class="viral", prevalence_split="adult")
    figure = charts(app)[0][0]
    counts = [int(re.search(r": (\d+)$", trace["name"])[1]) for trace in figure["data"]]
    assert sum(counts) == 1000
    assert counts[0] + counts[1] == 100
    text = " ".join(said(app))
    assert f"calls {counts[0]} of them so and misses {counts[1]}" in text


def test_a_class_that_is_never_called_has_no_ppv(show):
    bacterial = load_manifest().figures["adult"]["by_class"]["bacterial"]
    app = show("prevalence", prevalence_class="bacterial", prevalence_split="adult",
               prevalence_point="own", prevalence_threshold="99")  # fmt: skip
    assert bacterial["sensitivity"]["value"] < 0.5
    assert "It calls none of them so, and has no PPV." in " ".join(said(app))


def test_a_threshold_of_ones_own_has_a_slider(show):
    app = show("prevalence")
    assert not app.slider
    app.get_by_key("evidence_prevalence_prevalence_point").set_value("own").run()
    app.slider(key="evidence_prevalence_prevalence_threshold").set_value(37).run()
    assert address(app) == {"prevalence_point": "own", "prevalence_threshold": "37"}


def test_sources_are_internal_and_external_and_follow_the_gate(show):
    app = show("by-source")
    everything = opened_table(app, "sources")
    assert set(everything["Split"]) == {"Test, internal", "Adults, external"}
    assert "Guangzhou, children (kermany)" in set(everything["Source"])
    app.get_by_key("evidence_sources_sources_films").set_value("accepted").run()
    accepted = app.table[-1].value
    assert accepted["Films"].astype(int).sum() < everything["Films"].astype(int).sum()
    assert address(app) == {"sources_films": "accepted"}


def test_sets_are_divided_by_class_or_by_source(show):
    app = show("sets")
    coverage = load_manifest().figures["adult"]["conformal"]["coverage"]["value"]
    assert per_cent(coverage) in alt(app)
    app.get_by_key("evidence_sets_sets_by").set_value("source").run()
    assert "Hannover, Germany" in alt(app)
    assert address(app) == {"sets_by": "source"}


def test_two_points_are_compared_and_the_same_point_changes_nothing(show):
    app = show("compare", compare_a="sensitive")
    assert "0 of the class “viral pneumonia” called so, and 0 of the others" in " ".join(said(app))
    app = show("compare")
    assert re.search(r"\+\d+ \(\+\d+ to \+\d+\) of the class", " ".join(said(app)))


def test_val_chooses_one_threshold_for_each_class_and_test_reports_it(show):
    app = show("compare")
    rows = app.table[-1].value
    assert list(rows["Class"]) == ["Healthy", "COVID-19", "Bacterial pneumonia", "Viral pneumonia"]
    assert [name for name in rows if name.startswith("Sens")] == [
        "Sensitivity (Test, internal)",
        "Sensitivity (Adults, external)",
    ]
    assert all(re.fullmatch(r"\d+\.0%", text) for text in rows["Threshold"])
    every = opened_table(app, "rules")
    assert len(every) == 16
    assert "Sensitivity (Validation)" in every


def test_missing_predictions_are_said_and_leave_the_rest_of_the_page_alone(
    show, monkeypatch, tmp_path
):
    from pages.views.evidence import films

    monkeypatch.setattr(films, "folder", lambda: tmp_path)
    app = show("roc")
    assert "artefact-missing" in app.error[0].value
    assert charts(app) == []

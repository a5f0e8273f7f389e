"""The evidence page: each figure is the manifest's, each section has its link, in each language."""

import json
import re
from dataclasses import replace
from itertools import chain

import pytest

from model.classifier.artefacts import load_manifest
from model.classifier.classes import CLASSES
from model.evaluation.names import KINDS, SOURCES
from model.evaluation.names import SECTIONS as TITLES_OF
from model.evaluation.sections.document import SECTIONS
from model.evaluation.sections.gate import SOFTENED
from model.evaluation.sources import published
from pages.views.evidence import films, interactive
from pages.views.evidence.views import VIEWS, ways
from tests.pages.test_catalogues import catalogue

PAGE = "pages/evidence.py"

TITLES = dict(
    zip(CLASSES, ("Healthy", "COVID-19", "Bacterial pneumonia", "Viral pneumonia"), strict=True)
)
LABELS = {**TITLES, "opacity": "Opacity, organism unknown", "abnormal": "Abnormal otherwise"}
SPLITS = {"val": "Validation", "test": "Test, internal", "adult": "Adults, external"}


@pytest.fixture
def evidence(fake, start, monkeypatch):
    """Opens the page: `evidence(lang="pt_BR", manifest=…)`; the charts have tests of their own."""
    monkeypatch.setattr(interactive, "CHARTS", {})

    def run(manifest=None, locale="en-GB", **query):
        if manifest is not None:
            monkeypatch.setattr(films, "manifest", lambda: manifest)
        return start(locale, page=PAGE, **query)

    return run


def estimate(figure, digits=3):
    """A figure as the page should write it, worked out here once more."""
    if figure is None:
        return "–"
    ends = [f"{figure[end]:.{digits}f}".replace("-", "−") for end in ("value", "low", "high")]
    return f"{ends[0]} ({ends[1]} to {ends[2]})" + ("†" if figure.get("exact") else "")


def share(figure):
    ends = [f"{100 * figure[end]:.1f}%" for end in ("value", "low", "high")]
    return f"{ends[0]} ({ends[1]} to {ends[2]})" + ("†" if figure.get("exact") else "")


def share_of(figure):
    return f"{share(figure)} of {figure['n']:,}"


def tables(app):
    """Every table as its columns and its rows of text."""
    return [(list(one.value.columns), one.value.values.tolist()) for one in app.table]


def table(app, *columns):
    """The one table with these first columns, as rows by column."""
    found = [
        [dict(zip(head, row, strict=True)) for row in rows]
        for head, rows in tables(app)
        if tuple(head[: len(columns)]) == columns
    ]
    assert len(found) == 1, (columns, [head for head, _ in tables(app)])
    return found[0]


def anchors(app):
    return [one.proto.anchor for one in app.header if one.proto.anchor]


def test_the_views_have_every_section_once_with_its_anchor(evidence):
    found = []
    for view in VIEWS:
        app = evidence(view=view)
        assert not app.exception
        shown = {one.proto.anchor: one.value for one in app.header if one.proto.anchor}
        expected = [one.id for one in SECTIONS if view in ("all", one.view)]
        assert shown == {section: TITLES_OF[section] for section in expected}
        # What computes is drawn last, and still in its place.
        assert anchors(app) == expected
        found += expected if view != "all" else []
    assert found == [one.id for one in SECTIONS] == list(TITLES_OF)


def test_the_page_opens_with_the_summary_and_the_choice_leads_on(evidence):
    app = evidence()
    assert anchors(app) == ["minute"]
    app.get_by_key("evidence_view").set_value("gate").run()
    assert anchors(app) == ["gate"]
    assert app.query_params["view"] == "gate"


def test_a_view_with_several_sections_lists_them(evidence):
    links = re.findall(r"\]\(#([a-z-]+)\)", evidence(view="record").markdown[0].value)
    assert links == [one.id for one in SECTIONS if one.view == "record"]


def test_an_old_link_to_a_section_opens_its_view(evidence):
    for section in SECTIONS:
        app = evidence(section=section.id)
        assert section.id in anchors(app)
        assert app.get_by_key("evidence_view").value == section.view
    app.get_by_key("evidence_view").set_value("summary").run()
    assert anchors(app) == ["minute"]
    assert "section" not in app.query_params


@pytest.mark.parametrize("query", [{"section": "<b>"}, {"view": "<b>"}])
def test_an_unknown_address_is_as_none(evidence, query):
    assert anchors(evidence(**query)) == ["minute"]


# Anchors that the page had when it was one: links to them are in mails and on slides.
OLD = {
    *("minute", "confound", "without", "left", "adults", "shortcuts", "live", "glance", "odd"),
    *("charts", "confusion", "roc", "precision-recall", "reliability", "prevalence", "by-source"),
    *("sets", "compare", "gate", "refused", "near-misses", "accepted", "age", "explanations"),
    *("localisation", "verdict", "sanity", "lungs", "attempts", "goals", "data", "sources"),
    *("licences", "training", "limits", "reading", "files", "again", "checklist", "model-card"),
}


def test_every_old_anchor_has_its_way(fake, start):
    found = ways(load_manifest())
    assert OLD - found.keys() == set()
    places = {}
    for anchor, way in found.items():
        places.setdefault(tuple(way), set()).add(anchor)
    for ((key, place), *chart), expected in places.items():
        assert key == "evidence_view"
        query = {"view": list(VIEWS)[place]}
        assert query["view"] != "all"
        for name, number in chart:
            assert name == "evidence_chart"
            query["chart"] = list(interactive.CHARTS)[number]
        app = start("en-GB", page=PAGE, **query)
        assert expected <= {one.proto.anchor for one in chain(app.header, app.subheader)}


def test_links_lead_to_sections_by_their_anchor(evidence):
    where = [row["Where"] for row in table(evidence(view="record"), "Part")]
    assert "[In one minute](#minute)" in where
    anchors_of = {link for cell in where for link in re.findall(r"\(#(.+)\)", cell)}
    assert anchors_of <= {one.id for one in SECTIONS}


def test_one_chart_is_shown_at_a_time_and_all_for_print(fake, start):
    app = start("en-GB", page=PAGE, view="performance", chart="roc")
    shown = [one.proto.anchor for one in app.subheader]
    assert shown == ["odd", "roc"]
    app.get_by_key("evidence_chart").set_value("sets").run()
    assert [one.proto.anchor for one in app.subheader] == ["odd", "sets"]
    assert app.query_params["chart"] == "sets"
    whole = [one.proto.anchor for one in start("en-GB", page=PAGE, view="all").subheader]
    assert [one for one in whole if one in interactive.CHARTS] == list(interactive.CHARTS)


def test_it_says_so_where_nothing_is_measured_yet(fake, evidence):
    app = evidence(replace(load_manifest(), figures={}))
    assert not app.exception
    assert "python -m model evaluate" in app.info[0].value


def test_parts_that_are_not_measured_are_left_out(fake, evidence):
    app = evidence(replace(load_manifest(), explanation={}, attempts=()), view="all")
    assert not app.exception
    anchors = {one.proto.anchor for one in chain(app.header, app.subheader)}
    assert "localisation" not in anchors
    assert "shortcuts" not in anchors
    assert "limits" in anchors


def test_the_three_figures_that_matter(evidence):
    figures, explanation = load_manifest().figures, load_manifest().explanation
    app = evidence()
    adult = figures["adult"]
    kept = explanation["shortcuts"]["test"]["variants"]["lungs-out"]["all"]["kept"]["value"]
    text = " ".join(one.value for one in app.markdown)
    assert f"AUC {adult['healthy_vs_ill']['value']:.2f} (" in text
    assert f"Without the lungs, {kept:.0%} keep their answer" in text
    assert re.search(r"Naming pneumonia in those adults: \d+ of \d+", text)
    for anchor in ("left", "adults", "shortcuts"):
        assert f"(#{anchor})" in text
    # Each row of signs says in words what it shows, and has as many signs.
    arrays = [one.proto.body for one in app.get("html") if 'role="img"' in one.proto.body]
    assert len(arrays) == 4
    for body in arrays:
        said, count, of = re.search(r'aria-label="(.+?: (\d+) of (\d+) .+?)"', body).groups()
        assert said in [one.value for one in app.caption]
        assert body.count("●") == int(count)
        assert body.count("●") + body.count("✕") + body.count("○") == int(of)
        assert "green" not in body
    assert any(load_manifest().model_sha256 in one.value for one in app.caption)


def test_the_glance_is_the_manifests(fake, evidence):
    figures = load_manifest().figures
    rows = {row["Measure"]: row for row in table(evidence(view="performance"), "Measure")}
    paths = {
        "Mean sensitivity": lambda own: estimate(own["macro_recall"]),
        "Mean sensitivity, accepted films": lambda own: estimate(own["macro_recall_accepted"]),
        "Accuracy": lambda own: f"{own['accuracy']:.3f}",
        "AUC healthy or ill": lambda own: estimate(own["healthy_vs_ill"]),
        "Brier score": lambda own: estimate(own["calibration"]["brier"]["after"]),
        "Expected calibration error": lambda own: f"{own['calibration']['ece']['after']:.3f}",
        "Right class in the prediction set": lambda own: estimate(own["conformal"]["coverage"]),
        "Classes in the prediction set": lambda own: estimate(own["conformal"]["mean_set_size"], 2),
        "Films": lambda own: f"{own['n']:,}",
        "Groups of films (patients)": lambda own: f"{own['groups']:,}",
    } | {
        f"Sensitivity, {title}": lambda own, label=label: estimate(
            own["by_class"][label]["sensitivity"]
        )
        for label, title in TITLES.items()
    }
    assert rows.keys() == paths.keys()
    for name, cell in paths.items():
        for split, title in SPLITS.items():
            assert rows[name][title] == cell(figures[split]), (name, split)


def test_the_confound_is_the_manifests(fake, evidence):
    figures = load_manifest().figures
    app = evidence(view="fooled")
    guessers = table(app, "Split", "Told child or adult")
    for row, split in zip(guessers, ("test", "adult"), strict=True):
        known = figures[split]["known_without_the_film"]
        assert row == {
            "Split": SPLITS[split],
            "Told child or adult": f"{known['population']:.3f}",
            "Told the data set": f"{known['source']:.3f}",
            "This network": estimate(figures[split]["macro_recall"]),
            "Films": f"{figures[split]['n']:,}",
        }
    called = table(app, "Called by its name")
    for row, label in zip(called, ("bacterial", "viral"), strict=True):
        assert row["Children, test"] == share_of(figures["test"]["by_class"][label]["sensitivity"])
        assert row["Adults, external"] == share_of(
            figures["adult"]["by_class"][label]["sensitivity"]
        )
    left = {(row["Split"], row["Films"]): row for row in table(app, "Split", "Films", "Of which")}
    for split in ("test", "adult"):
        for population, who in (("adult", "Adults only"), ("pediatric", "Children only")):
            own = figures[split]["by_population"].get(population)
            if own is not None and own["healthy_vs_ill"] is not None:
                row = left[SPLITS[split], who]
                assert row["AUC healthy or ill"] == estimate(own["healthy_vs_ill"])
                assert row["Mean sensitivity"] == estimate(own["macro_recall"])


def test_the_shortcuts_are_the_manifests(fake, evidence):
    part = load_manifest().explanation["shortcuts"]
    rows = table(evidence(view="fooled"), "Split", "Picture")
    found = {(row["Split"], row["Picture"]): row for row in rows}
    assert len(found) == len(rows) == 16
    for split in ("test", "adult"):
        for title, own in (
            ("Without the lungs", part[split]["variants"]["lungs-out"]["all"]),
            ("With a marker burned in", part[split]["variants"]["marked"]["all"]),
            ("The grey of the fill and nothing else", part[split]["controls"]["fill-alone"]["all"]),
        ):
            row = found[SPLITS[split], title]
            assert row["Keep their answer"] == share(own["kept"])
            assert row["Right answers that stay right"] == share(own["stays_right"])
            assert row["Mean sensitivity"] == estimate(own["macro_recall"])


def test_the_gate_is_the_manifests(fake, evidence):
    gate = load_manifest().figures["gate"]
    app = evidence(view="gate")
    refused = {row["Pictures"]: row for row in table(app, "Pictures")}
    measured = {**gate, **gate.get("altered", {}).get("test", {})}
    known = {kind: KINDS[kind] for kind in KINDS if kind in measured and kind != SOFTENED}
    assert refused.keys() == set(known.values())
    for kind, title in known.items():
        assert refused[title]["Refused"] == share_of(measured[kind]["refused"])
        if kind in gate.get("at_95", {}).get("kinds", {}):
            assert refused[title]["At equal acceptance"] == share(gate["at_95"]["kinds"][kind])
    accepted = {row["Films"]: row for row in table(app, "Films", "Refused")}
    for split, title in SPLITS.items():
        assert accepted[f"**{title}**"]["Refused"] == share_of(gate[split]["refused"])
        for column, names in (("by_label", LABELS), ("by_source", SOURCES)):
            for name, own in gate[split][column].items():
                row = accepted[f"{title} · {names[name]}"]
                assert row["Refused"] == share_of(own["refused"])


def test_parts_of_the_gate_are_the_manifests_where_they_were_measured(fake, evidence):
    """With made-up figures: near misses, altered films, disguises, cost, and child or adult."""
    manifest = load_manifest()
    one = {"value": 0.25, "low": 0.125, "high": 0.5, "n": 8, "groups": 8}
    gate = {name: manifest.figures["gate"][name] for name in SPLITS} | {
        "altered": {"test": {"upside-down": {"refused": one, "named": one, "reasons": {}}}},
        "at_95": {"test": one | {"value": 0.05}, "kinds": {"upside-down": one}},
        "let_through": {"ct": ["ct_07"]},
    }
    figures = {
        **manifest.figures,
        "gate": gate,
        "gate_dicom": {"CT": {"n": 50, "refused": 49}},
        "gate_cost": {"forward_ms": 8.0, "gate_ms": 0.4, "added": 0.05},
        "age": dict.fromkeys(SPLITS, dict.fromkeys(("right", "wrong", "unclear", "foreign"), one)),
    }
    app = evidence(replace(manifest, figures=figures), view="gate")
    assert not app.exception
    (row,) = table(app, "Pictures")
    assert row["Pictures"] == "Films upside down"
    assert row["Refused"] == "25.0% (12.5% to 50.0%) of 8"
    assert row["Asked for"] == "90%"
    assert row["At equal acceptance"] == row["Right reason"] == "25.0% (12.5% to 50.0%)"
    assert table(app, "Split", "Right")[1]["Cannot tell"] == "25.0% (12.5% to 50.0%)"
    text = " ".join(one.value for one in chain(app.markdown, app.caption))
    assert "CT slices: `ct_07`" in text
    assert "CT: 49 of 50" in text
    assert "adds 5.0% to the time" in text
    assert "accepts 95.0% of the test films" in text


def test_the_explanations_are_the_manifests(fake, evidence):
    part = load_manifest().explanation
    app = evidence(view="fooled")
    verdicts = {row["Films"]: row for row in table(app, "Films", "Supported")}
    for split, title in SPLITS.items():
        own = part["verdict"]["shipped"][split]["all"]
        assert verdicts[title] == {
            "Films": title,
            "Supported": share_of(own["supported"]),
            "Weak": share_of(own["weak"]),
            "Do not use": share_of(own["do-not-use"]),
        }
    methods = {row["Method"]: row for row in table(app, "Method", "Peak in the lesion")}
    for row in part["localisation"]["settings"]:
        if row["stage"] in ("conv5", ""):
            own = row["all"]
            assert methods[row["title"]]["Peak in the lesion"] == share(own["scores"]["hit"])
            assert methods[row["title"]]["Against the lungs alone"] == estimate(
                own["over_lungs"]["hit"], 2
            )
    dice = part["lungs"]["dice"]["jsrt"]["lungs"]["mean"]
    assert any(f"**{estimate(dice)}**" in one.value for one in app.markdown)


def test_no_method_beats_the_lungs_is_said_only_while_it_is_so(fake, evidence):
    manifest = load_manifest()
    part = json.loads(json.dumps(manifest.explanation))
    part["localisation"]["settings"][0]["all"]["over_lungs"]["hit"] |= {"low": 0.1, "high": 0.3}
    app = evidence(replace(manifest, explanation=part), view="fooled")
    assert not any("No method does better" in one.value for one in app.markdown)
    assert any(one.value.startswith("1 of 15 methods do better") for one in app.markdown)


def test_goals_data_and_files_are_the_manifests(fake, evidence):
    manifest = load_manifest()
    test = manifest.figures["test"]
    goals = table(evidence(view="record"), "Goal")
    assert goals[0]["Reached"] == f"{test['macro_recall']['value']:.3f}"
    assert goals[0]["Asked for"] == "at least 0.83"
    missed = test["macro_recall"]["value"] < 0.83
    assert ("not reached" in goals[0]["Verdict"]) == missed

    counts = manifest.figures["data"]["counts"]
    data = {row["Split"]: row for row in table(evidence(view="record"), "Split", "Healthy")}
    children, adults = (
        sum(
            row["n"]
            for row in counts
            if (row["split"], row["label"]) == ("train", "healthy")
            and (row["population"] == "pediatric") == small
        )
        for small in (True, False)
    )
    assert data["Training"]["Healthy"] == f"{children:,} + {adults:,}"

    files = {row["File"]: row for row in table(evidence(view="record"), "File")}
    assert files.keys() == {f"`{name}`" for name in manifest.files}
    for name, stored in manifest.files.items():
        assert files[f"`{name}`"]["SHA-256"] == f"`{stored.sha256}`"
        assert files[f"`{name}`"]["Bytes"] == f"{stored.size:,}"


def attempt(name, recall, **more):
    def own(value):
        return {"value": value, "low": value - 0.01, "high": value + 0.01, "n": 9, "groups": 9}

    split = {
        "macro_recall": own(recall),
        "by_class": {label: own(0.5) for label in CLASSES},
        "survival": {"lungs-out": own(0.4)},
    }
    adult = {"healthy_vs_ill": own(0.9), "opacity_called_healthy": own(0.3)}
    return {"name": name, "val": split, "test": split, "adult": adult, "chosen": False, **more}


def test_attempts_are_a_table_and_their_absence_a_sentence(fake, evidence):
    app = evidence(replace(load_manifest(), attempts=()), view="record")
    assert app.info[0].value == "No attempts have been measured yet."
    rows = (attempt("before", 0.81, chosen=True), attempt("borders", 0.79))
    app = evidence(replace(load_manifest(), attempts=rows), view="record")
    found = table(app, "Attempt")
    assert [row["Attempt"] for row in found] == ["**`before`**", "`borders`"]
    assert found[1]["Mean sensitivity, validation"] == "0.790 (0.780 to 0.800)"
    assert found[1]["What"].startswith("Borders and corners erased")
    assert any("they stay" in one.value for one in app.caption)


def test_published_figures_have_sources(fake, evidence):
    rows = table(evidence(view="record"), "Work")
    assert len(rows) == len(published())
    for row in rows:
        assert re.fullmatch(r"\[.+\]\(https://\S+\)", row["Source"])
    zech = next(row for row in rows if row["Work"] == "Zech 2018, pneumonia")
    assert (zech["Internal"], zech["External"]) == ("0.931", "0.815")


def leaves(document):
    """Every float in a document, wherever it stands."""
    if isinstance(document, float):
        yield document
    elif isinstance(document, dict):
        yield from chain.from_iterable(map(leaves, document.values()))
    elif isinstance(document, list | tuple):
        yield from chain.from_iterable(map(leaves, document))


def swapped(document, values):
    """The same document with every float replaced by the next of some values, over and over."""
    if isinstance(document, float):
        return next(values)
    if isinstance(document, dict):
        return {name: swapped(value, values) for name, value in document.items()}
    if isinstance(document, list | tuple):
        return [swapped(value, values) for value in document]
    return document


def endless(values):
    while True:
        yield from values


def test_no_figure_on_the_page_is_written_by_hand(fake, evidence):
    """With other figures in the manifest, three-digit figures of the real one must all be gone."""
    manifest = load_manifest()
    parts = [manifest.figures, manifest.explanation, manifest.attempts]
    real = {f"{abs(value):.3f}" for value in leaves(parts)}
    unused = [k / 1000 for k in range(1, 1000) if f"{k / 1000:.3f}" not in real][:60]
    assert len(unused) >= 20
    training = manifest.training | {
        "history": [row | {"macro_recall": str(unused[0])} for row in manifest.training["history"]],
        "quantisation": swapped(manifest.training["quantisation"], endless(unused)),
        "operating_point": swapped(manifest.training["operating_point"], endless(unused)),
    }
    other = replace(
        manifest,
        figures=swapped(manifest.figures, endless(unused)),
        explanation=swapped(manifest.explanation, endless(unused)),
        training=training,
        # A plan and an augmentation that no training could have had would be refused.
        attempts=tuple(
            swapped(row, endless(unused))
            | {name: row[name] for name in ("plan", "settings") if name in row}
            for row in manifest.attempts
        ),
        temperature=unused[0],
    )
    app = evidence(other, view="all")
    assert not app.exception
    cells = [str(cell) for _, rows in tables(app) for row in rows for cell in row]
    texts = [
        str(one.value)
        for kind in ("markdown", "caption", "warning", "info", "metric")
        for one in app.get(kind)
    ]
    shown = set()
    for text in cells + texts:
        # Not figures: identifiers of papers, names of files, hashes, commands.
        plain = re.sub(r"doi:\S+|10\.\d{4,}/\S+|arXiv:\S+|`[^`]*`|\(https?:[^)]*\)", "", text)
        shown |= {f"{float(found):.3f}" for found in re.findall(r"(?<![\d.])\d\.\d{3}\b", plain)}
        shown |= {f"{float(found) / 100:.3f}" for found in re.findall(r"(\d+\.\d)%", plain)}
    assert len(shown) > 20
    answers = manifest.explanation["shortcuts"]["test"]["variants"]["as-is"]["all"]["answers"]
    most = max(answers.values()) / manifest.explanation["shortcuts"]["test"]["n"]
    others = {f"{value:.3f}" for one in published() for value in (*(one.internal or ()),)}
    others |= {f"{value:.3f}" for one in published() for value in (*(one.external or ()),)}
    # What follows from counts, which were left, and what a task of a published work says.
    accepted = 1 - other.figures["gate"].get("at_95", {}).get("test", {"value": 0.05})["value"]
    allowed = {f"{value:.3f}" for value in (*unused, most, accepted, 0.861)} | others
    assert shown - allowed == set()


def words_of(app):
    """Every text of the page that a reader meets, with labels, tooltips and alternatives."""
    for kind in ("header", "subheader", "markdown", "caption", "warning", "info", "metric"):
        for one in app.get(kind):
            yield str(one.value)
            yield from (str(getattr(one.proto, name, "")) for name in ("help", "label"))
    for head, rows in tables(app):
        yield from map(str, chain(head, chain.from_iterable(rows)))
    for kind in ("plotly_chart", "imgs"):
        for one in app.get(kind):
            yield str(getattr(one.proto, "alt", ""))
    for one in chain(app.selectbox, app.button, app.get("download_button")):
        yield str(getattr(one, "label", None) or one.proto.label)


@pytest.mark.parametrize("language", ["pt_BR", "zh_CN"])
def test_nothing_of_english_is_left(fake, evidence, language):
    app = evidence(lang=language, view="all")
    assert not app.exception
    english = {
        message.id
        for message in catalogue(language)
        if isinstance(message.id, str) and message.id and message.string != message.id
    }
    found = set(words_of(app))
    assert len(found) > 400
    assert {text for text in found if text in english} == set()
    # Whole sentences, too, that stand within a text.
    long = [text for text in english if len(text) > 30 and "{" not in text]
    assert [text for text in long if any(text in shown for shown in found)] == []

"""The glossary as a visitor meets it: a search, a link, figures, a quiz, three languages."""

import csv
import io
import re

import pytest

from model.glossary.entries import LANGUAGES, TOPICS, terms
from model.glossary.study import question
from pages.views.glossary.choice import CHOICES, FIGURES
from pages.views.glossary.learning import SEED_KEY
from pages.views.glossary.lookup import PAGE as MOST
from pages.views.glossary.lookup import QUERY_KEY
from tests.pages.test_classify import CHARTS, alts

PAGE = "pages/glossary.py"


@pytest.fixture
def glossary(start):
    """Opens the glossary from a cold link: `glossary(term="grad-cam")`."""

    def run(locale="en-GB", **query):
        return start(locale, page=PAGE, state={SEED_KEY: 1}, **query)

    return run


def address(app):
    return {name: app.query_params[name] for name in app.query_params if name in CHOICES.parameters}


def widget(app, name):
    return app.get_by_key(f"glossary_{name}")


def entries(app):
    """Labels of the entries in the list."""
    return [entry.label for entry in app.expander]


def look_for(app, text):
    return app.text_input(key=QUERY_KEY).set_value(text).run()


def first(app):
    return entries(app)[0].split("**")[1]


def test_it_begins_with_the_alphabet(fake, glossary, words):
    app = glossary()
    assert not app.exception
    assert app.header[0].value == "Glossary"
    assert f"{len(terms())} terms" in words(app)
    assert len(entries(app)) == MOST
    shown = [label.split("**")[1].casefold() for label in entries(app)]
    assert shown == sorted(shown)
    assert address(app) == {}


def test_all_three_names_are_always_visible(fake, glossary):
    app = look_for(glossary(), "sensitivity")
    assert entries(app)[0] == "**Sensitivity** · sensibilidade · 灵敏度"
    app = look_for(glossary(lang="zh_CN"), "sensitivity")
    assert entries(app)[0] == "**灵敏度** · Sensitivity · sensibilidade"


@pytest.mark.parametrize(
    ("query", "name"),
    [("acuracia", "Accuracy"), ("卷积", "Convolution"), ("overfiting", "Overfitting"),
     ("juanji", "Convolution"), ("PPV", "Positive predictive value")],
)  # fmt: skip
def test_the_search_forgives(fake, glossary, query, name):
    app = look_for(glossary(), query)
    assert not app.exception
    assert first(app) == name


def test_nothing_fits(fake, glossary):
    app = look_for(glossary(), "zzzzqqqq")
    assert not app.exception
    assert entries(app) == []
    assert "Nothing fits." in app.info[0].value


def test_topic_and_letter_narrow_the_list_and_are_in_the_address(fake, glossary, words):
    app = glossary(topic="metrics", letter="s")
    assert address(app) == {"topic": "metrics", "letter": "S"}
    assert {entry.split("**")[1] for entry in entries(app)} == {
        "Sensitivity",
        "Specificity",
        "Structural similarity",
    }
    assert "3 terms" in words(app)
    widget(app, "letter").set_value(None).run()
    count = sum(term.topic == "metrics" for term in terms().values())
    assert f"{count} terms" in words(app)
    assert len(entries(app)) == min(MOST, count)
    assert address(app) == {"topic": "metrics"}


def test_letters_are_those_of_the_readers_language(fake, glossary):
    app = glossary(lang="zh_CN", letter="S")
    # shenduxuexi
    assert any("深度学习" in entry for entry in entries(app))
    assert all(not re.match(r"\*\*[A-RT-Z]", entry) for entry in entries(app))


def test_more_is_shown_on_demand_and_a_new_search_begins_at_its_top(fake, glossary):
    app = glossary()
    app.button(key="glossary_more").click().run()
    assert len(entries(app)) == 2 * MOST
    look_for(app, "learning")
    assert len(entries(app)) <= MOST
    # Who comes back finds the list as long as it was left.
    look_for(app, "")
    assert len(entries(app)) == 2 * MOST


def test_an_entry_opens_and_says_everything(fake, glossary, words):
    app = look_for(glossary(), "sensitivity")
    assert terms()["sensitivity"].definition["en"].split(".")[0] not in words(app)
    app.session_state["glossary_entry_sensitivity"] = True
    app.run()
    assert not app.exception
    assert "**On a chest radiograph** · " in words(app)
    assert "**Often confused** · " in words(app)
    assert "Sources · " in words(app)
    assert "No radiologist who speaks this language has reviewed this entry yet." in words(app)
    assert [block.value for block in app.code] == [terms()["sensitivity"].formula]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cold_link_opens_its_term_alone(fake, glossary, words, language):
    app = glossary(term="grad-cam", lang=language)
    assert not app.exception
    assert app.subheader[0].value == terms()["grad-cam"].names[language].replace("-", r"\-")
    assert entries(app) == []
    assert address(app) == {"term": "grad-cam"}
    assert [link.proto.page for link in app.page_link] == ["gradcam"]


def test_related_terms_lead_on_and_back_to_the_list(fake, glossary):
    app = glossary(term="grad-cam")
    related = terms()["grad-cam"].related[0]
    app.button(key=f"glossary_go_alone_{related}").click().run()
    assert address(app) == {"term": related}
    app.button(key="glossary_all").click().run()
    assert address(app) == {}
    assert len(entries(app)) == MOST


def test_a_search_leaves_the_term(fake, glossary):
    app = look_for(glossary(term="grad-cam"), "epoch")
    assert address(app) == {}
    assert first(app) == "Epoch"


def test_an_unknown_term_gets_a_sentence_and_what_is_near(fake, glossary, words):
    app = glossary(term="grad-camm")
    assert not app.exception
    assert app.info[0].value == r"The glossary has no term “grad\-camm”."
    assert app.button(key="glossary_go_near_grad-cam")
    app = glossary(term="<b>**x**</b> $y$")
    assert not app.exception
    assert "<b>" not in app.info[0].value


def test_three_languages_side_by_side(fake, glossary, words):
    app = glossary(term="sensitivity", side="1")
    for language in LANGUAGES:
        first_words = terms()["sensitivity"].definition[language][:12]
        assert first_words in words(app).replace("\\", "")
    widget(app, "side").set_value(False).run()
    assert "side" not in app.query_params
    assert terms()["sensitivity"].definition["zh_CN"][:8] not in words(app)


LIVE = {term.live: name for name, term in reversed(terms().items()) if term.live}


def test_terms_can_be_seen_live_on_every_other_page_and_in_every_figure():
    pages = {"classify", "gradcam", "augment", "evidence"}
    assert set(LIVE) >= pages | {f"glossary:{figure}" for figure in FIGURES}


@pytest.mark.parametrize(("live", "name"), LIVE.items())
def test_see_it_live_leads_somewhere(fake, glossary, live, name):
    app = glossary(term=name)
    if not live.startswith("glossary:"):
        assert [link.proto.page for link in app.page_link] == [live]
        return
    figure = live.partition(":")[2]
    app.button(key=f"glossary_live_alone_{name}").click().run()
    assert not app.exception
    expected = {"view": "timeline"} if figure == "timeline" else {"view": "figures"}
    if figure not in ("timeline", FIGURES[0]):
        expected["figure"] = figure
    assert address(app) == expected


def test_nonsense_in_a_link_is_left_out(fake, glossary):
    app = glossary(view="root", topic="<b>", letter="**", side="yes", figure="../x")
    assert not app.exception
    assert address(app) == {}


def test_an_address_says_a_choice_and_is_read_back():
    for query in (
        {"view": "figures", "figure": "roc"},
        {"term": "relu", "side": "1"},
        {"topic": "data", "letter": "D"},
    ):
        assert CHOICES.to_address(CHOICES.read(query)) == query
    assert CHOICES.to_address(CHOICES.read({"view": "quiz", "term": "relu"})) == {"view": "quiz"}


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_is_drawn_with_its_words(fake, glossary, figure):
    app = glossary(view="figures", figure=figure)
    assert not app.exception
    charts = {"convolution": 2, "relu": 2, "pooling": 3, "softmax": 0, "overfitting": 1}
    assert len(app.get(CHARTS)) == charts.get(figure, 2 if figure == "roc" else 1)
    assert all(len(alt) > 10 for alt in alts(app, CHARTS))


def test_convolution_step_by_step(fake, glossary, words):
    app = glossary(view="figures")
    widget(app, "step").set_value(1).run()
    assert "row 1 and column 1." in alts(app, CHARTS)[0]
    total = float(re.search(r"products: \*\*(−?[\d.]+)\*\*", words(app))[1].replace("−", "-"))
    from model.glossary.figures import KERNELS, convolved
    from pages.views.glossary.chart import small_film

    assert total == pytest.approx(convolved(small_film(), KERNELS["edge-x"])[0, 0], abs=0.005)
    widget(app, "kernel_convolution").set_value("blur").run()
    assert "kernel “Blur” after 1 of 676" in alts(app, CHARTS)[1]


def test_pooling_without_a_shift_changes_nothing(fake, glossary, words):
    app = glossary(view="figures", figure="pooling")
    widget(app, "shift").set_value(0).run()
    assert words(app).count("Changed: **0%**") == 3


def test_the_temperature_of_the_app_is_taken(fake, glossary):
    app = glossary(view="figures", figure="softmax")
    app.button(key="glossary_shipped").click().run()
    assert not app.exception
    from model.classifier.artefacts import load_manifest

    assert widget(app, "temperature").value == pytest.approx(load_manifest().temperature, abs=0.005)


def test_prevalence_changes_the_predictive_value_alone(fake, glossary):
    app = glossary(view="figures", figure="roc")
    before = {one.label: one.value for one in app.metric}
    widget(app, "prevalence").set_value(0.01).run()
    after = {one.label: one.value for one in app.metric}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"PPV", "NPV"}
    assert "PPV" in changed


def test_boxes_that_are_the_same_agree(fake, glossary):
    app = glossary(view="figures", figure="iou")
    for name in ("reader", "network"):
        widget(app, f"box_{name}_across").set_value((10, 40))
        widget(app, f"box_{name}_down").set_value((20, 60))
    app.run()
    assert [one.value for one in app.metric] == ["1.00", "1.00"]


def test_the_timeline_tells_of_the_network_that_is_chosen(fake, glossary, words):
    app = glossary(view="timeline")
    widget(app, "network").set_value("alexnet").run()
    assert not app.exception
    assert "**AlexNet, 2012: 8 layers, top-5 error 15.3%.**" in words(app)
    assert "not 11 million" in words(app)
    assert "LeNet-5, 1998: 7 layers." in alts(app, CHARTS)[0]


def asked(app):
    """Term and choices of the question on the page."""
    from pages.views.glossary.learning import _key

    name = app.session_state[_key("quiz")][""].card
    return question(terms()[name], terms(), 1)


def test_the_quiz_says_at_once_what_is_right(fake, glossary, words):
    app = glossary(view="quiz")
    right = asked(app)
    app.button(key=f"glossary_quiz_{right.term}").click().run()
    assert not app.exception
    assert terms()[right.term].names["en"] in app.success[0].value.replace("\\", "")
    assert app.button(key=f"glossary_quiz_{right.term}").disabled
    assert list(app.table[0].value["Right answers"]) == ["1 of 1"]
    app.button(key="glossary_quiz_next").click().run()
    other = asked(app)
    assert other.term != right.term
    wrong = next(choice for choice in other.choices if choice != other.term)
    app.button(key=f"glossary_quiz_{wrong}").click().run()
    assert terms()[other.term].names["en"] in app.error[0].value.replace("\\", "")
    rows = app.table[0].value
    assert sorted(rows["Right answers"]) == (
        ["1 of 2"]
        if terms()[right.term].topic == terms()[other.term].topic
        else ["0 of 1", "1 of 1"]
    )
    app.button(key=f"glossary_go_quiz_{other.term}").click().run()
    assert address(app) == {"term": other.term}


def test_the_quiz_can_be_of_one_topic_and_start_over(fake, glossary):
    app = glossary(view="quiz")
    widget(app, "quiz_topic").set_value("findings").run()
    name = app.session_state["glossary_quiz_piles"]["findings"].card
    app.button(key=f"glossary_quiz_{name}").click().run()
    assert len(app.table) == 1
    app.button(key="glossary_quiz_over").click().run()
    assert not app.exception
    assert len(app.table) == 0


def test_flash_cards_are_turned_known_and_come_back(fake, glossary, words):
    app = glossary(view="cards")
    first_card = app.session_state["glossary_cards_piles"][""].card
    assert app.subheader[0].value.replace("\\", "") == terms()[first_card].names["en"]
    assert "**On a chest radiograph**" not in words(app)
    app.button(key="glossary_turn").click().run()
    assert "**On a chest radiograph**" in words(app)
    app.button(key="glossary_known_0").click().run()
    assert not app.exception
    pile = app.session_state["glossary_cards_piles"][""]
    assert pile.waiting[3] == first_card
    app.button(key="glossary_turn").click().run()
    app.button(key="glossary_known_1").click().run()
    assert not app.exception
    assert app.get("progress")[0].proto.text == f"0 of {len(terms())} terms learnt"
    assert app.table[0].value.shape[0] in (1, 2)


def test_the_export_is_made_for_the_languages_and_topics_that_are_chosen(fake, glossary, words):
    app = glossary()
    widget(app, "export_topics").set_value(["findings"]).run()
    widget(app, "export_languages").set_value(["zh_CN", "pt_BR"]).run()
    assert not app.exception
    from pages.views.glossary.export import _csv, exports

    found = exports.chosen(terms(), ["findings"])
    assert f"{len(found)} terms" in words(app)
    data = _csv(found, ["pt_BR", "zh_CN"])
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == [term.id for term in found]
    assert data.startswith(b"\xef\xbb\xbf")


def test_the_choice_is_there_again_after_a_visit_to_another_page(fake, glossary):
    app = glossary(view="figures", figure="roc")
    app.switch_page("pages/classify.py").run()
    app.query_params.clear()
    app.switch_page(PAGE).run()
    assert not app.exception
    assert address(app) == {"view": "figures", "figure": "roc"}


def test_another_link_in_the_same_session_is_followed(fake, glossary):
    app = glossary(term="relu")
    app.query_params["term"] = "softmax"
    app.run()
    assert app.subheader[0].value == "Softmax"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_drawn_whole(fake, glossary, words, language):
    app = glossary(lang=language)
    for topic in TOPICS:
        widget(app, "topic").set_value(topic).run()
        shown = {label.split("**")[1].replace("\\", "") for label in entries(app)}
        drawn = [term for term in terms().values() if term.names[language] in shown]
        assert len(drawn) == len(shown)
        for term in drawn:
            app.session_state[f"glossary_entry_{term.id}"] = True
        app.run()
        assert not app.exception, topic
        said = re.sub(r"[\W_]", "", words(app))
        begins = {term.id: re.sub(r"[\W_]", "", term.definition[language][:40]) for term in drawn}
        assert {name: text for name, text in begins.items() if text not in said} == {}


def test_without_genanki_the_deck_is_greyed_out_and_says_why(fake, glossary, monkeypatch):
    def decks(app):
        found = [button for button in app.get("download_button") if "APKG" in button.proto.label]
        [button] = found
        return button.proto

    assert not decks(glossary()).disabled
    monkeypatch.setattr("model.glossary.exports.makes_decks", lambda: False)
    button = decks(glossary())
    assert button.disabled
    assert "genanki" in button.help

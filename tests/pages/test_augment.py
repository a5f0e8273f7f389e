"""The playground as a visitor meets it: a link, a pipeline built by buttons, flags, languages."""

import json

import pytest

from model.augment.curves import Curves, Point, Run
from model.augment.pipeline import Pipeline, Step
from model.augment.pipeline_json import to_json
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from pages.shared import engines
from pages.shared import remembered as store
from pages.views.augment import why
from pages.views.augment.choice import CHOICES
from pages.views.augment.steps import STEPS_KEY, settings_key
from tests.pages.fake_engine import FakeEngine, FakeLungFinder
from tests.pages.test_classify import CHARTS, alts, upload

PAGE = "pages/augment.py"
SAMPLE = "bacterial-1.png"
FLIP = "horizontal-flip"
TWO = "rotation,-5..5;gamma,0.8..1.2"


@pytest.fixture
def play(start):
    """Opens the playground from a cold link: `play(pipeline="…", view="sweep")`."""

    def run(locale="en-GB", sample=SAMPLE, **query):
        return start(locale, page=PAGE, sample=sample, **query)

    return run


def address(app):
    return {name: app.query_params[name] for name in app.query_params if name in CHOICES.parameters}


def widget(app, name):
    return app.get_by_key(f"playground_{name}")


def steps(app):
    return [placed.step for placed in app.session_state[STEPS_KEY]]


def names(app):
    return [step.transform for step in steps(app)]


def ids(app):
    return [placed.id for placed in app.session_state[STEPS_KEY]]


def press(app, name):
    return app.button(key=f"playground_{name}").click().run()


def open_settings(app, step):
    """Opens the fold of a step; AppTest says with every run that folds are closed."""
    app.run()
    app.session_state[settings_key(step)] = True
    return app.run()


def set_range(app, step, parameter, limits):
    widget(open_settings(app, step), f"{step}_range_{parameter}").set_value(limits).run()


def pictures(app):
    return [image.alt for element in app.get("image") for image in element.proto.imgs]


def flags(app):
    return "\n".join(str(warning.value) for warning in app.warning)


def test_without_a_case_there_are_samples_and_an_upload(fake, start):
    app = start(page=PAGE)
    assert not app.exception
    assert app.header[0].value == "Augmentation playground"
    assert app.file_uploader(key="uploads")
    assert app.get(CHARTS) == []


def test_it_starts_with_what_the_network_was_trained_with(fake, play, words):
    app = play()
    assert not app.exception
    assert steps(app) == list(PRESETS["as-trained"].pipeline.steps)
    assert address(app) == {}
    assert app.query_params["sample"] == SAMPLE
    assert "What draw 1 did" in words(app)
    assert "Exactly what the network sees: 224 × 224 pixels." in words(app)


def test_the_light_box_leads_to_the_playground(fake, start, radiograph):
    app = upload(start(), ("a.png", radiograph))
    link = next(link for link in app.page_link if link.proto.page == "augment")
    assert link.proto.label.endswith("Augmentation playground")


def test_a_cold_link_says_everything(fake, play):
    query = {
        "pipeline": "rotation@0.5,-5..5;!gamma,0.8..1.2",
        "view": "sweep",
        "seed": "7",
        "draw": "3",
        "look": "wipe",
        "wipe": "30",
        "transform": "translation",
        "parameter": "down",
        "at": "4",
        "draws": "48",
        "other": "covid-1.png",
    }
    app = play(**query)
    assert not app.exception
    assert steps(app) == [
        Step("rotation", {"degrees": (-5.0, 5.0)}, 0.5),
        Step("gamma", {"exponent": (0.8, 1.2)}, on=False),
    ]
    assert widget(app, "transform").value == "translation"
    assert widget(app, "parameter").value == "down"
    assert widget(app, "at").value == 4
    assert widget(app, "seed").value == 7
    assert address(app) == query


def test_nonsense_in_a_link_is_left_out_and_a_broken_pipeline_is_told(fake, play):
    app = play(
        pipeline="rotation,-5..",
        view="root",
        seed="-1",
        draw="99",
        look="<b>",
        wipe="1e9",
        transform="jet",
        parameter="down",
        at="21",
        draws="13",
        partner="../x",
        other="%00",
    )
    assert not app.exception
    assert steps(app) == list(PRESETS["as-trained"].pipeline.steps)
    assert "cannot be read" in flags(app)
    assert address(app) == {}


def test_a_preset_is_chosen_named_in_the_address_and_left_by_a_change(fake, play):
    app = play()
    widget(app, "start").set_value("textbook").run()
    assert not app.exception
    assert steps(app) == list(PRESETS["textbook"].pipeline.steps)
    assert address(app) == {"pipeline": "textbook"}
    press(app, f"{ids(app)[0]}_remove")
    assert address(app)["pipeline"].startswith("rotation,")
    assert widget(app, "start").value == ""
    widget(app, "start").set_value("none").run()
    assert steps(app) == []
    assert address(app) == {"pipeline": "none"}
    assert not app.exception


def test_a_pipeline_is_built_reordered_and_taken_apart_with_buttons(fake, play):
    app = play(pipeline="none")
    for name in ("rotation", "gamma", "crop"):
        widget(app, "new").set_value(name).run()
        press(app, "add")
    assert not app.exception
    assert names(app) == ["rotation", "gamma", "crop"]
    first, second, third = ids(app)
    assert app.button(key=f"playground_{first}_up").disabled
    assert app.button(key=f"playground_{third}_down").disabled
    press(app, f"{third}_up")
    assert names(app) == ["rotation", "crop", "gamma"]
    assert ids(app) == [first, third, second]
    press(app, f"{first}_down")
    assert names(app) == ["crop", "rotation", "gamma"]
    press(app, f"{second}_remove")
    assert names(app) == ["crop", "rotation"]
    assert address(app)["pipeline"] == "crop,0.85..1;rotation,-10..10"


def test_sliders_follow_their_step_when_it_moves(fake, play):
    app = play(pipeline=TWO)
    first, _second = ids(app)
    set_range(app, first, "degrees", (-30.0, 12.5))
    widget(open_settings(app, first), f"{first}_probability").set_value(40).run()
    press(app, f"{first}_down")
    open_settings(app, first)
    assert not app.exception
    assert steps(app)[1] == Step("rotation", {"degrees": (-30.0, 12.5)}, 0.4)
    assert widget(app, f"{first}_range_degrees").value == (-30.0, 12.5)
    assert address(app)["pipeline"] == "gamma,0.8..1.2;rotation@0.4,-30..12.5"


def test_shares_are_whole_percent_and_come_back_as_shares(fake, play):
    app = play(pipeline="crop,0.7..0.9")
    step = ids(app)[0]
    open_settings(app, step)
    assert widget(app, f"{step}_range_keep").value == pytest.approx((70, 90))
    set_range(app, step, "keep", (63.0, 91.0))
    assert not app.exception
    assert steps(app)[0].ranges["keep"] == (0.63, 0.91)


def test_every_transform_has_settings_that_can_be_drawn(fake, play):
    app = play(pipeline="none")
    for name in TRANSFORMS:
        widget(app, "start").set_value("none").run()
        widget(app, "new").set_value(name).run()
        press(app, "add")
        assert not app.exception, name
        [step] = ids(app)
        for parameter in TRANSFORMS[name].parameters:
            assert widget(app, f"{step}_range_{parameter.name}") is not None


def test_a_step_that_is_off_does_nothing(fake, play, words):
    app = play(pipeline=FLIP)
    assert "situs inversus" in flags(app)
    step = ids(app)[0]
    widget(app, f"{step}_on").set_value(False).run()
    assert not app.exception
    assert "situs inversus" not in flags(app)
    assert "This draw does nothing: no step happened." in words(app)
    assert address(app)["pipeline"] == f"!{FLIP}"


def test_a_flip_changes_the_label_and_a_crop_cuts_the_lungs(fake, play):
    app = play(pipeline=f"{FLIP};crop,0.5")
    said = flags(app)
    assert "**Mirror image, left and right**: The label no longer holds." in said
    assert "situs inversus" in said
    assert "Side that is kept 50%; real films show 85% to 100%." in said
    assert "Apices and costophrenic angles are cut off." in said


def test_where_the_lungs_are_not_found_nothing_is_said_of_them(fake, play, words, monkeypatch):
    monkeypatch.setattr(engines, "lung_finder", lambda: FakeLungFinder(confident=False))
    app = play(pipeline="crop,0.5")
    assert "Whether the lungs stay whole was not measured" in words(app)
    assert "cut off." not in flags(app).replace("cut off borders", "")


def test_rolling_gives_other_draws_and_the_seed_gives_them_back(fake, play, words):
    def did(app):
        return next(line for line in words(app).splitlines() if line.startswith("1. **Rotation**"))

    app = play(pipeline=TWO, seed="5")
    first = did(app)
    press(app, "roll")
    assert address(app)["seed"] == "6"
    assert did(app) != first
    widget(app, "seed").set_value(5).run()
    assert did(app) == first


def test_a_draw_of_the_grid_is_shown_large(fake, play, words):
    app = play(pipeline=TWO)
    press(app, "show_4")
    assert not app.exception
    assert "What draw 4 did" in words(app)
    assert address(app)["draw"] == "4"


def test_many_draws_say_mean_flips_and_refusals(fake, play, words):
    app = play(pipeline=TWO, view="draws")
    assert not app.exception
    assert [metric.label for metric in app.metric] == [
        "As it is",
        "Mean of the draws",
        "Flip the answer",
        "Refused by the gate",
    ]
    assert [metric.value for metric in app.metric] == ["72%", "72%", "0 / 24", "0 / 24"]
    assert "Each dot is one of 24 draws." in alts(app, CHARTS)[0]
    widget(app, "draws").set_value(12).run()
    assert app.metric[2].value == "0 / 12"


def test_a_sweep_is_worked_out_once_however_the_slider_moves(fake, play, words):
    app = play(pipeline=TWO, view="sweep")
    assert not app.exception
    assert "The answer stays the same from end to end: bacterial pneumonia." in words(app)
    calls = fake.calls
    for index in (0, 10, 20):
        widget(app, "at").set_value(index).run()
        assert not app.exception
    assert fake.calls == calls
    assert address(app)["at"] == "20"
    widget(app, "transform").set_value("gamma").run()
    assert fake.calls == calls + 1


@pytest.mark.parametrize("name", ["mixup", FLIP])
def test_what_cannot_be_swept_says_so(fake, play, words, name):
    app = play(view="sweep", transform=name)
    assert not app.exception
    assert app.get(CHARTS) == []
    assert [info.value for info in app.info]


@pytest.mark.parametrize("view", ["compare", "sweep", "draws"])
def test_nothing_that_has_not_changed_is_worked_out_again(fake, play, view):
    app = play(view=view, other="covid-1.png")
    calls = fake.calls
    app.run()
    widget(app, "new").set_value("crop").run()
    assert not app.exception
    assert fake.calls == calls
    if view == "compare":
        widget(app, "look").set_value("wipe").run()
        widget(app, "look").set_value("difference").run()
        assert fake.calls == calls


def test_a_mixture_takes_a_sample_of_another_class_and_shares_the_label(fake, play, words):
    app = play(pipeline="mixup,0.3")
    assert not app.exception
    assert widget(app, "partner").value == "healthy-adult-1.dcm"
    assert "The label of this draw: 70% bacterial pneumonia, 30% healthy." in words(app)
    widget(app, "partner").set_value("covid-1.png").run()
    assert "30% COVID-19 pneumonia" in words(app)
    assert address(app)["partner"] == "covid-1.png"


def test_the_same_draw_on_another_film(fake, play):
    app = play(pipeline=TWO)
    before = pictures(app)
    widget(app, "other").set_value("sample:covid-1.png").run()
    assert not app.exception
    assert address(app)["other"] == "covid-1.png"
    assert widget(app, "other").value == "sample:covid-1.png"
    assert len(pictures(app)) == len(before) + 2


def test_why_says_what_it_was_measured_with_or_that_it_was_not(fake, play, words):
    app = play(view="why")
    assert not app.exception
    assert "overfitting" in words(app)
    assert "python -m model" in words(app)


@pytest.mark.parametrize(
    ("loss", "recall", "said"),
    [
        (0.3, 0.9, ["Here augmentation lowers the loss"]),
        (0.3, 0.8, ["Here augmentation lowers the loss", "not make more of the answers right"]),
        (0.6, 0.7, ["does not lower the loss", "not make more of the answers right"]),
    ],
)
def test_why_says_no_more_than_the_curves(fake, play, monkeypatch, loss, recall, said):
    def run(name, val_loss, val_recall):
        return Run(name, "", (Point(1, 0.1, val_loss, 1.0, val_recall),))

    curves = Curves("x", 8, 4, (run("without", 0.5, 0.8), run("with", loss, recall)))
    monkeypatch.setattr(why, "load_curves", lambda: curves)
    app = play(view="why")
    assert not app.exception
    upshot = app.info[-1].value
    assert all(part in upshot for part in said)
    assert ("more of the answers" in upshot) == (len(said) == 2)


def test_a_saved_pipeline_is_opened_and_a_bad_one_leaves_the_old(fake, play, words):
    wanted = Pipeline((Step("crop", {"keep": (0.7, 0.9)}), Step(FLIP, {}, 0.5)))
    app = play(pipeline=TWO)
    app.file_uploader(key="playground_file").upload("p.json", to_json(wanted).encode()).run()
    assert not app.exception
    assert steps(app) == list(wanted.steps)
    bad = json.loads(to_json(wanted))
    bad["steps"][1]["transform"] = "**jet** $x$"
    app.file_uploader(key="playground_file").upload("q.json", json.dumps(bad).encode()).run()
    assert not app.exception
    assert steps(app) == list(wanted.steps)
    assert "`step-unknown`" in app.error[0].value
    assert r"\*\*jet\*\*" in app.error[0].value
    app.file_uploader(key="playground_file").upload("r.json", b"\xff{").run()
    assert "`pipeline-unreadable`" in app.error[0].value


def test_the_choice_is_there_again_after_a_visit_to_another_page(fake, play):
    app = play(pipeline=TWO, seed="9", view="draws")
    app.switch_page("pages/glossary.py").run()
    app.query_params.clear()
    app.switch_page(PAGE).run()
    assert not app.exception
    assert names(app) == ["rotation", "gamma"]
    assert address(app) == {"pipeline": TWO, "seed": "9", "view": "draws"}


def test_another_link_in_the_same_session_is_followed(fake, play):
    app = play(pipeline=TWO)
    app.query_params["pipeline"] = "textbook"
    app.query_params["seed"] = "3"
    app.run()
    assert not app.exception
    assert steps(app) == list(PRESETS["textbook"].pipeline.steps)
    assert widget(app, "seed").value == 3


def test_a_refused_picture_can_be_played_with_and_is_flagged(use_engine, start, radiograph, words):
    use_engine(FakeEngine(lateral=1.0))
    app = upload(start(), ("side.png", radiograph)).switch_page(PAGE).run()
    assert not app.exception
    assert "`lateral-view`" in app.error[0].value
    assert "The numbers beside them answer nothing" in flags(app)
    assert "What draw 1 did" in words(app)
    assert words(app).count("The gate refuses") >= 14


def test_an_upload_stays_in_the_session_and_out_of_the_address(fake, start, radiograph):
    app = upload(start(), ("**Nemo** $y$.png", radiograph)).switch_page(PAGE).run()
    assert not app.exception
    assert len(store._SHARED._values) == 0
    assert len(app.session_state[store.SESSION_KEY]._values) > 0
    assert "Nemo" not in str(dict(app.query_params))
    widget(app, "other").set_value("sample:covid-1.png").run()
    assert "Nemo" not in str(dict(app.query_params))


@pytest.mark.parametrize("view", ["compare", "sweep", "draws", "why"])
@pytest.mark.parametrize("language", ["pt_BR", "zh_CN"])
def test_every_view_speaks_the_readers_language(fake, play, words, language, view):
    query = {"view": view, "pipeline": "textbook", "transform": "tone-curve"}
    english = set(words(play(**query, lang="en")).splitlines())
    app = play(**query, lang=language)
    assert not app.exception
    same = (english & set(words(app).splitlines())) - {""}
    assert {line for line in same if not line.startswith(":material/")} == set()

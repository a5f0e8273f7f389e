"""The explorer as a visitor meets it: a link, maps in words, a refusal, three languages."""

import pytest

from model.errors import TensorFlowMissingError
from model.explain.methods import METHODS
from pages.shared import engines
from pages.shared import remembered as store
from pages.views.gradcam.choice import CHOICES
from tests.pages.explorer_page import PAGE, SAMPLE, address, choice, panes
from tests.pages.fake_engine import FakeEngine, FakeLungFinder, FakeNetwork
from tests.pages.test_classify import CHARTS, alts, upload


def test_without_a_case_there_are_samples_and_an_upload(fake, explore):
    app = explore()
    assert not app.exception
    assert app.header[0].value == "Grad-CAM explorer"
    assert app.file_uploader(key="uploads")
    assert [button for button in app.button if button.key == f"sample:{SAMPLE}"]
    assert app.get(CHARTS) == []


def test_the_case_on_the_light_box_is_already_there(fake, explore_upload, words):
    app = explore_upload()
    assert not app.exception
    assert panes(app) == ["The film", "Grad-CAM · conv5"]
    assert "Peak: right lower zone." in words(app)


def test_the_light_box_leads_to_the_explorer(fake, start, radiograph):
    app = upload(start(), ("a.png", radiograph))
    assert [link.proto.page for link in app.page_link] == ["gradcam", "augment", "evidence"]
    assert app.page_link[0].proto.label == "Why does it say so? Grad-CAM explorer"


def test_a_cold_link_says_everything(fake, explore):
    query = {
        "sample": SAMPLE,
        "label": "viral",
        "against": "covid",
        "stage": "conv4",
        "methods": "hirescam,eigen-cam",
        "opacity": "40",
        "mode": "contours",
        "threshold": "20",
        "top": "0.1",
        "lungs": "1",
        "view": "shortcuts",
    }
    app = explore(**query)
    assert not app.exception
    assert panes(app) == ["The film", "HiResCAM · conv4", "Eigen-CAM · conv4"]
    assert alts(app, CHARTS)[0].startswith(
        f"Chest radiograph from the file {SAMPLE}. "
        "Heat map of the evidence for viral pneumonia, rather than COVID-19 pneumonia. HiResCAM:"
    )
    assert choice(app, "opacity").value == 40
    assert choice(app, "mode").value == "contours"
    assert choice(app, "threshold").value == 20
    assert choice(app, "top").value == 0.1
    assert choice(app, "lungs").value is True
    assert [line.value for line in app.subheader] == ["Shortcut lab"]
    assert address(app) == {name: query[name] for name in CHOICES.parameters}
    assert app.query_params["sample"] == SAMPLE


def test_nonsense_in_a_link_is_left_out(fake, explore):
    app = explore(
        sample=SAMPLE,
        label="<b>",
        against="bacterial",
        stage="conv9",
        methods="jet,,%00",
        opacity="-1",
        mode="loud",
        top="1e9",
        view="root",
    )
    assert not app.exception
    assert panes(app) == ["The film", "Grad-CAM · conv5"]
    assert address(app) == {}


def test_every_choice_goes_into_the_address_and_the_default_leaves_it(fake, explore):
    app = explore(sample=SAMPLE)
    choice(app, "label").set_value("viral").run()
    choice(app, "against").set_value("healthy").run()
    choice(app, "stage").set_value("conv3").run()
    choice(app, "methods").set_value(["grad-cam", "layercam"]).run()
    choice(app, "opacity").set_value(35).run()
    choice(app, "view").set_value("shortcuts").run()
    assert not app.exception
    assert address(app) == {
        "label": "viral",
        "against": "healthy",
        "stage": "conv3",
        "methods": "grad-cam,layercam",
        "opacity": "35",
        "view": "shortcuts",
    }
    choice(app, "label").set_value("bacterial").run()
    choice(app, "view").set_value("maps").run()
    assert "label" not in app.query_params
    assert "view" not in app.query_params


def test_the_choice_is_there_again_after_a_visit_to_another_page(fake, explore):
    app = explore(sample=SAMPLE, methods="layercam", opacity="20")
    app.switch_page("pages/glossary.py").run()
    app.query_params.clear()
    app.switch_page(PAGE).run()
    assert not app.exception
    assert panes(app) == ["The film", "LayerCAM · conv5"]
    assert address(app) == {"methods": "layercam", "opacity": "20"}


def test_another_link_in_the_same_session_is_followed(fake, explore):
    app = explore(sample=SAMPLE, methods="layercam")
    app.query_params["methods"] = "eigen-cam"
    app.run()
    assert panes(app) == ["The film", "Eigen-CAM · conv5"]


def test_another_picture_gets_its_own_question(fake, explore):
    app = explore(sample=SAMPLE, label="viral", methods="layercam")
    # The samples are drawn once the fold is open.
    assert not [button for button in app.button if button.key.startswith("sample:")]
    app.session_state["chooser"] = True
    app.run()
    app.button(key="sample:covid-1.png").click().run()
    assert not app.exception
    assert address(app) == {"methods": "layercam"}
    assert app.query_params["sample"] == "covid-1.png"


def test_a_class_cannot_be_compared_with_itself(fake, explore):
    app = explore(sample=SAMPLE, against="viral")
    choice(app, "label").set_value("viral").run()
    assert not app.exception
    assert address(app) == {"label": "viral"}


def test_there_are_one_to_four_methods(fake, explore):
    app = explore(sample=SAMPLE, methods="grad-cam,hirescam,layercam,eigen-cam")
    choice(app, "methods").set_value(
        ["grad-cam", "hirescam", "layercam", "eigen-cam", "grad-cam++"]
    ).run()
    assert address(app)["methods"] == "hirescam,layercam,eigen-cam,grad-cam++"
    choice(app, "methods").set_value([]).run()
    assert not app.exception
    assert len(panes(app)) == 5


def test_a_map_in_words(fake, explore, words):
    app = explore(sample=SAMPLE, methods="grad-cam,eigen-cam")
    said = words(app)
    assert (
        "Peak: right lower zone. 51% of the evidence lies inside the lungs, which cover 46% of the "
        "picture." in said
    )
    assert "Evidence in all: 3.21 logits · 1 forward pass" in said
    assert "[Selvaraju et al. 2017](https://doi.org/10.1109/ICCV.2017.74)" in said
    assert "**No class:** this map is the same for every answer." in said
    assert said.count("Evidence in all") == 1
    assert "\n2 forward passes" in said
    assert "Right and left are the patient's" in said


def test_where_the_lungs_are_not_found_it_says_so_instead_of_numbers(
    fake, explore, words, monkeypatch
):
    monkeypatch.setattr(engines, "lung_finder", lambda: FakeLungFinder(confident=False))
    app = explore(sample=SAMPLE)
    assert not app.exception
    assert "The lungs were not found with confidence: no zone" in words(app)
    assert "inside the lungs, which cover" not in words(app)


def test_nothing_is_worked_out_twice(fake, explore, monkeypatch):
    network = FakeNetwork(fake)
    monkeypatch.setattr(engines, "network", lambda: network)
    app = explore(sample=SAMPLE, stage="conv4", methods="grad-cam,layercam,rise")
    calls, gradients = fake.calls, network.gradients_asked
    assert gradients == 2
    choice(app, "opacity").set_value(30).run()
    choice(app, "top").set_value(1.0).run()
    choice(app, "mode").set_value("contours").run()
    assert not app.exception
    assert (fake.calls, network.gradients_asked) == (calls, gradients)


def test_what_is_worked_out_for_an_upload_stays_in_the_session(fake, explore_upload):
    app = explore_upload()
    assert len(store._SHARED._values) == 0
    assert len(app.session_state[store.SESSION_KEY]._values) > 0


def test_a_slow_method_that_was_stopped_offers_to_run_again(fake, explore):
    app = explore(sample=SAMPLE)
    digest = next(iter(store._SHARED._values))[0]
    from model.explain.target import Target

    app.session_state["explorer_stopped"] = {(digest, "map", "rise", Target("bacterial"), "")}
    calls = fake.calls
    choice(app, "methods").set_value(["grad-cam", "rise"]).run()
    assert not app.exception
    assert [bar.proto.text for bar in app.get("progress")] == ["Stopped: RISE"]
    assert fake.calls == calls
    app.button(key=next(b.key for b in app.button if b.label == "Run again")).click().run()
    assert not app.exception
    assert app.get("progress") == []
    assert fake.calls > calls


def test_without_tensorflow_there_is_a_sentence_and_the_other_maps_stay(
    fake, explore, words, monkeypatch
):
    class WithoutTensorFlow(FakeNetwork):
        def stage_gradients(self, picture, stage, vector):
            raise TensorFlowMissingError(package="tensorflow")

        def input_gradients(self, pictures, vector):
            raise TensorFlowMissingError(package="tensorflow")

    monkeypatch.setattr(engines, "network", lambda: WithoutTensorFlow(fake))
    app = explore(sample=SAMPLE, stage="conv3", methods="eigen-cam,layercam,integrated-gradients")
    assert not app.exception
    assert [error.value.count("`tensorflow-missing`") for error in app.error] == [1, 1]
    assert "**Eigen-CAM · conv3**" in words(app)


def test_a_refused_picture_has_no_map_unless_the_reader_insists(
    use_engine, start, radiograph, words
):
    use_engine(FakeEngine(lateral=1.0))
    app = upload(start(), ("side.png", radiograph)).switch_page(PAGE).run()
    assert "`lateral-view`" in app.error[0].value
    assert app.get(CHARTS) == []
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert "there is none" in app.warning[0].value
    assert panes(app) == ["The film", "Grad-CAM · conv5"]
    assert "`lateral-view`" in app.error[0].value


def test_a_link_cannot_insist(use_engine, explore):
    use_engine(FakeEngine(lateral=1.0))
    app = explore(sample="lateral.png", explorer_anyway="1", methods="grad-cam")
    assert not app.exception
    assert app.get(CHARTS) == []


@pytest.mark.parametrize("view", ["maps", "verdict", "shortcuts", "features", "draw"])
@pytest.mark.parametrize("language", ["pt_BR", "zh_CN"])
def test_every_view_speaks_the_readers_language(fake, explore, words, language, view):
    query = {"sample": SAMPLE, "view": view, "methods": "grad-cam,eigen-cam"}
    english = set(words(explore(**query, lang="en")).splitlines())
    app = explore(**query, lang=language)
    assert not app.exception
    same = (english & set(words(app).splitlines())) - {""}
    # Names of methods and of files are the same in every language.
    assert {line for line in same if not any(m.title in line for m in METHODS.values())} == set()


def test_a_file_name_is_shown_as_it_is_and_goes_into_no_address(fake, start, radiograph):
    app = upload(start(), ("**Nemo** $y$.png", radiograph)).switch_page(PAGE).run()
    assert not app.exception
    assert r"\*\*Nemo\*\*" in app.expander[0].label
    assert "Nemo" not in str(dict(app.query_params))

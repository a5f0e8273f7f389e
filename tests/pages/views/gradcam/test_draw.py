"""Drawing first: nothing is shown before the reader has marked a box."""

from tests.pages.explorer_page import SAMPLE, pictures
from tests.pages.fake_engine import FakeEngine, manifest


def test_draw_first_hides_the_map_until_it_is_asked_for(fake, explore, words):
    app = explore(sample=SAMPLE, view="draw")
    assert not app.exception
    assert pictures(app) == 1
    assert "Peak" not in words(app)
    reveal = next(button for button in app.button if button.label == "Reveal the map")
    assert reveal.disabled
    app.slider(key="explorer_box_across").set_value((10, 50))
    app.slider(key="explorer_box_down").set_value((60, 95)).run()
    assert pictures(app) == 1
    next(button for button in app.button if button.label == "Reveal the map").click().run()
    assert not app.exception
    assert pictures(app) == 3
    assert [metric.label for metric in app.metric] == [
        "Peak of the map",
        "Overlap (IoU)",
        "Evidence in your box",
    ]
    assert app.metric[0].value == "Hit"
    assert 0.3 < float(app.metric[1].value) < 1
    next(button for button in app.button if button.label == "Start over").click().run()
    assert pictures(app) == 1


def test_a_box_beside_the_evidence_is_a_miss(fake, explore):
    app = explore(sample=SAMPLE, view="draw")
    app.slider(key="explorer_box_across").set_value((70, 95))
    app.slider(key="explorer_box_down").set_value((5, 20)).run()
    next(button for button in app.button if button.label == "Reveal the map").click().run()
    assert app.metric[0].value == "Miss"
    assert app.metric[1].value == "0.00"


def test_the_measured_figure_stands_beside_the_score(use_engine, explore):
    def hits(value):
        return {"hit": {"value": value, "n": 32}}

    row = {"method": "grad-cam", "stage": "conv5"}
    row["all"] = {"scores": hits(0.34), "random": hits(0.11)}
    part = {"cover": {"all": {"lungs": hits(0.5)}}, "settings": [row]}
    engine = FakeEngine()
    engine.manifest = manifest(explanation={"localisation": part})
    use_engine(engine)
    app = explore(sample=SAMPLE, view="draw")
    app.slider(key="explorer_box_across").set_value((10, 50)).run()
    assert app.info == []
    next(button for button in app.button if button.label == "Reveal the map").click().run()
    assert app.info[-1].value == (
        "Of 32 films with lesions drawn by hand, the peak of Grad-CAM · conv5 lies in the lesion "
        "on 34%. Pointing at the middle of the larger lung, without looking, hits 50%; random "
        "maps as smooth as these hit 11%."
    )

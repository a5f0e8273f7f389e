"""The shortcut lab on the page: six answers, what changes them, the published figure."""

from tests.pages.explorer_page import SAMPLE
from tests.pages.fake_engine import FakeEngine, manifest


def test_the_shortcut_lab_shows_six_answers_and_says_what_is_not_measured(fake, explore, words):
    app = explore(sample=SAMPLE, view="shortcuts")
    assert not app.exception
    tables = [part.value for part in app.html if "<table" in part.value]
    assert len(tables) == 6
    shown = [image.proto.imgs[0].alt for image in app.get("image")]
    assert len([alt for alt in shown if alt.startswith("The picture, variant")]) == 6
    assert "No variant changes the answer." in app.success[0].value
    assert "`python -m model evaluate --shortcuts` measures it" in app.info[-1].value


def test_the_shortcut_lab_names_what_changes_the_answer(use_engine, explore, words):
    class Flippable(FakeEngine):
        """Answers viral where the left half of the picture is the brighter one."""

        def run(self, inputs):
            forward = super().run(inputs)
            left = inputs[:, :, :112].mean(axis=(1, 2, 3))
            right = inputs[:, :, 112:].mean(axis=(1, 2, 3))
            forward.logits[left > right, 3] = 9.0
            return forward

    use_engine(Flippable())
    app = explore(sample=SAMPLE, view="shortcuts")
    assert not app.exception
    answers = [("Viral" in part.value) for part in app.html if "<table" in part.value]
    assert len(answers) == 6
    changing = app.warning[0].value
    assert "left and right swapped" in changing


def test_the_published_figure_stands_beside_the_case(use_engine, explore):
    kept = {"value": 0.62, "low": 0.58, "high": 0.66, "n": 990}
    part = {
        "variants": {"lungs-out": {"all": {"kept": kept}}},
        "controls": {"fill-alone": {"all": {"kept": kept | {"value": 0.31}}}},
    }
    engine = FakeEngine()
    engine.manifest = manifest(explanation={"shortcuts": {"test": part}})
    use_engine(engine)
    app = explore(sample=SAMPLE, view="shortcuts")
    said = app.info[-1].value
    assert "Of 990 films of the test split, 62% (95% interval 58% to 66%) keep their class" in said
    assert "would keep 31%" in said

"""A film that lies on its side, stands on its head or is a negative: offered, done, taken back."""

import numpy as np
import pytest

from tests.dicom_factory import chest, png
from tests.pages.fake_engine import FakeEngine

FILM = np.rint(255 * chest(256, 240)).astype(np.uint8)
NEGATIVE = 127.5


def judge(picture):
    """Where the bright belly lies tells how a film is turned; a bright picture is a negative."""
    if picture.mean() > NEGATIVE:
        return "inverted"
    ends = {
        "turned-clockwise": picture[80:-80, :30],
        "upside-down": picture[:30, 80:-80],
        "turned-counter-clockwise": picture[80:-80, -30:],
        None: picture[-30:, 80:-80],
    }
    return max(ends, key=lambda name: ends[name].mean())


def upload(app, data):
    app.file_uploader(key="uploads").upload("film.png", data)
    return app.run()


@pytest.fixture
def judging(use_engine):
    return use_engine(FakeEngine(judge=judge))


@pytest.mark.parametrize(
    ("quarters", "code", "degrees"),
    [
        (1, "turned-clockwise", 270),
        (2, "upside-down", 180),
        (3, "turned-counter-clockwise", 90),
    ],
)
def test_a_turned_film_is_refused_and_offered_upright(
    judging, start, words, quarters, code, degrees
):
    app = upload(start(), png(np.ascontiguousarray(np.rot90(FILM, -quarters))))
    assert not app.exception
    assert f"`{code}`" in app.error[0].value
    assert not app.warning
    app.button(key="turn_upright").click().run()
    assert not app.exception
    assert not app.error
    assert app.subheader[0].value == "Bacterial pneumonia · 72%"
    assert f"Read **turned by {degrees}° clockwise**, as you asked" in words(app)
    # It survives a rerun, and goes with the case to the other pages.
    app.run()
    assert app.subheader[0].value == "Bacterial pneumonia · 72%"
    for page in ("gradcam", "augment"):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert not app.error
        assert f"turned by {degrees}° clockwise" in words(app)
    app.switch_page("pages/classify.py").run()
    app.button(key="read_upright").click().run()
    assert f"`{code}`" in app.error[0].value
    assert "as you asked" not in words(app)


@pytest.mark.parametrize("page", ["gradcam", "augment"])
def test_the_offer_is_made_on_every_page_that_reads_the_case(judging, start, page):
    app = upload(start(), png(FILM[::-1, ::-1].copy()))
    app.switch_page(f"pages/{page}.py").run()
    assert "`upside-down`" in app.error[0].value
    app.button(key="turn_upright").click().run()
    assert not app.exception
    assert not app.error


def test_a_negative_that_the_gate_refuses_is_offered_once(judging, start, words):
    app = upload(start(), png(255 - FILM))
    assert "`inverted`" in app.error[0].value
    assert not app.warning
    assert [button.label for button in app.button].count("Swap black and white") == 1
    app.button(key="read_inverted").click().run()
    assert not app.error
    assert "Read **inverted**, as you asked" in words(app)


def test_two_corrections_go_together_and_are_taken_back_together(judging, start, words):
    app = upload(start(), png(255 - FILM[::-1, ::-1]))
    app.button(key="read_inverted").click().run()
    app.button(key="turn_upright").click().run()
    assert not app.error
    assert "turned by 180° clockwise" in words(app)
    assert "Read **inverted**" in words(app)
    assert judging.calls == 3
    app.button(key="read_upright").click().run()
    assert "`inverted`" in app.error[0].value
    # The first reading is remembered.
    assert judging.calls == 3


def test_a_ct_is_not_offered_to_be_turned(use_engine, start):
    use_engine(FakeEngine(judge=lambda _: "upside-down"))
    coloured = np.random.default_rng(0).integers(0, 255, (140, 140, 3), dtype=np.uint8)
    app = upload(start(), png(coloured))
    assert "`not-radiograph`" in app.error[0].value
    assert "turn_upright" not in [button.key for button in app.button]


@pytest.mark.parametrize("code", ["cropped", "not-a-chest", "lateral-view"])
def test_what_no_button_can_mend_gets_advice_and_no_button(use_engine, start, code):
    use_engine(FakeEngine(judge=lambda _: code))
    app = upload(start(), png(255 - FILM))
    assert f"`{code}`" in app.error[0].value
    assert not app.warning
    assert {"turn_upright", "read_inverted"}.isdisjoint(button.key for button in app.button)


def test_an_adult_with_an_answer_learnt_from_children_is_warned_of(use_engine, start, words):
    use_engine(FakeEngine(child=-2.0))
    app = upload(start(), png(FILM))
    assert app.subheader[0].value == "Bacterial pneumonia · 72%"
    assert "This looks like the film of an **adult**. Every film labelled bacterial" in (
        app.warning[0].value
    )
    assert "It learnt this answer from films of others" in words(app)


@pytest.mark.parametrize(("child", "seen"), [(2.0, "a **child**"), (0.0, "cannot be told")])
def test_whom_the_film_looks_like_is_said_without_a_warning(use_engine, start, words, child, seen):
    use_engine(FakeEngine(child=child))
    app = upload(start(), png(FILM))
    assert seen in words(app)
    assert "films of others" not in words(app)


def test_the_list_of_uploads_marks_answers_learnt_from_others(use_engine, start, words):
    use_engine(FakeEngine(child=-2.0))
    app = start()
    for name, seed in (("a.png", 0), ("b.png", 1)):
        data = png(np.rint(255 * chest(256, 240, seed)).astype(np.uint8))
        app.file_uploader(key="uploads").upload(name, data)
    app.run()
    assert words(app).count("learnt from films of others") == 2


@pytest.mark.parametrize("locale", ["pt-BR", "zh-CN"])
def test_offers_and_warnings_speak_the_readers_language(use_engine, start, words, locale):
    english = ("This looks like the film", "Turn it upright", "films of others", "stand on its")
    use_engine(FakeEngine(child=-2.0))
    app = upload(start(locale), png(FILM))
    use_engine(FakeEngine(judge=judge))
    refused = upload(start(locale), png(FILM[::-1, ::-1].copy()))
    for text in english:
        assert text not in words(app)
        assert text not in words(refused)

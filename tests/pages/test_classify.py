"""The light box as a visitor meets it: choose, read, answer, refuse, in three languages."""

import json
import re

import numpy as np
import pytest

from tests.dicom_factory import PATIENT, chest, make_dicom, png
from tests.pages.fake_engine import FakeEngine

CHARTS = "plotly_chart"


def upload(app, *files):
    for name, data in files:
        app.file_uploader(key="uploads").upload(name, data)
    return app.run()


def alts(app, kind):
    return [element.proto.alt for element in app.get(kind)]


def negative():
    return png(np.rint(255 * (1 - chest(256, 240))).astype(np.uint8))


def test_the_root_leads_to_the_light_box_and_says_what_it_is_not(fake, start, words):
    app = start()
    assert not app.exception
    assert [header.value for header in app.header] == ["Light box"]
    assert "not a medical device, not a diagnosis" in words(app)


def test_an_upload_gets_its_class_the_numbers_and_what_stays_possible(
    fake, start, radiograph, words
):
    app = upload(start(), ("a.png", radiograph))
    assert not app.exception
    assert [line.value for line in app.subheader] == ["Bacterial pneumonia · 72%"]
    assert "**Bacterial pneumonia or viral pneumonia**: it cannot separate them." in words(app)
    assert "What stays possible (prediction set, 90% coverage)" in words(app)
    assert "about 72 turn out to be bacterial pneumonia" in words(app)
    assert "It may read age or origin instead of disease." in words(app)
    table = app.html[0].value
    assert [table.count(number) for number in ("72%", "25%", "2%", "&lt;\xa01%")] == [1, 1, 2, 1]
    assert [link.proto.page for link in app.page_link] == ["gradcam", "augment", "evidence"]


def test_the_picture_says_in_words_where_the_evidence_lies(fake, start, radiograph, words):
    app = upload(start(), ("a.png", radiograph))
    place = (
        "Heat map of the evidence for bacterial pneumonia. Peak: right lower zone. 51% of the "
        "evidence lies inside the lungs, which cover 46% of the picture."
    )
    assert place in words(app)
    assert alts(app, CHARTS) == [f"Chest radiograph from the file a.png. {place}"]
    app.selectbox[0].set_value("viral").run()
    assert "Heat map of the evidence for viral pneumonia." in alts(app, CHARTS)[0]


def test_the_light_box_and_the_explorer_name_the_same_place(fake, start, words):
    app = start(sample="bacterial-1.png")
    place = re.search(r"Peak: .*? of the picture\.", words(app)).group()
    assert place in words(app.switch_page("pages/gradcam.py").run())


def letters(app):
    """The letters of the sides on the film, from left to right."""
    drawn = json.loads(app.get(CHARTS)[0].proto.spec)["layout"]["annotations"]
    found = sorted((one["x"], one["text"]) for one in drawn if one["text"] in ("R", "L"))
    return "".join(text for _, text in found)


@pytest.mark.parametrize(
    ("tags", "shown", "side"),
    [({}, "RL", "right"), ({"PatientOrientation": ["R", "F"]}, "LR", "left")],
)
def test_the_patients_sides_stand_on_the_film_as_the_file_has_them(
    tags, shown, side, fake, start, words
):
    pixels = np.rint(4000 * chest(256, 240)).astype(np.uint16)
    app = upload(start(), ("a.dcm", make_dicom(pixels, **tags)))
    assert letters(app) == shown
    assert f"Peak: {side} lower zone" in words(app)
    app.switch_page("pages/gradcam.py").run()
    assert letters(app) == shown
    assert f"Peak: {side} lower zone" in words(app)


def test_a_refused_picture_has_no_sides(use_engine, start, radiograph):
    use_engine(FakeEngine(lateral=1.0))
    app = upload(start(), ("a.png", radiograph))
    assert "annotations" not in json.loads(app.get(CHARTS)[0].proto.spec)["layout"]


def test_tools_for_viewing_ask_the_network_nothing(fake, start, radiograph):
    app = upload(start(), ("a.png", radiograph))
    before = app.get(CHARTS)[0].proto.spec
    app.slider(key="centre").set_value(30).run()
    app.toggle(key="invert_view").set_value(True).run()
    app.get_by_key("mode").set_value("contours").run()
    assert not app.exception
    assert app.get(CHARTS)[0].proto.spec != before
    assert fake.calls == 1
    assert app.subheader[0].value == "Bacterial pneumonia · 72%"


def test_several_uploads_get_a_list_and_one_bad_file_does_not_stop_the_rest(
    fake, start, radiograph, words
):
    app = upload(
        start(),
        ("first.png", radiograph),
        ("notes.dcm", b"no picture at all"),
        ("empty.png", b""),
        ("last.png", png(np.rint(255 * chest(300, 300, seed=1)).astype(np.uint8))),
    )
    assert not app.exception
    assert app.subheader[0].value == "4 files"
    assert words(app).count("Bacterial pneumonia · 72% (or viral pneumonia)") == 2
    assert "`not-an-image`" in words(app)
    assert "`file-empty`" in words(app)
    openers = [button for button in app.button if button.label == "Open"]
    openers[3].click().run()
    assert app.subheader[0].value == "Bacterial pneumonia · 72%"
    assert "last.png" in app.expander[0].label
    app.button(key="previous_file").click().run()
    assert "The file is empty" in app.error[0].value
    app.button(key="all_files").click().run()
    assert app.subheader[0].value == "4 files"
    assert fake.calls == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "file-empty"), (b"text", "not-an-image"), (b"\x89PNG\r\n\x1a\n" + b"x" * 40, None)],
)
def test_a_bad_file_gets_a_sentence_a_code_and_advice(fake, start, data, code):
    app = upload(start(), ("bad.png", data))
    assert not app.exception
    assert len(app.error) == 1
    said = app.error[0].value
    assert said.count("`") == 2
    assert said.count(".") >= 2
    assert code is None or f"`{code}`" in said
    assert app.get(CHARTS) == []


def test_a_refusal_names_its_reason_and_shows_no_class(use_engine, start, radiograph, words):
    use_engine(FakeEngine(lateral=1.0))
    app = upload(start(), ("side.png", radiograph))
    assert not app.exception
    assert app.error[0].value == (
        "This is a lateral view; the network has learnt frontal views only. "
        "Choose the frontal (PA or AP) picture of the same examination. `lateral-view`"
    )
    assert "%" not in words(app)
    assert "stays possible" not in words(app)
    assert list(app.subheader) == []
    assert not [part for part in app.html if "<table" in part.value]
    # The picture itself stays, without a heat map.
    assert alts(app, CHARTS) == ["Chest radiograph from the file side.png."]
    assert [button.key for button in app.download_button] == ["download_json"]


def test_a_refusal_lists_every_reason(fake, start):
    small = png(np.rint(255 * chest(40, 40)).astype(np.uint8))
    coloured = png(np.random.default_rng(0).integers(0, 255, (40, 40, 3), dtype=np.uint8))
    app = upload(start(), ("small.png", small))
    assert "`too-small`" in app.error[0].value
    app = upload(start(), ("small.png", coloured))
    assert [line[:2] for line in app.error[0].value.splitlines()] == ["- ", "- "]


def test_a_negative_is_offered_for_inversion_and_said_aloud(fake, start, words):
    app = upload(start(), ("negative.png", negative()))
    assert "looks like a negative" in app.warning[0].value
    app.button(key="read_inverted").click().run()
    assert "Read **inverted**, as you asked" in words(app)
    assert fake.calls == 2
    app.button(key="read_upright").click().run()
    assert "looks like a negative" in app.warning[0].value
    assert fake.calls == 2


def test_a_photograph_is_not_called_a_negative(fake, start):
    red = np.rint(255 * (1 - chest(256, 240)))[..., np.newaxis] * (1, 0.6, 0.6)
    app = upload(start(), ("photograph.png", png(red.astype(np.uint8))))
    assert "not-radiograph" in app.error[0].value
    assert not [box for box in app.warning if "negative" in box.value]


def test_frame_and_window_can_be_chosen_where_there_are_several(fake, start, words):
    frames = np.stack([np.rint(4000 * chest(128, 120, seed)) for seed in range(3)])
    dicom = make_dicom(frames.astype(np.uint16), WindowCenter=[2000, 1000], WindowWidth=[4000, 500])
    app = upload(start(), ("several.dcm", dicom))
    assert not app.exception
    key = next(box.key for box in app.selectbox if box.key.startswith("frame:"))
    assert app.selectbox(key=key).options == [f"Frame {i} of 3" for i in (1, 2, 3)]
    app.selectbox(key=key).set_value(2).run()
    assert "this is frame 3" in words(app)
    key = next(box.key for box in app.selectbox if box.key.startswith("window:"))
    app.selectbox(key=key).set_value(1).run()
    assert "this is window 2" in words(app)
    assert fake.calls == 3


def test_how_it_was_read_shows_steps_and_technical_tags_and_nothing_of_the_patient(
    fake, start, words
):
    app = start()
    app.session_state["how_read"] = True
    pixels = np.rint(4000 * (1 - chest(128, 120))).astype(np.uint16)
    dicom = make_dicom(pixels, PhotometricInterpretation="MONOCHROME1")
    app = upload(app, ("patient.dcm", dicom))
    assert not app.exception
    assert "Decoded: 128 × 120 pixels, 16 bits" in words(app)
    assert "(MONOCHROME1)" in words(app)
    assert any(alt.startswith("Histogram of the values after step 1") for alt in alts(app, CHARTS))
    tags = app.table[0].value
    assert dict(zip(tags["Tag"], tags["Value"], strict=True))["Modality"] == "DX"
    everything = words(app) + tags.to_string() + str(app.session_state.to_dict())
    assert PATIENT not in everything
    assert "Nemo" not in everything
    assert "NAUTILUS" not in everything


def test_the_steps_cost_nothing_while_they_are_folded(fake, start, radiograph):
    app = upload(start(), ("a.png", radiograph))
    assert len(app.get(CHARTS)) == 1


def test_a_file_name_is_shown_as_it_is_and_never_as_markdown(fake, start, radiograph):
    app = upload(start(), ("**x** $y$ [z](http:q) :red[w] <b>.png", radiograph))
    label = app.expander[0].label
    assert r"\*\*x\*\* \$y\$ \[z\]\(http\:q\) \:red\[w\] \<b\>" in label


def test_the_same_bytes_are_examined_once(fake, start, radiograph):
    app = upload(start(), ("a.png", radiograph), ("b.png", radiograph))
    app.run()
    assert fake.calls == 1


def test_the_result_and_the_picture_can_be_taken_along(fake, start, radiograph):
    app = upload(start(), ("a.png", radiograph))
    assert [button.key for button in app.download_button] == ["download_png", "download_json"]


@pytest.mark.parametrize(
    ("query", "locale", "title", "answer"),
    [
        ({"lang": "pt"}, "en-GB", "Negatoscópio", "Pneumonia bacteriana · 72%"),
        ({"lang": "zh_CN"}, "en-GB", "观片灯", "细菌性肺炎 · 72%"),
        ({}, "pt-BR", "Negatoscópio", "Pneumonia bacteriana · 72%"),
        ({}, "zh-Hans-CN", "观片灯", "细菌性肺炎 · 72%"),
        ({"lang": "xx"}, "de-DE", "Light box", "Bacterial pneumonia · 72%"),
    ],
)
def test_the_language_is_the_links_or_the_browsers(
    fake, start, radiograph, query, locale, title, answer
):
    app = start(locale, **query)
    assert app.header[0].value == title
    app = upload(app, ("a.png", radiograph))
    assert not app.exception
    assert app.subheader[0].value == answer


def test_the_switch_changes_every_word_and_survives_a_change_of_page(
    fake, start, radiograph, words
):
    app = upload(start(), ("a.png", radiograph))
    english = set(words(app).splitlines())
    app.get_by_key("language").set_value("pt_BR").run()
    portuguese = set(words(app).splitlines())
    assert not app.exception
    assert app.query_params["lang"] == "pt_BR"
    assert "**Pneumonia bacteriana ou pneumonia viral**: a rede não consegue separá-las." in (
        portuguese
    )
    # The table of numbers is one line of markup and has another name in each language.
    assert english & portuguese == set()
    app.switch_page("pages/evidence.py").run()
    assert app.header[0].value == "Evidências"
    app.switch_page("pages/classify.py").run()
    assert app.header[0].value == "Negatoscópio"


@pytest.mark.parametrize("locale", ["pt-BR", "zh-CN"])
def test_errors_and_refusals_speak_the_readers_language(use_engine, start, radiograph, locale):
    use_engine(FakeEngine(lateral=1.0))
    english = "This is a lateral view"
    app = upload(start(locale), ("a.png", radiograph))
    assert english not in app.error[0].value
    assert "`lateral-view`" in app.error[0].value
    app = upload(start(locale), ("a.png", b""))
    assert "The file is empty" not in app.error[0].value
    assert "`file-empty`" in app.error[0].value

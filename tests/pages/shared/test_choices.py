"""Choices of a page: widgets that come and go, links that are followed, what the address says."""

from dataclasses import dataclass, replace

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.choices import Choices, flag, one_of, read_by, some_of, whole
from pages.shared.upload.cases import SAMPLE_PARAMETER, sample_case
from pages.shared.upload.samples import all_samples


def page():
    from dataclasses import dataclass

    import streamlit as st

    from pages.shared.choices import Choices, one_of, whole

    @dataclass(frozen=True)
    class ToyChoice:
        view: str = one_of(("first", "second"))
        count: int = whole(0, 9, 1)
        letter: str = one_of("AB", "")

    choices = Choices("toy", ToyChoice(), beside=("extra",))
    assert choices.parameters == ("extra", "view", "count", "letter")
    # As on another page: neither the choices nor their widgets are met.
    if not st.session_state.get("away"):
        choices.settle()
        if choices.segment("view", "View", ["first", "second"]) == "first":
            count = choices.ask(st.number_input, "count", "Count", 0, 9)
            assert count == choices.current().count
            letter = choices.pick(st.pills, "letter", "Letter", ["A", "B"])
            assert letter == choices.current().letter
            st.button("Most", on_click=choices.tell, kwargs={"count": 9, "letter": ""})
        choices.write(st.session_state.get("case"), extra="more")
    st.text("away" if st.session_state.get("away") else str(choices.current()))


@pytest.fixture
def toy():
    """Opens a page with choices: `toy(count="3")`."""

    def run(**query):
        app = AppTest.from_function(page, default_timeout=20)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return run


def address(app):
    return {name: app.query_params[name] for name in app.query_params}


def held(app):
    return app.number_input(key="toy_count").value, app.get_by_key("toy_letter").value


def test_a_page_starts_as_it_starts_and_says_so(toy):
    app = toy()
    assert held(app) == (1, None)
    assert address(app) == {"extra": "more"}


def test_a_link_comes_first_and_nonsense_in_it_is_left_out(toy):
    assert held(toy(count="3", letter="B", view="jet")) == (3, "B")


def test_a_widget_that_was_not_drawn_says_what_it_said(toy):
    app = toy(count="3", letter="B")
    app.get_by_key("toy_view").set_value("second").run()
    assert "toy_count" not in app.session_state
    app.get_by_key("toy_view").set_value("first").run()
    assert held(app) == (3, "B")


def test_another_page_forgets_the_widgets_and_not_the_choice(toy):
    app = toy(count="3")
    app.session_state["away"] = True
    app.query_params.clear()
    app.run()
    app.session_state["away"] = False
    app.run()
    assert held(app) == (3, None)
    assert address(app)["count"] == "3"


def test_a_link_that_is_followed_meanwhile_takes_over(toy):
    app = toy(count="3", letter="B")
    app.query_params["count"] = "5"
    assert held(app.run()) == (5, "B")


def test_a_button_tells_the_widgets_and_empty_pills_hold_none(toy):
    app = toy(count="3", letter="B")
    app.button[0].click().run()
    assert held(app) == (9, None)


def test_the_address_names_a_sample_and_leaves_foreign_parameters(toy):
    app = toy(lang="zh_CN", **{SAMPLE_PARAMETER: "of-another-page.png"})
    # A page without a case does not touch what names one.
    assert address(app)[SAMPLE_PARAMETER] == "of-another-page.png"
    app.session_state["case"] = sample_case(all_samples()[0])
    app.run()
    assert address(app)[SAMPLE_PARAMETER] == all_samples()[0].file
    assert address(app)["lang"] == "zh_CN"


@dataclass(frozen=True)
class EveryKind:
    kind: str = one_of(("a", "b"))
    share: float = one_of((0.1, 1.0, 30), 1.0)
    late: str = one_of(lambda: ["file.png"], "")
    some: tuple[str, ...] = some_of(("x", "y++", "z"), 2, "x")
    number: int = whole(0, 90, 50, 5)
    on: bool = flag()
    free: str = read_by(str.strip, "")


KINDS = Choices("kinds", EveryKind(), tidy=lambda one: replace(one, free="") if one.on else one)


@pytest.mark.parametrize(
    ("name", "text", "value", "written"),
    [
        ("kind", "b", "b", "b"),
        ("share", "0.1", 0.1, "0.1"),
        ("share", "30", 30, "30"),
        ("late", "file.png", "file.png", "file.png"),
        ("some", "y  ,z,x", ("y++", "z"), "y++,z"),
        ("number", "33", 35, "35"),
        ("number", "0", 0, "0"),
        ("on", "1", True, "1"),
        ("free", " as it is ", "as it is", "as it is"),
    ],
)
def test_a_field_is_read_and_written(name, text, value, written):
    choice = KINDS.read({name: text})
    assert choice == replace(EveryKind(), **{name: value})
    assert KINDS.to_address(choice) == {name: written}


@pytest.mark.parametrize(
    ("name", "text"),
    [("kind", "c"), ("kind", ""), ("share", "2"), ("late", "x"), ("some", "w,"), ("some", ""),
     ("number", "91"), ("number", "-5"), ("number", "\u0663"), ("number", "9" * 5000),
     ("on", "yes"), ("free", " "), ("foreign", "b")],
)  # fmt: skip
def test_what_is_not_valid_is_left_out_and_what_starts_so_is_not_written(name, text):
    assert KINDS.read({name: text}) == EveryKind()
    assert KINDS.to_address(KINDS.read({name: text})) == {}


def test_what_does_not_count_beside_the_rest_is_neither_read_nor_written():
    assert KINDS.read({"free": "word", "on": "1"}) == EveryKind(on=True)
    assert KINDS.to_address(EveryKind(free="word", on=True)) == {"on": "1"}

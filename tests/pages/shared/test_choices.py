"""Choices of a page: widgets that come and go, links that are followed, what the address says."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.upload.cases import SAMPLE_PARAMETER, sample_case
from pages.shared.upload.samples import all_samples


def page():
    from dataclasses import dataclass

    import streamlit as st

    from pages.shared.choices import Choices

    @dataclass(frozen=True)
    class Choice:
        view: str = "first"
        count: int = 1
        letter: str = ""

    def read(address):
        count = address.get("count", "")
        return Choice(
            view="second" if address.get("view") == "second" else "first",
            count=int(count) if count.isdigit() else 1,
            letter=address.get("letter", ""),
        )

    choices = Choices("toy", Choice(), beside=("extra",), pills=("letter",))
    assert choices.parameters == ("extra", "view", "count", "letter")
    # As on another page: neither the choices nor their widgets are met.
    if not st.session_state.get("away"):
        choices.settle(read)
        st.segmented_control("View", ["first", "second"], key=choices.ready("view"), required=True)
        choices.note(view=st.session_state[choices.widget_key("view")])
        if choices.current().view == "first":
            choices.note(count=st.number_input("Count", 0, 9, key=choices.ready("count")))
            st.pills("Letter", ["A", "B"], key=choices.ready("letter"))
            choices.note(letter=st.session_state[choices.widget_key("letter")] or "")
            st.button("Most", on_click=choices.tell, kwargs={"count": 9, "letter": ""})
        now = choices.current()
        case = st.session_state.get("case")
        choices.write({"view": now.view, "count": str(now.count), "letter": now.letter}, case)
    st.text(str(now if not st.session_state.get("away") else "away"))


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
    assert address(app) == {"view": "first", "count": "1", "letter": ""}


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

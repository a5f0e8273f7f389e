"""The least that Streamlit can do, to compare with: two pages, views, a slider, an answer."""

import streamlit as st


def _bare() -> None:
    st.header("Bare")
    view = st.segmented_control("View", ["one", "two"], default="one", key="bare_view")
    value = st.slider("Slider", 0, 100, key="slider")
    st.markdown(f"{view} {value}")
    st.button("Sample", key="sample-1", on_click=st.session_state.update, args=({"on": 1},))
    if st.session_state.get("on"):
        st.subheader("Answer")


def _other() -> None:
    st.header("Other")


st.navigation(
    [st.Page(_bare, title="Bare"), st.Page(_other, title="Other")],
    position="top",
).run()

"""How wide the reader's window is: maps stand side by side on a desk and in a stack on a phone."""

import streamlit as st

# The width at which Streamlit stacks its own columns, in CSS pixels.
_TELL = """
export default function (component) {
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => component.setStateValue("narrow", narrow.matches);
  if (narrow.matches) tell();
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
"""


def is_narrow() -> bool:
    """Whether the window is too narrow for two pictures side by side.

    A server cannot know: the browser tells it, once it has drawn the page, and again when the
    window is resized. Until then the one word is believed that all browsers of phones send.
    """
    phone = "Mobi" in st.context.headers.get("User-Agent", "")
    # The same definition may be registered with every run.
    mount = st.components.v2.component("negatoscope_viewport", js=_TELL)
    told = mount(key="viewport", default={"narrow": phone}, on_narrow_change=_noted, height=1)
    return bool(told.narrow)


def _noted() -> None:
    """Streamlit asks for a callback where there is a default; the rerun is all that is wanted."""

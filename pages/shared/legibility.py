"""Mends what Streamlit draws too pale or too wide: captions, choices, focus, tables."""

import streamlit as st

_STYLE = """<style>
[data-testid="stCaptionContainer"] {{
  opacity: 1; color: color-mix(in srgb, currentcolor 70%, transparent);
}}
[data-testid="stButtonGroup"] [data-selected="true"] [data-testid="stMarkdownContainer"] {{
  color: light-dark({light[textColor]}, {dark[textColor]});
}}
a:focus-visible, summary:focus-visible, button:focus-visible {{
  outline: 2px solid light-dark({light[linkColor]}, {dark[linkColor]}) !important;
  outline-offset: 2px;
}}
@media screen {{
  [data-testid="stTable"] :is(td, th) {{
    padding-inline: 0.35rem !important; font-size: 0.85rem !important;
  }}
}}
@media screen and (min-width: 640px) {{
  [data-testid="stTable"] :is(td, th) {{ white-space: normal !important; }}
}}
</style>"""

_COLOURS = ("textColor", "linkColor")


def draw_legibly() -> None:
    """Makes what Streamlit draws too pale as clear as WCAG 2.2 asks for, 4.5:1 and 3:1.

    A caption is drawn at three fifths, the links in it included; here the links keep their colour.
    The name of a chosen option has the primary colour on a tenth of the same, 4.2:1 in the dark
    theme, which no primary colour mends that also carries the white text of a button; here it has
    the colour of text, and the border says that it is chosen. A link that has the focus is laid on
    a shade that few see; here it gets a frame. Tables are set closer, and their cells wrap: one
    that scrolls on a desk cannot be scrolled from the keyboard in every browser.
    """
    light, dark = (
        {name: st.get_option(f"theme.{scheme}.{name}") for name in _COLOURS}
        for scheme in ("light", "dark")
    )
    st.html(_STYLE.format(light=light, dark=dark))

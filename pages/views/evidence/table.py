"""A table of the page: text that prints, scrolls on a phone and is read out."""

from collections.abc import Mapping, Sequence

import streamlit as st


def draw_table(rows: Sequence[Mapping[str, str]], alt: str) -> None:
    """Draws a table.

    Args:
        rows: Cells by column, as Markdown; every row has the columns of the first.
        alt: What it shows.
    """
    st.table(list(rows), border="horizontal", hide_index=True, width="stretch", alt=alt)

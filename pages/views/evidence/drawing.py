"""Draws the blocks of a section on the page."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Final

import streamlit as st

from model.evaluation.blocks import (
    Block,
    Bullets,
    Dots,
    Heading,
    IconArray,
    Icons,
    Interactive,
    Paragraph,
    Table,
    Where,
)
from model.evaluation.measure.bootstrap import Estimate
from pages.shared.charts.frame import BLUE, GREY, VERMILION
from pages.shared.i18n import _
from pages.shared.terms import term_help
from pages.views.evidence.dots import Axis, Series, draw_dots
from pages.views.evidence.numbers import Figure, writer
from pages.views.evidence.table import draw_table

_COLUMNS: Final = 25
"""Signs in a row of an icon array."""

_GRID: Final = (
    f"display:grid; grid-template-columns:repeat({_COLUMNS},1fr); max-width:17rem; "
    "font-size:0.75rem; line-height:1.15; text-align:center"
)

_RIGHT: Final = (("●", BLUE), ("✕", VERMILION))
_DOUBTFUL: Final = (("●", VERMILION), ("○", GREY))
"""A sign that counts and one that does not, told apart by shape as well: where what is counted is
wished for, and where it is not."""

Later = Callable[[str], None]


def draw_blocks(blocks: Iterable[Block], draw_part: Later) -> None:
    """Draws blocks one below the other, icon arrays side by side.

    Args:
        blocks: Of one section, or of several.
        draw_part: Draws an interactive part by its name.
    """
    shown = [block for block in blocks if block.where & Where.PAGE]
    for kind, some in groupby(shown, key=type):
        if kind is IconArray:
            arrays = [one for one in some if isinstance(one, IconArray)]
            for column, array in zip(st.columns(len(arrays)), arrays, strict=True):
                with column:
                    _draw_icons(array)
        else:
            for block in some:
                _draw(block, draw_part)


def _draw(block: Block, draw_part: Later) -> None:
    write = writer()
    match block:
        case Heading():
            st.subheader(_(block.title), anchor=block.anchor, help=_help(block.term))
        case Paragraph():
            _draw_paragraph(block)
        case Bullets():
            st.markdown("\n".join(f"- {write(item)}" for item in block.items))
        case Table():
            heads = [write(column) for column in block.columns]
            rows = [dict(zip(heads, map(write, row), strict=True)) for row in block.rows]
            draw_table(rows, write(block.alt))
        case Dots():
            draw_dots(
                [
                    Series(write(name), {write(line): _figure(own) for line, own in lines})
                    for name, lines in block.series
                ],
                Axis(write(block.axis), share=block.share),
                block.key,
                write(block.title),
                block.reference and (block.reference[0], write(block.reference[1])),
            )
        case Interactive():
            draw_part(block.name)


def _draw_paragraph(block: Paragraph) -> None:
    text = writer()(block.text)
    match block.tone:
        case "caption":
            st.caption(text, help=_help(block.term))
        case "warning":
            st.warning(text, icon=":material/warning:")
        case "info":
            st.info(text)
        case _:
            st.markdown(text, help=_help(block.term))


def _help(term: str) -> str | None:
    return term_help(term) if term else None


def _figure(figure: Estimate | None) -> Figure | None:
    return None if figure is None else figure.document()


def _draw_icons(array: IconArray) -> None:
    write = writer()
    st.markdown(f"**{write(array.headline)}**")
    for row in array.rows:
        said = _said(row)
        st.html(_array(row, said))
        st.caption(said)
    anchor, title = array.proof
    st.markdown(f"{write(array.meaning)} [{write(title)}](#{anchor})")


def _array(row: Icons, said: str) -> str:
    """A row of signs as HTML, with what it shows for who cannot see it."""
    on, off = _RIGHT if row.wished else _DOUBTFUL
    signs = (on,) * row.count + (off,) * (row.of - row.count)
    shown = "".join(f'<span style="color:{colour}">{sign}</span>' for sign, colour in signs)
    return f'<div role="img" aria-label="{said}" style="{_GRID}">{shown}</div>'


def _said(row: Icons) -> str:
    """What a row of signs shows, in words."""
    values: Mapping[str, int] = {"count": row.count, "of": row.of}
    write = writer()
    what = write.language.fill(_(row.what.template), values)
    return f"{write(row.label)}: {what}"

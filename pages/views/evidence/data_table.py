"""The figures of a chart as a table, on the page and as a file."""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence

import streamlit as st

from model.evaluation.measure.bootstrap import Estimate
from pages.shared.i18n import _, fill
from pages.views.evidence.estimates import NONE, any_exact, score_text, share_text
from pages.views.evidence.table import draw_table as draw_page_table

Cell = str | int | float | Estimate | None
Row = Mapping[str, Cell]


def offer_table(
    name: str, title: str, make: Callable[[], Sequence[Row]], *, scores: Collection[str] = ()
) -> None:
    """Draws an expander with a table, which is worked out only once it is opened.

    Args:
        name: Name of the file, without its ending; also in the keys of the widgets.
        title: What the table says.
        make: Makes the rows, see `draw_table`.
        scores: See `draw_table`.
    """
    with st.expander(
        fill(_("Table: {title}"), {"title": title}),
        icon=":material/table:",
        key=f"evidence_{name}_table",
        on_change="rerun",
    ) as place:
        if place.open:
            draw_table(name, title, make(), scores=scores)


def draw_table(name: str, title: str, rows: Sequence[Row], *, scores: Collection[str] = ()) -> None:
    """Draws the table of a chart, and a button that saves it as CSV.

    Args:
        name: Name of the file, without its ending; also in the key of the button.
        title: What the table says, for those who cannot see it.
        rows: The rows; estimates are shares in [0, 1] unless their column is one of `scores`.
        scores: Columns whose estimates are no shares.
    """
    shown = [
        {column: _shown(cell, column in scores) for column, cell in row.items()} for row in rows
    ]
    draw_page_table(shown, title)
    if any_exact(cell for row in rows for cell in row.values() if isinstance(cell, Estimate)):
        st.caption(
            _(
                "† All of these films were answered alike; the interval is the exact binomial one, "
                "counted in patients."
            )
        )
    # The labels are translated before the button is pressed: a session ends with its page.
    ends = (_("{column}, from"), _("{column}, to"))
    st.download_button(
        _("Table (CSV)"),
        lambda: csv_table(rows, *ends),
        file_name=f"negatoscope-{name}.csv",
        mime="text/csv",
        key=f"evidence_{name}_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def csv_table(rows: Sequence[Row], low: str, high: str) -> bytes:
    """The table as CSV, each interval in two columns of its own, for a spreadsheet.

    Args:
        rows: The rows.
        low: Heading of a column of lower ends, with a field `{column}`.
        high: The same for upper ends.

    Returns:
        UTF-8 with a byte-order mark, without which spreadsheets misread Chinese.
    """
    estimated = {
        column for row in rows for column, cell in row.items() if isinstance(cell, Estimate)
    }
    columns: list[str] = []
    for column in rows[0] if rows else ():
        columns.append(column)
        if column in estimated:
            columns += [fill(template, {"column": column}) for template in (low, high)]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        cells: list[str | int | float | None] = []
        for column, cell in row.items():
            if isinstance(cell, Estimate):
                cells += [_rounded(end) for end in (cell.value, cell.low, cell.high)]
            elif column in estimated:
                cells += [cell, None, None]
            else:
                cells.append(cell)
        writer.writerow(cells)
    return text.getvalue().encode("utf-8-sig")


def _shown(cell: Cell, score: bool) -> str:
    if cell is None:
        return NONE
    if isinstance(cell, Estimate):
        return score_text(cell) if score else share_text(cell)
    return str(cell)


def _rounded(end: float | None) -> float | None:
    return None if end is None else round(end, 4)

"""The figures of a chart: as text, as whiskers, as a table on the page and as a file."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import Estimate
from pages.shared.i18n import _, fill
from pages.views.evidence.numbers import NONE, share, signed
from pages.views.evidence.numbers import estimate as score
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


def _shown(cell: Cell, is_score: bool) -> str:
    if cell is None:
        return NONE
    if isinstance(cell, Estimate):
        return score_text(cell) if is_score else share_text(cell)
    return str(cell)


def _rounded(end: float | None) -> float | None:
    return None if end is None else round(end, 4)


def share_text(estimate: Estimate | None) -> str:
    """A share in per cent with its interval.

    Args:
        estimate: The share in [0, 1]; None for none.
    """
    return share(document(estimate))


def score_text(estimate: Estimate | None) -> str:
    """A figure that is no share, with its interval.

    Args:
        estimate: The figure; None for none.
    """
    return score(document(estimate))


def change_text(estimate: Estimate) -> str:
    """A difference in whole patients, with its sign and its interval.

    Args:
        estimate: The difference.
    """
    if estimate.low is None or estimate.high is None:
        return _whole(estimate.value)
    ends = {name: _whole(getattr(estimate, name)) for name in ("value", "low", "high")}
    return fill(_("{value} ({low} to {high})"), ends)


def _whole(value: float) -> str:
    return f"{'+' if round(value) > 0 else ''}{signed(value, 0)}"


def any_exact(estimates: Iterable[Estimate | None]) -> bool:
    """Whether any of them has an exact binomial interval, so that its mark must be explained.

    Args:
        estimates: Any number.
    """
    return any(estimate is not None and estimate.exact for estimate in estimates)


def whiskers(estimates: Sequence[Estimate], colour: str) -> dict[str, Any]:
    """Error bars for Plotly; none where there is no interval.

    Args:
        estimates: One for each point.
        colour: Of the bars.
    """
    return {
        "type": "data",
        "symmetric": False,
        "array": [0 if one.high is None else one.high - one.value for one in estimates],
        "arrayminus": [0 if one.low is None else one.value - one.low for one in estimates],
        "color": colour,
        "thickness": 2,
        "width": 4,
    }

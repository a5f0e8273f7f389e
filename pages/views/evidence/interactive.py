"""Parts of the document that only the page can draw, by the names that the sections give them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from model.classifier.artefacts import Manifest, weights_folder
from model.classifier.classes import CLASSES
from model.classifier.record import card_path
from model.errors import NegatoscopeError
from model.evaluation.measured import Measured
from model.evaluation.predictions import PREDICTIONS
from model.evaluation.sections.data import span
from model.evaluation.sources import Span, published
from model.explain.shortcuts import AS_IS, left_out
from pages.shared.charts.frame import BLUE, GREY, VERMILION, lay_out, plot
from pages.shared.frame import GRADCAM
from pages.shared.i18n import _, current_language, fill
from pages.shared.notices import draw_error
from pages.shared.pictures.shortcuts import COLUMN, draw_variant, shortcut_answers
from pages.shared.remembered import lungs_of
from pages.shared.study import study_of
from pages.shared.terms import METRICS, draw_terms, term_help
from pages.shared.upload.cases import HowToRead, sample_case
from pages.shared.upload.samples import Sample, all_samples
from pages.shared.wording import class_title
from pages.views.evidence.by_source import source_chart
from pages.views.evidence.chart_frame import Chart
from pages.views.evidence.compare import compare_chart
from pages.views.evidence.confusion import confusion_chart
from pages.views.evidence.curve_charts import precision_recall_chart, roc_chart
from pages.views.evidence.dots import broken
from pages.views.evidence.numbers import writer
from pages.views.evidence.prevalence import prevalence_chart
from pages.views.evidence.printing import draw_print_hint
from pages.views.evidence.reliability import reliability_chart
from pages.views.evidence.sets import sets_chart

CHARTS: Final[Mapping[str, Chart]] = {
    "confusion": confusion_chart,
    "roc": roc_chart,
    "precision-recall": precision_recall_chart,
    "reliability": reliability_chart,
    "prevalence": prevalence_chart,
    "by-source": source_chart,
    "sets": sets_chart,
    "compare": compare_chart,
}
"""By anchor."""

SLOW: Final = ("live-shortcuts", "charts")
"""Parts that compute."""

CHART_KEY: Final = "evidence_chart"
CHART_PARAMETER: Final = "chart"
SAMPLE_KEY: Final = "evidence_sample"

SHOWN: Final = (AS_IS, "lungs-out", "borders-erased", "marked")

_HEIGHT: Final = 640

Row = tuple[str, Span | None, Span | None]


def draw_part(name: str, manifest: Manifest, *, whole: bool) -> None:
    """Draws a part.

    Args:
        name: As the sections name it.
        manifest: Of the weights that serve.
        whole: Whether everything is shown, for print.
    """
    if name == "charts":
        (_draw_all_charts if whole else _draw_one_chart)()
    else:
        _PARTS[name](manifest)


def _draw_all_charts() -> None:
    for anchor, chart in CHARTS.items():
        st.subheader(_(chart.title), anchor=anchor, help=term_help(chart.term))
        chart.draw()


def _draw_one_chart() -> None:
    asked = st.query_params.get(CHART_PARAMETER, "")
    if asked not in CHARTS:
        asked = next(iter(CHARTS), "")
    if not asked:
        return
    st.session_state[CHART_KEY] = asked
    st.segmented_control(
        _("Chart"),
        list(CHARTS),
        format_func=lambda anchor: _(CHARTS[anchor].title),
        required=True,
        key=CHART_KEY,
        on_change=_write_chart,
        wrap=True,
    )
    chart = CHARTS[asked]
    st.subheader(_(chart.title), anchor=asked, help=term_help(chart.term))
    chart.draw()


def _write_chart() -> None:
    st.query_params[CHART_PARAMETER] = st.session_state[CHART_KEY]


@st.fragment
def draw_live(_manifest: Manifest) -> None:
    """Draws a sample of the reader's choice in four disguises; only this runs again on a choice."""
    found = {label: [one for one in all_samples() if one.label == label] for label in CLASSES}
    samples = {label: some[0] for label, some in found.items() if some}
    if not samples:
        st.info(_("There are no samples on this server."))
        return
    label = st.segmented_control(
        _("Sample"),
        list(samples),
        default="bacterial" if "bacterial" in samples else next(iter(samples)),
        required=True,
        format_func=class_title,
        key=SAMPLE_KEY,
        wrap=True,
    )
    try:
        _draw_sample(samples[label or next(iter(samples))])
    except NegatoscopeError as error:
        draw_error(error)


def _draw_sample(sample: Sample) -> None:
    study = study_of(sample_case(sample), HowToRead())
    answers = shortcut_answers(study)
    missing = left_out(lungs_of(study))
    with st.grid(len(SHOWN), min_column_width=COLUMN, gap="small", key="evidence_live") as grid:
        for name in SHOWN:
            with grid.cell():
                if name in answers:
                    draw_variant(name, answers)
                else:
                    st.caption(_(missing[name]))
    st.caption(
        _(
            "The samples are synthetic and depict no patient. One film proves little: the figures "
            "above are of all films of the test split."
        )
    )
    st.page_link(
        GRADCAM,
        label=_("The same on your own film: shortcut lab of the explorer"),
        icon=":material/troubleshoot:",
    )


def _draw_published(manifest: Manifest) -> None:
    """Published figures, and this network measured in the same way."""
    rows: list[Row] = [
        (one.name[current_language()], one.internal, one.external) for one in published()
    ]
    figures = Measured(manifest.figures)
    for name, measure in (
        (_("This network, AUC healthy or ill"), "healthy_vs_ill"),
        (_("This network, mean sensitivity"), "macro_recall"),
    ):
        inside, outside = (figures.sure(split, measure).value for split in ("test", "adult"))
        rows.append((name, (inside, inside), (outside, outside)))
    said = (f"{_said(row)}." for row in rows)
    title = _("Published figures, internal against external.")
    plot(published_figure(rows), "evidence_published", title, *said)


def published_figure(rows: list[Row]) -> go.Figure:
    """A line for each work: a disc where the films are internal, a diamond where external.

    Args:
        rows: Name, internal span and external span; None for a span that is not given.
    """
    figure = go.Figure()
    for place, (_name, internal, external) in enumerate(rows):
        if internal and external:
            figure.add_scatter(
                x=[internal[0], external[1]],
                y=[place, place],
                mode="lines",
                line={"color": GREY, "width": 1, "dash": "dot"},
                showlegend=False,
                hoverinfo="skip",
            )
    for series, colour, symbol in ((1, BLUE, "circle"), (2, VERMILION, "diamond")):
        spans = [(place, row[series]) for place, row in enumerate(rows)]
        known = [(place, ends) for place, ends in spans if isinstance(ends, tuple)]
        figure.add_scatter(
            x=[(ends[0] + ends[1]) / 2 for _place, ends in known],
            y=[place for place, _ends in known],
            error_x={
                "type": "data",
                "array": [(ends[1] - ends[0]) / 2 for _place, ends in known],
                "thickness": 4,
                "width": 0,
            },
            mode="markers",
            marker={"size": 11, "color": colour, "symbol": symbol},
            name=_("Internal") if series == 1 else _("External"),
            hovertext=[writer()(span(ends)) for _place, ends in known],
            hoverinfo="text+name",
        )
    figure.add_vline(x=0.5, line={"color": GREY, "dash": "dash", "width": 1})
    return lay_out(
        figure,
        _HEIGHT,
        margin={"l": 8, "r": 16, "t": 44, "b": 8},
        xaxis={"range": [0.3, 1.02], "title": {"text": _("AUC, accuracy or sensitivity")}},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": list(range(len(rows))),
            "ticktext": [broken(name) for name, _internal, _external in rows],
        },
    )


def _said(row: Row) -> str:
    name, internal, external = row
    return fill(
        _("{name}: internal {internal}, external {external}"),
        {"name": name, "internal": writer()(span(internal)), "external": writer()(span(external))},
    )


def _draw_downloads(_manifest: Manifest) -> None:
    with st.container(horizontal=True):
        _draw_download(_("Predictions (CSV, gzip)"), weights_folder() / PREDICTIONS)
        _draw_download(_("Model card (Markdown)"), card_path(language=current_language()))


def _draw_download(label: str, path: Path) -> None:
    if path.is_file():
        st.download_button(
            label,
            path.read_bytes,
            file_name=path.name,
            icon=":material/download:",
            on_click="ignore",
            key=f"evidence_{path.name}",
        )


_PARTS: Final[Mapping[str, Callable[[Manifest], None]]] = {
    "print-hint": lambda _manifest: draw_print_hint(),
    "terms": lambda _manifest: draw_terms(METRICS),
    "live-shortcuts": draw_live,
    "published": _draw_published,
    "downloads": _draw_downloads,
}

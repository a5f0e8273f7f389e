"""The charts with widgets, one below the other, each with a heading that can be linked to."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from model.classifier.artefacts import Manifest
from pages.shared.i18n import _
from pages.shared.terms import term_help
from pages.views.evidence.by_source import source_chart
from pages.views.evidence.chart_frame import Chart
from pages.views.evidence.compare import compare_chart
from pages.views.evidence.confusion import confusion_chart
from pages.views.evidence.curve_charts import precision_recall_chart, roc_chart
from pages.views.evidence.prevalence import prevalence_chart
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


def draw(_manifest: Manifest) -> None:
    """Draws the section.

    Args:
        _manifest: Not needed: each chart computes its figures from the stored predictions.
    """
    st.markdown(
        _(
            "Every chart is computed here from the stored predictions. What you set is in the "
            "address, for a link on a slide."
        )
    )
    for anchor, chart in CHARTS.items():
        st.subheader(_(chart.title), anchor=anchor, help=term_help(chart.term))
        chart.draw()

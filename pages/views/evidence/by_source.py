"""Sensitivity by class and source, internal beside external."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import streamlit as st

from model.evaluation.measure.confusion import SourceSensitivity, source_sensitivities
from model.messages import N_
from pages.shared.choices import Choices, one_of
from pages.shared.i18n import _, fill
from pages.views.evidence.chart_frame import chart, dots_by_split
from pages.views.evidence.data_table import Row, offer_table
from pages.views.evidence.dots import Axis, draw_dots
from pages.views.evidence.films import ADULT, TEST, sample, version
from pages.views.evidence.names import label_name, source_name, split_name

FILMS: Final = {
    "all": N_("All films"),
    "accepted": N_("Films that the gate accepts"),
}

Found = Mapping[str, tuple[SourceSensitivity, ...]]


@dataclass(frozen=True)
class SourceChoice:
    """What an address says of this chart.

    Attributes:
        sources_films: Which films count, one of `FILMS`.
    """

    sources_films: str = one_of(FILMS)


@chart(
    N_("Source by source"),
    "domain-shift",
    Choices("evidence_sources", SourceChoice(), witness="sources_films"),
)
def source_chart(choices: Choices[SourceChoice]) -> None:
    """Draws the chart."""
    st.markdown(
        _(
            "How many films of each class it finds, source by source. If it read the disease, the "
            "dots of one class would lie close together, whatever the hospital and the age."
        )
    )
    films = choices.segment("sources_films", _("Films"), FILMS, wrap=True)
    found = {split: _sensitivities(version(), split, films) for split in (TEST, ADULT)}
    measured = {
        split: [((one.label, one.source), one.sensitivity) for one in rows]
        for split, rows in found.items()
    }
    draw_dots(
        dots_by_split(_line_names(found), measured),
        Axis(_("Sensitivity")),
        "evidence_sources",
        _("Sensitivity by class and source"),
    )
    st.caption(
        _(
            "Bacterial and viral films of children come from one hospital; the same classes in "
            "adults come from another source: age and source cannot be told apart here. Pneumonia "
            "of unknown organism counts as right when it is called bacterial or viral. Sources "
            "of adult films with few patients have wide intervals."
        )
    )
    offer_table("sources", _("sensitivity by class and source"), lambda: _rows(found))


@st.cache_data(show_spinner=False, max_entries=8)
def _sensitivities(key: str, split: str, films: str) -> tuple[SourceSensitivity, ...]:  # noqa: ARG001
    own = sample(split)
    chosen = own.accepted if films == "accepted" else np.ones(len(own.label), dtype=np.bool_)
    return source_sensitivities(own, chosen)


def _line_names(found: Found) -> dict[tuple[str, str], str]:
    """A line for each class in each source that has it in any split, class after class."""
    # Each split has its labels in the order of the classes.
    rows = [(one.label, one.source) for split in found.values() for one in split]
    labels = list(dict.fromkeys(label for label, _source in rows))
    ordered = sorted(dict.fromkeys(rows), key=lambda row: labels.index(row[0]))
    template = _("{label}: {source}")
    return {
        (label, source): fill(template, {"label": label_name(label), "source": source_name(source)})
        for label, source in ordered
    }


def _rows(found: Found) -> list[Row]:
    return [
        {
            _("Split"): split_name(split),
            _("Class"): label_name(one.label),
            _("Source"): f"{source_name(one.source)} ({one.source})",
            _("Films"): one.sensitivity.n,
            _("Patients"): one.sensitivity.groups,
            _("Sensitivity"): one.sensitivity,
        }
        for split, rows in found.items()
        for one in rows
    ]

"""The films: how many, of whom, from where, and under which licence."""

import streamlit as st

from model.classifier.artefacts import Manifest
from model.evaluation.selections import LABELS, SPLITS, films
from model.evaluation.sources import SOURCES
from model.messages import N_
from pages.shared.i18n import _, count, fill
from pages.shared.terms import term_help
from pages.views.evidence.names import label_name, source_name, split_name
from pages.views.evidence.numbers import NONE, Figure
from pages.views.evidence.table import draw_table

_PURPOSES = {
    "train": N_("to fit the weights and the gate"),
    "val": N_("to choose epoch, temperature and thresholds"),
    "test": N_("reported, chooses nothing"),
    "adult": N_("external: reported apart, chooses nothing"),
    "lateral": N_("to be refused"),
}


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    figures = manifest.figures
    st.markdown(
        _("Films in each split, children + adults. Ages beyond that are not recorded for most."),
        help=term_help("dataset"),
    )
    draw_table(
        [
            {
                _("Split"): split_name(split),
                **{label_name(label): _people(figures, split, label) for label in LABELS},
                _("For"): _(_PURPOSES[split]),
            }
            for split in SPLITS
        ],
        _("Films in each split by label, children and adults"),
    )
    st.markdown(
        _(
            "**Split by patient, duplicates together.** Films of one patient, and films that are "
            "nearly the same picture, share a group, and no group is in two of training, "
            "validation, test and adults. No film, and no crop of one, is part of this app."
        ),
        help=term_help("patient-level-split"),
    )
    st.subheader(_("Sources, credit and terms"), anchor="sources")
    draw_table(
        [_source(figures, name) for name in sorted(figures["data"]["licences"])],
        _("Data sets, whose films they are, whom to credit and what the terms ask for"),
    )
    st.markdown(
        _(
            "Several of the films that the weights were fitted to may not be used commercially. "
            "**The weights are therefore for research and education only**, although the code is "
            "under Apache-2.0."
        )
    )
    st.subheader(_("Licence of each film"), anchor="licences")
    draw_table(
        [
            {
                _("Source"): source_name(source),
                _("Licence as its index states it"): licence,
                _("Films"): count(n),
            }
            for source, found in sorted(figures["data"]["licences"].items())
            for licence, n in found.items()
        ],
        _("Licences of the films by source"),
    )


def _people(figures: Figure, split: str, label: str) -> str:
    total = films(figures, split=split, label=label)
    if not total:
        return ""
    children = films(figures, split=split, label=label, population="pediatric")
    return f"{count(children)} + {count(total - children)}"


def _source(figures: Figure, name: str) -> dict[str, str]:
    source = SOURCES.get(name)
    inside = ", ".join(
        fill(
            _("{split} {films}"),
            {"split": split_name(split), "films": count(films(figures, split=split, source=name))},
        )
        for split in SPLITS
        if films(figures, split=split, source=name)
    )
    return {
        _("Name"): source_name(name),
        _("Data set"): _(source.title) if source else NONE,
        _("Whose films"): _(source.people) if source else NONE,
        _("Credit"): source.citation if source else NONE,
        _("Terms"): _(source.terms) if source else NONE,
        _("Films"): inside,
    }

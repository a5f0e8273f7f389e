"""Figures at a glance: internal beside external, with intervals."""

from collections.abc import Callable

import streamlit as st

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from pages.shared.i18n import _, count, fill, number, whole_percent
from pages.shared.terms import METRICS, draw_terms
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import EXACT, Figure, estimate, share
from pages.views.evidence.table import draw_table

SPLITS = ("val", "test", "adult")


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    figures = manifest.figures
    draw_terms(METRICS)
    draw_table(
        [
            {
                _("Measure"): name,
                **{split_name(split): cell(figures[split]) for split in SPLITS},
            }
            for name, cell in _rows()
        ],
        _("Figures of the network on three splits"),
    )
    method = figures["method"]["bootstrap"]
    st.caption(
        fill(
            _(
                "Mean sensitivity (macro recall) counts each class alike. All figures are on all "
                "films of the four classes, whatever the gate says, unless a row names accepted "
                "films. In brackets: {level} intervals, percentiles of {replicates} bootstrap "
                "replicates that draw groups, not films. {exact} marks the exact binomial "
                "interval, counted in groups, where all films were answered alike. Validation "
                "chose the epoch, the temperature and the thresholds, so its figures flatter."
            ),
            {
                "level": whole_percent(method["level"]),
                "replicates": count(method["replicates"]),
                "exact": EXACT,
            },
        )
    )
    _draw_odd(figures["adult"])


def _rows() -> list[tuple[str, Callable[[Figure], str]]]:
    """Name of each figure, and how it is found in a split."""
    return [
        (_("Films"), lambda own: count(own["n"])),
        (_("Groups of films (patients)"), lambda own: count(own["groups"])),
        (_("Mean sensitivity"), lambda own: estimate(own["macro_recall"])),
        (
            _("Mean sensitivity, accepted films"),
            lambda own: estimate(own["macro_recall_accepted"]),
        ),
        (_("Accuracy"), lambda own: number(own["accuracy"], 3)),
        *(_sensitivity(label) for label in CLASSES),
        (_("AUC healthy or ill"), lambda own: estimate(own["healthy_vs_ill"])),
        (_("Brier score"), lambda own: estimate(own["calibration"]["brier"]["after"])),
        (
            _("Expected calibration error"),
            lambda own: number(own["calibration"]["ece"]["after"], 3),
        ),
        (
            _("Right class in the prediction set"),
            lambda own: estimate(own["conformal"]["coverage"]),
        ),
        (
            _("Classes in the prediction set"),
            lambda own: estimate(own["conformal"]["mean_set_size"], 2),
        ),
    ]


def _sensitivity(label: str) -> tuple[str, Callable[[Figure], str]]:
    name = fill(_("Sensitivity, {name}"), {"name": label_name(label)})
    return name, lambda own: estimate(own["by_class"][label]["sensitivity"])


def _draw_odd(adult: Figure) -> None:
    """Adult films that have no single right answer."""
    st.subheader(_("Adult films without a single right answer"), anchor="odd")
    draw_table(
        [
            {
                _("Label"): label_name(name),
                _("Films"): count(adult[name]["n"]),
                **{
                    fill(_("Called {name}"), {"name": label_name(label)}): count(
                        adult[name]["answers"][label]
                    )
                    for label in CLASSES
                },
            }
            for name in ("opacity", "abnormal")
        ],
        _("What adult films without a single right answer are called"),
    )
    abnormal = adult["abnormal"]
    st.markdown(
        fill(
            _(
                "For an opacity of unknown organism, bacterial or viral is right. For a film that "
                "is abnormal otherwise (effusion, large heart, lines) none of the four answers is: "
                "{healthy} were called healthy, and {alone} passed the gate and got one single "
                "class, without a warning."
            ),
            {
                "healthy": share(abnormal["called_healthy"]),
                "alone": share(abnormal["alone"]),
            },
        )
    )

"""What would fool it: who the patients are, and how far one gets without the film."""

import streamlit as st

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.selections import cue_free, seen_sources, taught
from pages.shared.i18n import _, count, fill, number, whole_percent
from pages.shared.terms import term_help
from pages.views.evidence.dots import Axis, Series, draw_dots, single
from pages.views.evidence.live_shortcuts import draw_live
from pages.views.evidence.names import label_name, only, source_names, split_name
from pages.views.evidence.numbers import NONE, Figure, estimate, share_of
from pages.views.evidence.shortcut_figures import draw_survival
from pages.views.evidence.table import draw_table


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    figures = manifest.figures
    _draw_taught(figures)
    st.subheader(
        _("How far one gets without the film"), anchor="without", help=term_help("confounder")
    )
    _draw_guessers(figures)
    st.subheader(_("What is left where age and source do not help"), anchor="left")
    _draw_left(figures)
    st.subheader(_("Adults with pneumonia"), anchor="adults")
    _draw_adults(figures)
    if "shortcuts" in manifest.explanation:
        st.subheader(
            _("Without the lungs, with a marker"),
            anchor="shortcuts",
            help=term_help("shortcut-learning"),
        )
        draw_survival(manifest.explanation["shortcuts"])
    st.subheader(_("Try it on a film"), anchor="live")
    draw_live()


def _draw_taught(figures: Figure) -> None:
    st.markdown(
        _(
            "What the network was trained on. A label whose films are all of children, or all from "
            "one place, can be guessed from the age of the patient or the look of the scanner."
        )
    )
    draw_table(
        [
            {
                _("Label in training"): label_name(one.label),
                _("Films"): count(one.total),
                _("Of children"): whole_percent(one.children / one.total) if one.total else NONE,
                _("Sources"): source_names(one.sources),
            }
            for one in taught(figures)
        ],
        _("Films behind each label, the share of children, and the sources"),
    )


def _draw_guessers(figures: Figure) -> None:
    st.markdown(
        _(
            "A guesser who sees no film but is told whether it is of a child or an adult, or which "
            "data set it is from, and who knows the data. Mean sensitivity of the four classes; "
            "blind guessing gets {blind}."
        ).format(blind=number(1 / len(CLASSES), 2))
    )
    names = {
        "population": _("Told child or adult"),
        "source": _("Told the data set"),
        "network": _("This network"),
    }
    found = {
        split: {
            "population": single(figures[split]["known_without_the_film"]["population"]),
            "source": single(figures[split]["known_without_the_film"]["source"]),
            "network": figures[split]["macro_recall"],
        }
        for split in ("test", "adult")
    }
    draw_dots(
        [
            Series(split_name(split), {names[name]: own for name, own in row.items()})
            for split, row in found.items()
        ],
        Axis(_("Mean sensitivity"), share=False),
        "evidence_guessers",
        _("How far one gets without the film"),
        (1 / len(CLASSES), _("blind guessing")),
    )
    draw_table(
        [
            {
                _("Split"): split_name(split),
                **{names[name]: estimate(own) for name, own in row.items()},
                _("Films"): count(figures[split]["n"]),
            }
            for split, row in found.items()
        ],
        _("How far one gets without the film"),
    )
    st.caption(
        _(
            "On adults from elsewhere, whoever knows the data set and never sees the film does "
            "better than the network."
        )
        if found["adult"]["source"]["value"] > found["adult"]["network"]["value"]
        else _("On adults from elsewhere, the network does better than who knows the data set.")
    )


def _draw_left(figures: Figure) -> None:
    st.markdown(
        _(
            "Among films that share an age group or a source, that cue is gone. The score for "
            "*ill* is 1 − the probability of healthy. Mean sensitivity is over the classes that "
            "occur."
        )
    )
    rows = [
        (
            split_name(one.split),
            only(one.by, one.name),
            ", ".join(
                f"{label_name(label)} {count(one.figures['films'][label])}"
                for label in CLASSES
                if one.figures["films"][label]
            ),
            one.figures["healthy_vs_ill"],
            one.figures["macro_recall"],
        )
        for one in cue_free(figures)
    ]
    family = figures["adult"]["healthy_vs_opacity_one_family"]
    apart = _("healthy adults of the test split against adult opacities")
    rows.append((_("Both"), _("NIH family only"), apart, family, None))
    draw_table(
        [
            {
                _("Split"): split,
                _("Films"): films,
                _("Of which"): which,
                _("AUC healthy or ill"): estimate(auc),
                _("Mean sensitivity"): estimate(recall),
            }
            for split, films, which, auc, recall in rows
        ],
        _("Figures among films that share an age group or a source"),
    )


def _draw_adults(figures: Figure) -> None:
    adult = figures["adult"]
    draw_table(
        [
            {
                _("Called by its name"): label_name(label),
                _("Children, test"): share_of(figures["test"]["by_class"][label]["sensitivity"]),
                _("Adults, external"): share_of(adult["by_class"][label]["sensitivity"]),
            }
            for label in ("bacterial", "viral")
        ],
        _("Bacterial and viral pneumonia of children and of adults that was called so"),
    )
    opacity = adult["opacity"]
    st.markdown(
        fill(
            _(
                "Of adult films with an opacity of unknown organism, {either} were called "
                "bacterial or viral, which is right; {healthy} were called healthy."
            ),
            {
                "either": share_of(opacity["called_either"]),
                "healthy": share_of(opacity["called_healthy"]),
            },
        )
    )
    sources, seen = set(adult["by_source"]), seen_sources(figures)
    st.caption(
        fill(
            _(
                "All patients of the external split are new. {unseen} gave nothing to training; "
                "{known} gave films of other patients, so the network may know their look."
            ),
            {
                "unseen": source_names(sorted(sources - seen)),
                "known": source_names(sorted((sources | set(opacity["by_source"])) & seen)),
            },
        )
    )

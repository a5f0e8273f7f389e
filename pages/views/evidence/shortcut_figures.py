"""How many answers outlive the lungs, the border, a mirror and a letter."""

from typing import Final

import streamlit as st

from model.evaluation.figures.shortcuts import SPLITS
from model.evaluation.selections import commonest_answer, disguises, grey_runs
from model.explain.shortcuts import AS_IS, TITLES
from model.messages import N_
from pages.shared.i18n import _, count, fill
from pages.views.evidence.dots import Axis, Series, draw_dots
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.numbers import Figure, estimate, per_cent, share
from pages.views.evidence.table import draw_table

_CONTROLS: Final = {
    "black-lungs": N_("Without the lungs, black for grey"),
    "no-box": N_("Without the rectangle around the lungs"),
    "fill-alone": N_("The grey of the fill and nothing else"),
}


def draw_survival(part: Figure) -> None:
    """Draws the chart, the table and what they mean.

    Args:
        part: ``explanation["shortcuts"]`` of the manifest.
    """
    test = part["test"]
    out = test["variants"]["lungs-out"]["all"]
    st.markdown(
        fill(
            _(
                "With the lungs painted over, **{kept}** of {films} test films keep the answer "
                "that they had, and {right} are answered rightly (as they are: {as_is}). Such an "
                "answer does not need the lungs. The reverse does not hold: an answer that changes "
                "may have rested on the lungs, or may change because no film looks like this."
            ),
            {
                "kept": share(out["kept"]),
                "films": count(out["kept"]["n"]),
                "right": share(out["accuracy"]),
                "as_is": share(out["accuracy_as_is"]),
            },
        )
    )
    titles = {**TITLES, **_CONTROLS}
    found = {
        split: {
            _(titles[name]): own["all"]
            for name, own in disguises(part[split]).items()
            if name != AS_IS
        }
        for split in SPLITS
    }
    draw_dots(
        [
            Series(split_name(split), {name: own["kept"] for name, own in rows.items()})
            for split, rows in found.items()
        ],
        Axis(_("Films that keep their answer")),
        "evidence_survival",
        _("Films that keep their answer in each disguise"),
    )
    most, answered = commonest_answer(test)
    st.markdown(
        fill(
            _(
                "How many it is hangs on what takes the lungs' place. {name} is the answer to "
                "{answered} of {films} films as they are: a network that always says so, whatever "
                "it is shown, would keep {share}. Pictures of one plain grey, from black to white, "
                "are answered too: {grey}."
            ),
            {
                "name": label_name(most),
                "answered": count(answered),
                "films": count(test["n"]),
                "share": per_cent(answered / test["n"]),
                "grey": ", ".join(
                    fill(_("{name} up to {grey}"), {"name": label_name(name), "grey": last})
                    for last, name in grey_runs(part["grey"])
                ),
            },
        )
    )
    draw_table(
        [
            {
                _("Split"): split_name(split),
                _("Picture"): name,
                _("Keep their answer"): share(own["kept"]),
                _("Right answers that stay right"): share(own["stays_right"]),
                _("Mean sensitivity"): estimate(own["macro_recall"]),
                _("Films"): count(own["kept"]["n"]),
            }
            for split, rows in found.items()
            for name, own in rows.items()
        ],
        _("Answers to the films in each disguise"),
    )
    st.caption(
        _(
            "The lungs are those of the lung finder; films without two lungs are left out. After "
            "Maguolo & Nanni 2021, doi:10.1016/j.inffus.2021.04.008, and DeGrave et al. 2021, "
            "doi:10.1038/s42256-021-00338-7."
        )
    )

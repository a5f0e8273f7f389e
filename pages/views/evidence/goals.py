"""What was asked for before training, and what was reached."""

import streamlit as st

from model.classifier.artefacts import Manifest
from model.evaluation.selections import Goal, goals
from model.messages import N_
from pages.shared.i18n import _, fill, number
from pages.views.evidence.names import label_name, split_name
from pages.views.evidence.table import draw_table

_MEASURES = {
    "macro_recall": N_("Mean sensitivity"),
    "ece": N_("Expected calibration error"),
    "healthy_vs_ill": N_("AUC healthy or ill"),
    "opacity_called_healthy": N_("Opacities called healthy"),
}


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    st.markdown(
        _(
            "The goals were set before training. They bent neither the test, nor the splits, nor a "
            "figure; what was not reached is said so."
        )
    )
    found = goals(manifest.figures)
    draw_table(
        [
            {
                _("Goal"): _name(goal),
                _("Split"): split_name(goal.split),
                _("Asked for"): fill(
                    _("at most {bound}") if goal.most else _("at least {bound}"),
                    {"bound": number(goal.bound, 2)},
                ),
                _("Reached"): number(goal.reached, 3),
                _("Verdict"): ":material/check: " + _("reached")
                if goal.kept
                else ":material/close: **" + _("not reached") + "**",
            }
            for goal in found
        ],
        _("Goals, what was asked for and what was reached"),
    )
    missed = sum(not goal.kept for goal in found)
    st.caption(
        fill(_("{missed} of {all} goals were not reached."), {"missed": missed, "all": len(found)})
    )


def _name(goal: Goal) -> str:
    if goal.label:
        return fill(_("Sensitivity, {name}"), {"name": label_name(goal.label)})
    return _(_MEASURES[goal.measure])

"""What was tried to make the network better, and what came of it."""

import streamlit as st

from model.classifier.artefacts import Manifest
from model.classifier.classes import CLASSES
from model.evaluation.selections import BEFORE, DESCRIPTIONS, barred
from pages.shared.i18n import _, fill, number
from pages.views.evidence.names import label_name
from pages.views.evidence.numbers import Figure, estimate, share
from pages.views.evidence.table import draw_table


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    if not manifest.attempts:
        st.info(_("No attempts have been measured yet."))
        return
    st.markdown(
        _(
            "All were measured in the same way. Validation alone chooses: the highest "
            "mean sensitivity among those that keep no more answers without the lungs than the "
            "weights before. Test and adults are reported and choose nothing."
        )
    )
    draw_table(
        [
            {
                _("Attempt"): f"**`{row['name']}`**" if row["chosen"] else f"`{row['name']}`",
                _("What"): _(DESCRIPTIONS.get(row["name"], row["name"])),
                _("Mean sensitivity, validation"): estimate(row["val"]["macro_recall"]),
                _("Each class, validation"): _classes(row["val"]),
                _("Keep their answer without the lungs, validation"): share(
                    row["val"]["survival"]["lungs-out"]
                ),
                _("Mean sensitivity, test"): estimate(row["test"]["macro_recall"]),
                _("AUC healthy or ill, adults"): estimate(row["adult"]["healthy_vs_ill"]),
                _("Opacities called healthy, adults"): share(
                    row["adult"]["opacity_called_healthy"]
                ),
            }
            for row in manifest.attempts
        ],
        _("Attempts to make the network better, and their figures"),
    )
    chosen = [row["name"] for row in manifest.attempts if row["chosen"]]
    if chosen == [BEFORE]:
        st.caption(_("None does better by that rule than the weights before; they stay."))
    else:
        st.caption(fill(_("Chosen by that rule: {name}."), {"name": ", ".join(chosen)}))
    if better := barred(manifest.attempts):
        st.caption(
            fill(
                _(
                    "Higher on validation, but not allowed: {name}. Without the lungs it keeps "
                    "more answers than the weights before."
                ),
                {"name": ", ".join(better)},
            )
        )


def _classes(split: Figure) -> str:
    return ", ".join(
        f"{label_name(label)} {number(split['by_class'][label]['value'], 3)}" for label in CLASSES
    )

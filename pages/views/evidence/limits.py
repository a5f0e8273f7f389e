"""What the figures do not show."""

import streamlit as st

from model.classifier.artefacts import Manifest
from pages.shared.i18n import _, fill
from pages.views.evidence.numbers import share


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    adult = manifest.figures["adult"]
    films = {name: adult["by_class"][name]["sensitivity"]["n"] for name in ("bacterial", "viral")}
    lines = [
        _(
            "Age and source are tied to the label. No figure of the test split is an estimate of "
            "how well it would do in a hospital."
        ),
        _(
            "The organism cannot be read off a chest radiograph with any certainty, by anyone. "
            "Bacterial and viral are told apart here by the labels of one children's hospital."
        ),
        fill(
            _(
                "A film that is abnormal in another way passes the gate and gets one single class, "
                "without a warning, in {share} of {films} adult films."
            ),
            {
                "share": share(adult["abnormal"]["alone"]),
                "films": adult["abnormal"]["alone"]["n"],
            },
        ),
        fill(
            _(
                "The adult split is small: {bacterial} bacterial and {viral} viral films. Its "
                "intervals are wide, and in earnest wider than written, as films from publications "
                "are not drawn at random."
            ),
            films,
        ),
        _(
            "The films were squashed to 224 × 224 pixels before the network saw them: small "
            "nodules and fine lines are gone."
        ),
        _(
            "Sex, ethnicity, equipment and severity are not recorded for most films, so nothing is "
            "known of how figures differ by them."
        ),
        _("Labels of the public sets hold mistakes that nobody has counted."),
        _(
            "No radiologist has read the films anew for this app: labels are those of the data "
            "sets."
        ),
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))

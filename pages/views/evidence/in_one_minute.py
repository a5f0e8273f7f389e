"""What the network is, what it is for, and the three figures that matter."""

import streamlit as st

from model.classifier.artefacts import Manifest
from pages.shared.i18n import _, count, fill, number
from pages.shared.terms import term_help
from pages.views.evidence.numbers import Figure, estimate, per_cent, share
from pages.views.evidence.places import link_to
from pages.views.evidence.printing import draw_print_hint


def draw(manifest: Manifest) -> None:
    """Draws the section.

    Args:
        manifest: Of the weights that serve.
    """
    st.markdown(
        _(
            "A ResNet50 that sorts frontal chest radiographs into healthy, COVID-19, bacterial "
            "pneumonia and viral pneumonia, and says how sure it is, where it looked and when not "
            "to believe it."
        )
    )
    st.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                _(
                    "**For** teaching how such a network works and fails, and for a quick look at "
                    "one film by someone who can read films without it."
                ),
                _(
                    "**Not for** diagnosis, triage, screening, treatment, or leaving out a reading "
                    "or a test. It is not a medical device and nobody has approved it."
                ),
                _(
                    "**Not for** lateral views, other body parts, CT, MRI, ultrasound, or "
                    "photographs of anything but film. The gate refuses most of them, not all."
                ),
                _(
                    "It knows four answers. Tuberculosis, effusion, tumour or heart failure are "
                    "not among them; such a film is called one of the four."
                ),
            )
        )
    )
    _draw_three(manifest)
    st.warning(
        fill(
            _(
                "**In these data, who a patient is gives the answer away:** bacterial and viral "
                "films are of small children from one hospital, COVID-19 films of adults from "
                "publications. A network can score well by telling a child from an adult and one "
                "scanner from another, without looking at a lung. {link}"
            ),
            {"link": link_to("confound")},
        ),
        icon=":material/warning:",
    )
    st.caption(
        fill(
            _("All figures are of the model with this SHA-256: `{hash}`. Every answer carries it."),
            {"hash": manifest.model_sha256},
        )
    )
    draw_print_hint()


def _draw_three(manifest: Manifest) -> None:
    test, adult = manifest.figures["test"], manifest.figures["adult"]
    columns = st.columns(3)
    with columns[0]:
        _draw_one(
            _("Mean sensitivity, films like those it learnt from"),
            number(test["macro_recall"]["value"], 3),
            estimate(test["macro_recall"]),
            test["macro_recall"],
            term_help("sensitivity"),
        )
    with columns[1]:
        _draw_one(
            _("Mean sensitivity, adults from elsewhere"),
            number(adult["macro_recall"]["value"], 3),
            estimate(adult["macro_recall"]),
            adult["macro_recall"],
            term_help("external-validation"),
        )
    part = manifest.explanation.get("shortcuts")
    if part is None:
        return
    kept = part["test"]["variants"]["lungs-out"]["all"]["kept"]
    with columns[2]:
        _draw_one(
            _("Answers that stay when the lungs are painted over"),
            per_cent(kept["value"]),
            share(kept),
            kept,
            term_help("shortcut-learning"),
        )


def _draw_one(label: str, value: str, whole: str, figure: Figure, help_text: str) -> None:
    st.metric(label, value, help=help_text, border=True)
    st.caption(
        fill(_("{figure}, {films} films"), {"figure": whole, "films": count(figure["n"])}),
        help=term_help("confidence-interval"),
    )

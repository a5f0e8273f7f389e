"""The answer beside the picture: class, calibrated numbers, what stays possible, what it means."""

import streamlit as st

from model.classifier.age import Population, is_foreign
from model.classifier.prediction import Answer
from pages.shared.charts.bars import bars_html
from pages.shared.frame import AUGMENT, EVIDENCE, GRADCAM
from pages.shared.i18n import _, fill, percent, whole_percent
from pages.shared.notices import draw_warnings
from pages.shared.remembered import lungs_of
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.upload.corrections import draw_refused
from pages.shared.wording import (
    class_title,
    confound_sentence,
    evidence_sentence,
    foreign_sentence,
    meaning_sentence,
    set_sentence,
    sides_sentence,
)


def draw_headline(study: Study) -> None:
    """The class with its number, or why there is none; first on a phone, above the picture."""
    answer = study.examination.answer
    if answer is None or not study.accepted:
        draw_refused(study)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(
            f"{class_title(answer.predicted)} · {percent(answer.probabilities[answer.predicted])}",
            anchor=False,
            width="content",
            help=term_help("calibration"),
        )
        st.badge(
            _("Accepted as a frontal chest radiograph"),
            icon=":material/check:",
            color="green",
            help=term_help("out-of-distribution"),
        )
    population = study.examination.population
    if population is not None and is_foreign(answer.predicted, population):
        st.warning(
            foreign_sentence(answer.predicted, population),
            title=_("It learnt this answer from films of others"),
            icon=":material/person_alert:",
        )


def draw_answer(study: Study, coverage: float) -> None:
    """What stands beside the picture: every class, what stays possible, what the number means.

    Args:
        study: The radiograph.
        coverage: Share of radiographs whose class is in the prediction set, by the manifest.
    """
    examination, heat = study.examination, study.grad_cam(study.predicted)
    answer = examination.answer
    if answer is not None and heat is not None and study.accepted:
        st.html(bars_html(answer.probabilities))
        _draw_set(answer, coverage, is_foreign(answer.predicted, examination.population))
        st.markdown(
            f":material/my_location: {evidence_sentence(heat, lungs_of(study))}",
            help=term_help("lung-zones", "" if study.mirrored else sides_sentence()),
        )
        _draw_meaning(answer, examination.population)
    draw_warnings(examination.warnings)


def _draw_set(answer: Answer, coverage: float, foreign: bool) -> None:
    draw = st.info if len(answer.prediction_set) == 1 and not foreign else st.warning
    draw(
        set_sentence(answer.prediction_set),
        title=fill(
            _("What stays possible (prediction set, {coverage} coverage)"),
            {"coverage": whole_percent(coverage)},
        ),
        icon=":material/rule:",
    )


def _draw_meaning(answer: Answer, population: Population | None) -> None:
    probability = answer.probabilities[answer.predicted]
    with st.container(gap="xsmall"):
        st.caption(
            meaning_sentence(answer.predicted, probability),
            help=term_help("conformal-prediction", term_help("prevalence")),
        )
        st.caption(
            f":material/child_care: {confound_sentence(population)}", help=term_help("confounder")
        )
        st.page_link(
            GRADCAM,
            label=_("Why does it say so? Grad-CAM explorer"),
            icon=":material/troubleshoot:",
            help=term_help("grad-cam"),
        )
        st.page_link(
            AUGMENT,
            label=_("What if the film were a little different? Augmentation playground"),
            icon=":material/tune:",
            help=term_help("data-augmentation"),
        )
        st.page_link(
            EVIDENCE,
            label=_("How good is it? The evidence"),
            icon=":material/fact_check:",
            help=term_help("model-card"),
        )

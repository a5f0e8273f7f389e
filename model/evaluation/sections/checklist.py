"""Which heading of a reporting guideline is answered where, and which is not."""

from collections.abc import Iterator, Mapping
from typing import Final

from model.classifier.artefacts import Manifest
from model.evaluation.blocks import (
    ABSENT,
    Block,
    Cell,
    Count,
    Heading,
    Mark,
    SectionLink,
    Table,
    Where,
    Words,
    columns,
    said,
)
from model.evaluation.blocks import words as _
from model.messages import N_

YES: Final = N_("answered")
PART: Final = N_("in part")
NO: Final = N_("not answered")

Item = tuple[str, str, str]
"""What is asked for, how far it is answered, and the section; empty where there is none."""

CLAIM: Final[Mapping[str, tuple[Item, ...]]] = {
    N_("Title and introduction"): (
        (N_("Named as a study of artificial intelligence"), YES, "minute"),
        (N_("Structured summary"), YES, "minute"),
        (N_("Clinical background and intended role"), PART, "minute"),
        (N_("Aims and hypotheses"), YES, "goals"),
    ),
    N_("Study design and data"): (
        (N_("Prospective or retrospective: retrospective, public films"), YES, "data"),
        (N_("Sources of the data"), YES, "data"),
        (N_("Inclusion and exclusion"), PART, "data"),
        (N_("Preprocessing"), PART, "limits"),
        (N_("Selection of subsets"), YES, "data"),
        (N_("De-identification"), PART, "files"),
        (N_("Missing data"), PART, "limits"),
        (N_("Image acquisition"), NO, ""),
    ),
    N_("Reference standard"): (
        (N_("How the label was found"), PART, "data"),
        (N_("Why that way, and its weakness"), YES, "limits"),
        (N_("Who labelled the films"), PART, "data"),
        (N_("Agreement between readers"), NO, ""),
    ),
    N_("Partitions and sample size"): (
        (N_("How films were assigned to splits"), YES, "data"),
        (N_("Level at which splits are apart: the patient"), YES, "data"),
        (N_("Planned sample size"), NO, ""),
    ),
    N_("Model and training"): (
        (N_("Model, inputs and outputs"), YES, "training"),
        (N_("Software"), PART, "files"),
        (N_("Starting weights"), YES, "training"),
        (N_("Training and hyperparameters"), YES, "training"),
        (N_("How the final model was chosen"), YES, "attempts"),
        (N_("Ensembles: none serves"), YES, "attempts"),
    ),
    N_("Evaluation and results"): (
        (N_("Metrics"), YES, "glance"),
        (N_("Uncertainty of each metric"), YES, "glance"),
        (N_("Robustness"), YES, "confound"),
        (N_("Explanations and their worth"), YES, "explanations"),
        (N_("Internal test"), YES, "glance"),
        (N_("External test"), YES, "glance"),
        (N_("Registration of a trial"), NO, ""),
        (N_("Flow of films, in and out"), PART, "data"),
        (N_("Age, sex and severity by split"), PART, "data"),
        (N_("Diagnostic performance with intervals"), YES, "charts"),
        (N_("Analysis of failures"), PART, "confound"),
    ),
    N_("Discussion and other information"): (
        (N_("Limits"), YES, "limits"),
        (N_("Implications for practice"), YES, "minute"),
        (N_("Study protocol"), NO, ""),
        (N_("Availability of software, model and data"), YES, "files"),
        (N_("Funding"), NO, ""),
    ),
}

MODEL_CARD: Final[tuple[Item, ...]] = (
    (N_("Model details"), YES, "training"),
    (N_("Intended use"), YES, "minute"),
    (N_("Factors: age, source, equipment"), PART, "confound"),
    (N_("Metrics"), YES, "glance"),
    (N_("Evaluation data"), YES, "data"),
    (N_("Training data"), YES, "data"),
    (N_("Quantitative analyses, also by group"), YES, "charts"),
    (N_("Ethical considerations"), PART, "minute"),
    (N_("Caveats and recommendations"), YES, "limits"),
)

_STATES: Final = {YES: "yes", PART: "part", NO: "no"}


def checklist(_manifest: Manifest) -> Iterator[Block]:
    """Both guidelines, point by point; this is about the page, so no figure is needed."""
    items = [item for group in CLAIM.values() for item in group]
    yield said(
        "After the headings of CLAIM, 2024 update (doi:10.1148/ryai.240300), in our words, and of "
        "the model card of Mitchell et al. 2019 (doi:10.1145/3287560.3287596). Of {all} points of "
        "CLAIM, {yes} are answered, {part} in part, {no} not. Nobody but us has checked this.",
        term="reporting-guideline",
        where=Where.PAGE,
        all=Count(len(items)),
        yes=Count(sum(item[1] == YES for item in items)),
        part=Count(sum(item[1] == PART for item in items)),
        no=Count(sum(item[1] == NO for item in items)),
    )
    yield Table(
        columns(N_("Part"), N_("Asked for"), N_("State"), N_("Where")),
        tuple((Words(group), *_row(item)) for group, own in CLAIM.items() for item in own),
        _("Points of CLAIM, and where they are answered"),
        Where.PAGE,
    )
    yield Heading(N_("Headings of a model card"), "model-card", where=Where.PAGE)
    yield Table(
        columns(N_("Asked for"), N_("State"), N_("Where")),
        tuple(map(_row, MODEL_CARD)),
        _("Headings of a model card, and where they are answered"),
        Where.PAGE,
    )


def _row(item: Item) -> tuple[Cell, ...]:
    asked, state, section = item
    where = SectionLink(section) if section else ABSENT
    return Words(asked), Mark(_STATES[state], Words(state)), where

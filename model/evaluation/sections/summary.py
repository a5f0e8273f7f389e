"""What the network is, the three figures that matter, what it is for, and what figures hide."""

from collections.abc import Iterator

from model.classifier.artefacts import Manifest
from model.evaluation.blocks import (
    Block,
    Bullets,
    Code,
    Count,
    CountOf,
    Heading,
    IconArray,
    Icons,
    Interactive,
    Number,
    Percent,
    SectionLink,
    Share,
    Where,
    Words,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.measured import Measured
from model.messages import N_

LEFT = N_("What is left where age and source do not help")
ADULTS = N_("Adults with pneumonia")
SHORTCUTS = N_("Without the lungs, with a marker")


def minute(manifest: Manifest) -> Iterator[Block]:
    """What the network is, three figures, what it is for and not for."""
    figures = Measured(manifest.figures)
    yield said(
        "A ResNet50 that sorts frontal chest radiographs into healthy, COVID-19, bacterial "
        "pneumonia and viral pneumonia, and says how sure it is, where it looked and when not to "
        "believe it.",
        where=Where.ALL,
    )
    yield from _three(figures.part("adult"), Measured(manifest.explanation))
    yield Heading(N_("Use it for, and not for"), "use", where=Where.ALL)
    yield Bullets(
        (
            _(
                "**For** teaching how such a network works and fails, and for a quick look at one "
                "film by someone who can read films without it."
            ),
            _(
                "**Not for** diagnosis, triage, screening, treatment, or leaving out a reading or "
                "a test. It is not a medical device and nobody has approved it."
            ),
            _(
                "**Not for** lateral views, other body parts, CT, MRI, ultrasound, or photographs "
                "of anything but film. The gate refuses most of them, not all."
            ),
            _(
                "It knows four answers. Tuberculosis, effusion, tumour or heart failure are not "
                "among them; such a film is called one of the four."
            ),
        ),
        where=Where.ALL,
    )
    yield said(
        "**In these data, who a patient is gives the answer away:** bacterial and viral films are "
        "of small children from one hospital, COVID-19 films of adults from publications. A "
        "network can score well by telling a child from an adult and one scanner from another, "
        "without looking at a lung. {link}",
        tone="warning",
        where=Where.ALL,
        link=SectionLink("confound"),
    )
    yield said(
        "All figures are of the model with this SHA-256: {hash}. Every answer carries it.",
        tone="caption",
        where=Where.ALL,
        hash=Code(manifest.model_sha256),
    )
    yield Interactive("print-hint")


def _three(adult: Measured, explanation: Measured) -> Iterator[Block]:
    """The three figures, each with its proof."""
    auc = adult.estimate("healthy_vs_ill")
    within = [
        found.value
        for part in adult.parts("by_source").values()
        if (found := part.estimate("healthy_vs_ill")) is not None
    ]
    if auc is not None and within:
        ordered = _("{count} of {of} pairs of a healthy and an ill film in the right order")
        yield IconArray(
            _(
                "Healthy or ill, adults elsewhere: AUC {auc} ({within} within one source)",
                auc=Number(auc.value, 2),
                within=Number(min(within), 2),
            ),
            (
                Icons(_("All sources"), round(100 * auc.value), 100, ordered, wished=True),
                Icons(_("One source"), round(100 * min(within)), 100, ordered, wished=True),
            ),
            _("Guessing gets 50 of 100. Among films of one source, its look is no help."),
            ("left", Words(LEFT)),
        )
    named = [adult.sure("by_class", label, "sensitivity") for label in ("bacterial", "viral")]
    right = round(sum(one.value * one.n for one in named))
    films = sum(one.n for one in named)
    yield IconArray(
        _("Naming pneumonia in those adults: {share}", share=CountOf(right, films)),
        (
            Icons(
                _("Bacterial or viral pneumonia"),
                right,
                films,
                _("{count} of {of} called by their name"),
                wished=True,
            ),
        ),
        _("It learnt both from children alone."),
        ("adults", Words(ADULTS)),
    )
    if "shortcuts" not in explanation:
        return
    kept = explanation.sure("shortcuts", "test", "variants", "lungs-out", "all", "kept")
    yield IconArray(
        _("Without the lungs, {share} keep their answer", share=Percent(kept.value, 0)),
        (
            Icons(
                _("Test films, lungs painted over"),
                round(100 * kept.value),
                100,
                _("{count} of {of} answers stay"),
                wished=False,
            ),
        ),
        _("Such an answer does not need the lungs."),
        ("shortcuts", Words(SHORTCUTS)),
    )


def limits(manifest: Manifest) -> Iterator[Block]:
    """What the figures do not show."""
    adult = Measured(manifest.figures).part("adult")
    alone = adult.sure("abnormal", "alone")
    lines = (
        _(
            "Age and source are tied to the label. No figure of the test split is an estimate of "
            "how well it would do in a hospital."
        ),
        _(
            "The organism cannot be read off a chest radiograph with any certainty, by anyone. "
            "Bacterial and viral are told apart here by the labels of one children's hospital."
        ),
        _(
            "A film that is abnormal in another way passes the gate and gets one single class, "
            "without a warning, in {share} of {films} adult films.",
            share=Share(alone),
            films=Count(alone.n),
        ),
        Words(
            N_(
                "The adult split is small: {bacterial} bacterial and {viral} viral films. Its "
                "intervals are wide, and in earnest wider than written, as films from "
                "publications are not drawn at random."
            ),
            {
                name: Count(adult.sure("by_class", name, "sensitivity").n)
                for name in ("bacterial", "viral")
            },
        ),
        _(
            "The films were squashed to 224 × 224 pixels before the network saw them: small "
            "nodules and fine lines are gone."
        ),
        _(
            "Sex, ethnicity, equipment and severity are not recorded for most films, so nothing "
            "is known of how figures differ by them."
        ),
        _("Labels of the public sets hold mistakes that nobody has counted."),
        _(
            "No radiologist has read the films anew for this app: labels are those of the data "
            "sets."
        ),
    )
    yield Bullets(lines, where=Where.ALL)

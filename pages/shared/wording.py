"""The words of an answer: classes, what stays possible, where the evidence lies."""

from collections.abc import Sequence

from model.classifier.age import Population, is_foreign
from model.classifier.classes import CLASSES
from model.classifier.prediction import Examination
from model.messages import N_
from pages.shared.i18n import _, either, fill, percent, sentence_of

# As a heading or a label.
TITLES: dict[str, str] = {
    "healthy": N_("Healthy"),
    "covid": N_("COVID-19"),
    "bacterial": N_("Bacterial pneumonia"),
    "viral": N_("Viral pneumonia"),
    "lateral": N_("Lateral view"),
}

# Inside a sentence.
NAMES: dict[str, str] = {
    "healthy": N_("healthy"),
    "covid": N_("COVID-19 pneumonia"),
    "bacterial": N_("bacterial pneumonia"),
    "viral": N_("viral pneumonia"),
}

POPULATIONS: dict[str, str] = {
    "adult": N_("adult"),
    "child": N_("child"),
    "mixed": N_("adults and children"),
}


def class_title(label: str) -> str:
    """The name of a class as a heading; `lateral` too, for the samples."""
    return _(TITLES[label])


def class_name(label: str) -> str:
    """The name of a class within a sentence."""
    return _(NAMES[label])


def population_name(population: str) -> str:
    """Whom a sample stands for; empty for what is not known."""
    return _(POPULATIONS[population]) if population in POPULATIONS else ""


def in_order(labels: Sequence[str]) -> list[str]:
    """Labels in the order of the network's classes."""
    return [label for label in CLASSES if label in labels]


def set_sentence(prediction_set: Sequence[str]) -> str:
    """The conformal prediction set as a reader would say it.

    Args:
        prediction_set: Labels that stay possible, one to four of them, in any order.

    Returns:
        Markdown without foreign text.
    """
    labels = in_order(prediction_set)
    names = [class_name(label) for label in labels]
    if len(labels) == 1:
        return fill(_("Only **{name}** stays possible."), {"name": names[0]})
    if len(labels) == len(CLASSES):
        return _("**All four classes** stay possible: take this as no answer.")
    if len(labels) == 2:
        template = _("**{names}**: it cannot separate them.")
    else:
        template = _("**{names}**: it cannot tell these apart.")
    return fill(template, {"names": _capital(either(names))})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def meaning_sentence(label: str, probability: float) -> str:
    """What the calibrated number says, and what it does not say."""
    return fill(
        _(
            "Of 100 radiographs like those it was tested on that get this number, about {count} "
            "turn out to be {name}. It is not the risk of your patient: that also depends on how "
            "common the disease is where you work."
        ),
        {"count": min(99, max(1, round(100 * probability))), "name": class_name(label)},
    )


def looks_sentence(population: Population | None) -> str:
    """Whom a film looks like."""
    if population is None:
        return _("Whether this is the film of a child or of an adult cannot be told.")
    if population == "child":
        return _("This looks like the film of a **child**.")
    return _("This looks like the film of an **adult**.")


def confound_sentence(population: Population | None) -> str:
    """The warning that belongs beside every answer of this network.

    Args:
        population: Whom the film looks like; None where that cannot be told.
    """
    learnt = _(
        "The films labelled bacterial or viral that the network learnt from were all of children, "
        "those of COVID-19 nearly all of adults from other hospitals, the healthy ones of both. It "
        "may read age or origin instead of disease."
    )
    return f"{looks_sentence(population)} {learnt}"


def foreign_sentence(label: str, population: Population) -> str:
    """That a class was learnt from films of others alone.

    Args:
        label: The class that was answered; not healthy, which was learnt from both.
        population: Whom the film looks like.
    """
    if population == "child":
        said = _(
            "Nearly every film labelled {name} that the network learnt from was of an adult. It "
            "has little to go by here: take this as no answer."
        )
    else:
        said = _(
            "Every film labelled {name} that the network learnt from was of a child. It has "
            "nothing to go by here: take this as no answer."
        )
    return f"{looks_sentence(population)} {fill(said, {'name': class_name(label)})}"


def short_answer(examination: Examination) -> str:
    """The answer in one line for the list of uploads, as Markdown."""
    answer = examination.answer
    if answer is None or not examination.accepted:
        return " ".join(f"{sentence_of(why)} `{why.code}`" for why in examination.refusals)
    others = [label for label in answer.prediction_set if label != answer.predicted]
    line = f"{class_title(answer.predicted)} · {percent(answer.probabilities[answer.predicted])}"
    if others:
        names = either([class_name(label) for label in others])
        line += " " + fill(_("(or {names})"), {"names": names})
    if is_foreign(answer.predicted, examination.population):
        line += " :material/person_alert: " + _("learnt from films of others")
    return line

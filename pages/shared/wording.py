"""The words of an answer: classes, what stays possible, where the evidence lies."""

from collections.abc import Sequence

from model.classifier.age import Population, is_foreign
from model.classifier.classes import CLASSES
from model.classifier.prediction import Examination
from model.evaluation.names import LABELS
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs, Zone
from model.explain.target import Target
from model.messages import N_
from pages.shared.i18n import _, either, fill, percent, sentence_of, whole_percent

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

ZONES: dict[Zone, str] = {
    ("upper", "right"): N_("right upper zone"),
    ("upper", "left"): N_("left upper zone"),
    ("middle", "right"): N_("right middle zone"),
    ("middle", "left"): N_("left middle zone"),
    ("lower", "right"): N_("right lower zone"),
    ("lower", "left"): N_("left lower zone"),
}

OUTSIDE: dict[Zone, str] = {
    ("upper", "right"): N_("outside the lungs, upper third of the patient's right side"),
    ("upper", "left"): N_("outside the lungs, upper third of the patient's left side"),
    ("middle", "right"): N_("outside the lungs, middle third of the patient's right side"),
    ("middle", "left"): N_("outside the lungs, middle third of the patient's left side"),
    ("lower", "right"): N_("outside the lungs, lower third of the patient's right side"),
    ("lower", "left"): N_("outside the lungs, lower third of the patient's left side"),
}


def class_title(label: str) -> str:
    """The name of a class as a heading; `lateral` too, for the samples."""
    return _(LABELS[label])


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


def target_name(target: Target) -> str:
    """What is explained, within a sentence."""
    name = class_name(target.label)
    if target.against is None:
        return name
    return fill(
        _("{name}, rather than {other}"), {"name": name, "other": class_name(target.against)}
    )


def place_sentence(heat: HeatMap, lungs: Lungs | None) -> str:
    """Where a map peaks, and how much of it lies inside the lungs, as plain text.

    Args:
        heat: The map.
        lungs: The lungs; None, or lungs that are not confident, and no figure is given.
    """
    if heat.peak is None:
        name = target_name(heat.target)
        return fill(_("There is no evidence for {name} anywhere in the picture."), {"name": name})
    if lungs is None:
        return _("This server has no lung finder: no zone, and no share inside the lungs.")
    if not lungs.confident:
        return _(
            "The lungs were not found with confidence: no zone, and no share inside the lungs."
        )
    template = _(
        "Peak: {zone}. {inside} of the evidence lies inside the lungs, which cover {area} of the "
        "picture."
    )
    zone, within = lungs.zone_at(heat.peak)
    values = {
        "zone": _((ZONES if within else OUTSIDE)[zone]),
        "inside": whole_percent(heat.share_inside(lungs.mask) or 0.0),
        "area": whole_percent(lungs.share),
    }
    return fill(template, values)


def evidence_sentence(heat: HeatMap, lungs: Lungs | None) -> str:
    """What a map is of, and where it lies, see `place_sentence`."""
    said = fill(_("Heat map of the evidence for {name}."), {"name": target_name(heat.target)})
    return f"{said} {place_sentence(heat, lungs)}"


def sides_sentence() -> str:
    """Whose right and left every zone is named by."""
    return _(
        "Right and left are the patient's, for a frontal film that hangs the usual way: "
        "the patient's right is on the left of the picture."
    )

"""The words of the explorer: what is asked, where a map peaks, what it cost and cannot show."""

from model.explain.heat_map import HeatMap
from model.explain.location import HEIGHTS, Height, Side
from model.explain.lungs import Lungs
from model.explain.methods import METHODS, Method
from model.explain.target import Target
from model.imaging.prepare import INPUT_SIZE
from model.messages import N_
from pages.shared.i18n import _, fill, ngettext, number, whole_percent
from pages.shared.wording import class_name, class_title

# By height and side of the picture. In a frontal film as it is hung the viewer's left is the
# patient's right, and a report names the patient's.
LUNG_ZONES: dict[tuple[Height, Side], str] = {
    ("upper", "left"): N_("right upper zone"),
    ("upper", "right"): N_("left upper zone"),
    ("middle", "left"): N_("right middle zone"),
    ("middle", "right"): N_("left middle zone"),
    ("lower", "left"): N_("right lower zone"),
    ("lower", "right"): N_("left lower zone"),
}

OUTSIDE: dict[tuple[Height, Side], str] = {
    ("upper", "left"): N_("outside the lungs, upper third of the patient's right side"),
    ("upper", "right"): N_("outside the lungs, upper third of the patient's left side"),
    ("middle", "left"): N_("outside the lungs, middle third of the patient's right side"),
    ("middle", "right"): N_("outside the lungs, middle third of the patient's left side"),
    ("lower", "left"): N_("outside the lungs, lower third of the patient's right side"),
    ("lower", "right"): N_("outside the lungs, lower third of the patient's left side"),
}


def target_title(target: Target) -> str:
    """What is explained, as a heading."""
    title = class_title(target.label)
    if target.against is None:
        return title
    return fill(
        _("{title}, rather than {other}"), {"title": title, "other": class_name(target.against)}
    )


def target_name(target: Target) -> str:
    """What is explained, within a sentence."""
    name = class_name(target.label)
    if target.against is None:
        return name
    return fill(
        _("{name}, rather than {other}"), {"name": name, "other": class_name(target.against)}
    )


def map_title(method: Method, stage: str) -> str:
    """A method and the layer that it looks at; its own name alone where it looks at no layer."""
    return f"{method.title} · {stage}" if method.stages else method.title


def scale_title(target: Target) -> str:
    """What the scale of the evidence means."""
    return fill(
        _("Evidence for {name}, in logits per 1/49 of the picture"), {"name": target_name(target)}
    )


def place_sentence(heat: HeatMap, lungs: Lungs | None) -> str:
    """Where a map peaks, and how much of it lies inside the lungs, as plain text.

    Args:
        heat: The map.
        lungs: The lungs; None, or lungs that are not confident, and no figure is given.
    """
    peak = heat.peak
    if peak is None:
        name = target_name(heat.target)
        return fill(_("There is no evidence for {name} anywhere in the picture."), {"name": name})
    if lungs is None:
        return _("This server has no lung finder: no zone, and no share inside the lungs.")
    if not lungs.confident:
        return _(
            "The lungs were not found with confidence: no zone, and no share inside the lungs."
        )
    inside = heat.share_inside(lungs.mask)
    template = _(
        "Peak: {zone}. {inside} of the evidence lies inside the lungs, which cover {area} of the "
        "picture."
    )
    values = {
        "zone": peak_zone(peak, lungs),
        "inside": whole_percent(inside or 0.0),
        "area": whole_percent(lungs.share),
    }
    return fill(template, values)


def peak_zone(peak: tuple[float, float], lungs: Lungs) -> str:
    """Name of the lung zone, or of the part outside the lungs, in which a place lies.

    Args:
        peak: Row and column, in [0, 1].
        lungs: The lungs, confident.
    """
    row, column = (min(INPUT_SIZE - 1, int(INPUT_SIZE * share)) for share in peak)
    for key, mask in lungs.zones.items():
        if mask[row, column]:
            return _(LUNG_ZONES[key])
    height = HEIGHTS[min(2, int(3 * peak[0]))]
    return _(OUTSIDE[height, "left" if peak[1] < 0.5 else "right"])


def cost_sentence(heat: HeatMap) -> str:
    """All the evidence of a map, and what it cost, as plain text.

    A map that knows no class has no total of its own, see `cam_family.eigen_activation`.
    """
    passes = fill(
        ngettext("{count} forward pass", "{count} forward passes", heat.passes),
        {"count": heat.passes},
    )
    if not METHODS[heat.method].by_class:
        return passes
    total = fill(_("Evidence in all: {total} logits"), {"total": number(heat.total, 2)})
    return f"{total} · {passes}"


def agreement_sentence(correlation: float, name: str) -> str:
    """How far another method agrees with a map, as plain text.

    Args:
        correlation: Rank correlation, in [-1, 1].
        name: Name of the other method.
    """
    return fill(
        _("Agreement with {title}: rank correlation {correlation}."),
        {"title": METHODS[name].title, "correlation": number(correlation, 2)},
    )


def strength_sentence(heat: HeatMap, top: float) -> str:
    """A warning where a map does not fit the scale; empty where it does.

    Args:
        heat: The map.
        top: Upper end of the scale.
    """
    if heat.is_empty:
        return ""
    highest = float(heat.values.max())
    digits = 2 if highest >= 0.1 else 4
    values = {"highest": number(highest, digits)}
    if highest < 0.1 * top:
        return fill(_("Its highest value is {highest}: next to nothing on this scale."), values)
    if highest > 1.5 * top:
        return fill(_("Its highest value is {highest}: beyond the top of this scale."), values)
    return ""


def about_method(name: str) -> str:
    """The paper and the limit of a method, as Markdown."""
    method = METHODS[name]
    kind, _colon, number_ = method.reference.partition(":")
    site = "https://doi.org/" if kind == "doi" else "https://arxiv.org/abs/"
    return f"[{method.paper}]({site}{number_}). {_(method.limit)}"
